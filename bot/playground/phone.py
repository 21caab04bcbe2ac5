"""A phone for tests: acts as one person and reads what that person sees."""

from __future__ import annotations

from bot.playground.files import Upload
from bot.playground.inline import pick, type_inline
from bot.playground.people import ACT_SECONDS, People
from bot.playground.places import place_of
from bot.playground.refusal import CannotDo
from bot.playground.server import serve
from bot.playground.state import File, FileKind, Group, Inline, Message, Place, Press, User
from bot.playground.world import World

__all__ = ["Phone", "serve"]

PATIENCE_SECONDS = 10.0
"""How long a phone waits for something to appear before it gives up."""


class Phone:
    """One person's phone in a world, in the same process; what a person cannot do raises CannotDo.

    Nobody types two texts in one moment: where the world's clock has stood still since the last one of this person,
    `pace` seconds pass before the next. `at` is the chat that it has open: a group's or another person's id; without
    it the person's chat with the bot.
    """

    def __init__(self, world: World, user: User, *, pace: float = ACT_SECONDS, at: int | None = None) -> None:
        self._world = world
        self.pace, self.at = pace, at
        self._typed_when: float | None = None
        self._people = People(world)
        self.user = user
        self._acted_at = self._last()

    def inside(self, at: int) -> Phone:
        """Return the same person's phone with another chat open: a group's, or the one with another person."""
        return Phone(self._world, self.user, pace=self.pace, at=at)

    @property
    def place(self) -> Place:
        """The chat that is open."""
        return place_of(self._world, self.user.id, self.at)

    @property
    def messages(self) -> list[Message]:
        """All messages in the chat that are not deleted, oldest first."""
        return list(self.place.messages.values())

    @property
    def received(self) -> list[Message]:
        """The bot's messages among them, and what was sent through it, oldest first."""
        return [m for m in self.messages if (m.from_bot or m.via_bot) and m.service is None]

    @property
    def presses(self) -> list[Press]:
        """Everything that this person pressed, oldest first, with the bot's answers."""
        return [p for p in self._world.state.presses.values() if p.user_id == self.user.id]

    async def send(self, text: str, reply_to: int | None = None) -> Message:
        """Send text, or open the link if it is a deep link; returns the (last) message sent."""
        if not text.startswith("/"):
            self._take_time()
        self._act()
        if self._people.is_link(text):
            return self._people.open_link(self.user.id, text)
        return self._people.write(self.user.id, text, reply_to, at=self.at)[-1]

    async def press(self, label: str) -> None:
        """Press the button in the newest message that has one so labelled, or the key of the reply keyboard.

        A label that is equal goes before one that merely contains the text.
        """
        for fits in (lambda text: text == label, lambda text: label in text):
            for message in reversed(self.received):
                for row, buttons in enumerate(message.buttons):
                    for column, button in enumerate(buttons):
                        if fits(str(button.get("text"))):
                            self._act()
                            self._people.tap(self.user.id, message.message_id, row, column, at=self.at)
                            return
            for key in self.keys():
                if fits(key):
                    self._act()
                    self._people.tap_key(self.user.id, key, at=self.at)
                    return
        raise CannotDo(f"there is no button {label!r} on the screen:\n{self.screen(last=5)}")

    async def press_old(self, message_id: int, label: str) -> None:
        """Press the button so labelled (equal, or containing it) in the message with that id."""
        message = self.place.messages.get(message_id)
        places = [
            (label != text, row, column)
            for row, buttons in enumerate(message.buttons if message else [])
            for column, text in enumerate(str(button.get("text")) for button in buttons)
            if label in text
        ]
        if not places:
            raise CannotDo(f"message {message_id} has no button {label!r}:\n{self.screen(last=5)}")
        _, row, column = min(places)
        self._act()
        self._people.tap(self.user.id, message_id, row, column, at=self.at)

    async def press_data(self, message_id: int, data: str) -> Press:
        """Send callback data for a message, whether or not it has such a button."""
        self._act()
        return self._people.press(self.user.id, message_id, data, at=self.at)

    async def open_link(self, url: str) -> Message:
        """Open a deep link to the bot and press START."""
        self._act()
        return self._people.open_link(self.user.id, url)

    async def edit(self, message_id: int, text: str) -> Message:
        """Change one's own message, or its caption."""
        self._act()
        return self._people.edit(self.user.id, message_id, text, at=self.at)

    async def send_media(self, kind: str, caption: str = "") -> Message:
        """Send a photo, voice, sticker, location, poll, contact, document, video_note or dice."""
        self._act()
        return self._people.send_media(self.user.id, kind, caption, at=self.at)

    async def send_album(self, count: int, caption: str = "", captioned: int = 1) -> list[Message]:
        """Send photos as one album, with a caption beneath one of them, counted from 1."""
        self._act()
        return self._people.send_album(self.user.id, count, caption, captioned, at=self.at)

    async def send_photo(self, data: bytes, caption: str = "") -> Message:
        """Send a picture, a PNG or JPEG, with a caption if wanted."""
        self._act()
        return self._people.send_file(self.user.id, "photo", Upload("", "", data), caption, at=self.at)

    async def send_document(self, name: str, data: bytes, caption: str = "") -> Message:
        """Send a file, with a caption if wanted."""
        self._act()
        return self._people.send_file(self.user.id, "document", Upload(name, "", data), caption, at=self.at)

    async def type_inline(self, query: str) -> Inline:
        """Type the bot's name and a query; the results come into what this returns."""
        self._act()
        return type_inline(self._world, self.user.id, query, at=self.at)

    async def pick(self, typed: Inline, title: str) -> Message:
        """Pick the result with that title (equal, or containing it): it is sent here via the bot."""
        shown = typed.results or []
        fitting = [r for fits in (str.__eq__, str.__contains__) for r in shown if fits(str(r.get("title")), title)]
        if not fitting:
            raise CannotDo(f"there is no result {title!r} among {[r.get('title') for r in shown]}")
        self._act()
        return pick(self._world, self.user.id, typed.id, str(fitting[0]["id"]))

    async def block(self) -> None:
        """Stop and block the bot."""
        self._people.block(self.user.id)

    async def unblock(self) -> None:
        """Let the bot write again."""
        self._people.unblock(self.user.id)

    def keys(self) -> list[str]:
        """Return the labels of the reply keyboard, empty when none is shown."""
        under = self.place.under(self.user.id)
        rows = None if under.keyboard_hidden else (under.keyboard or {}).get("keyboard")
        return [str(key.get("text")) for row in rows for key in row] if isinstance(rows, list) else []

    def screen(self, last: int = 3) -> str:
        """Return the last messages of the bot as plain text, a blank line between, buttons in [brackets].

        A picture shows as ``[photo: caption]``, a document as ``[document: name]`` with its caption below.
        """
        shown = [_as_text(message) for message in self.received[-last:]]
        keys = " ".join(f"[{key}]" for key in self.keys())
        return "\n\n".join([*shown, f"⌨ {keys}"] if keys else shown)

    def documents(self) -> list[tuple[str, bytes]]:
        """Return the names and bytes of the documents in the bot's messages, oldest first."""
        return [(file.name, data) for _, file, data in self._files("document")]

    def photos(self) -> list[tuple[str, bytes]]:
        """Return the captions and bytes of the pictures in the bot's messages, oldest first."""
        return [(message.text, data) for message, _, data in self._files("photo")]

    def toasts(self) -> list[str]:
        """Return the texts that the bot's answers to presses showed, oldest first."""
        return [press.text for press in self.presses if press.text]

    async def wait_for(self, text: str, seconds: float = PATIENCE_SECONDS) -> Message:
        """Wait until a message of the bot, sent or edited since this person's last action, has ``text`` or a button so.

        AssertionError with the screen when it does not come within ``seconds``.
        """
        await self._world.changes.until(lambda: self._fresh(text) is not None, seconds)
        message = self._fresh(text)
        assert message is not None, f"{text!r} did not come:\n{self.screen(last=5)}"
        return message

    def _fresh(self, text: str) -> Message | None:
        fresh = (m for m in reversed(self.received) if m.message_id > self._acted_at or m.edit_date is not None)
        return next((m for m in fresh if text in _as_text(m)), None)

    def _files(self, kind: FileKind) -> list[tuple[Message, File, bytes]]:
        files = self._world.files
        known = [(m, f) for m in self.received if (f := self._world.state.files.get(m.file or 0)) and f.kind == kind]
        return [(message, file, data) for message, file in known if (data := files.data(file)) is not None]

    def _take_time(self) -> None:
        clock = self._world.clock
        if clock.frozen and self._typed_when == clock.unix():
            clock.advance(self.pace)
        self._typed_when = clock.unix()

    def _act(self) -> None:
        self._acted_at = self._last()

    def _last(self) -> int:
        """The newest id in the chat that is open, or of all chats that share its counting."""
        own = isinstance(self.place, Group) and self.place.kind == "supergroup"
        return max(self.place.messages, default=0) if own else self._world.state.last_message_id


def _as_text(message: Message) -> str:
    rows = [" ".join(f"[{button.get('text')}]" for button in row) for row in message.buttons]
    return "\n".join([message.plain, *rows])
