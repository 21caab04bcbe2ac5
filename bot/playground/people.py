"""What people do with their phones: write, tap, edit, open links, send files, block."""

from __future__ import annotations

from bot.playground.entities import arranged
from bot.playground.files import Upload
from bot.playground.hearing import standing, tell, tell_standing
from bot.playground.links import group_payload, start_payload
from bot.playground.markup import switched
from bot.playground.media import MEDIA
from bot.playground.places import author_of, open_place, place_of, seen
from bot.playground.refusal import CannotDo, Refusal
from bot.playground.shapes import bot_shape, gone_message_shape, message_shape, place_shape, user_shape
from bot.playground.state import Chat, File, FileKind, Group, Message, Place, Press, Shape
from bot.playground.text import CAPTION_LIMIT, Entity, is_blank, pieces, units
from bot.playground.world import World

EDITABLE_SECONDS = 48 * 60 * 60
"""How long people may edit what they wrote."""

ACT_SECONDS = 5.0
"""How long an act takes where no real time passes, unless it is said otherwise: people read, think and type."""

ALBUM_MOST = 10
"""So many pictures an album has at most."""


class People:
    """Acts on behalf of the people of one world; each method raises CannotDo where a phone would not let them.

    ``at`` is where they act: their chat with the bot unless it names a group or another person (see ``place_of``).
    """

    def __init__(self, world: World) -> None:
        self._world = world

    def write(
        self,
        user_id: int,
        text: str,
        reply_to: int | None = None,
        *,
        at: int | None = None,
        thread: int | None = None,
        channel: int | None = None,
    ) -> list[Message]:
        """Send text, split as Telegram's apps do when it is too long for one message.

        Without ``reply_to`` it answers the message whose reply prompt is open, if one is. The first message starts
        the chat. In a group it can go into a topic, and in the name of a channel of one's own.
        """
        place = open_place(self._world, user_id, at)
        if is_blank(text):
            raise CannotDo("there is nothing to send")
        reply_to = self._answered(place, user_id, reply_to)
        name = self._name(place, user_id, thread, channel)
        sent = []
        for piece in pieces(text):
            words, entities = arranged(piece, [])
            if is_blank(words):
                continue
            sent.append(self._post(place, user_id, words, entities, reply_to, thread=thread, sender_chat=name))
        return sent

    def start(self, user_id: int, payload: str = "") -> Message:
        """Press Telegram's own START button, with the payload of the link that led there."""
        return self.write(user_id, f"/start {payload}".strip())[0]

    def open_link(self, user_id: int, url: str) -> Message:
        """Open a deep link to the bot (``https://t.me/<bot>?start=…``) and press START."""
        payload = start_payload(url, self._world.state.bot.username)
        if payload is None:
            raise CannotDo("that link does not lead to this bot")
        return self.start(user_id, payload)

    def is_link(self, text: str) -> bool:
        """Tell whether ``text`` is a deep link to the bot and nothing else."""
        return len(text.split()) == 1 and start_payload(text, self._world.state.bot.username) is not None

    def is_group_link(self, text: str) -> bool:
        """Tell whether ``text`` is a link that adds the bot to a group."""
        return group_payload(text, self._world.state.bot.username) is not None

    def press(self, user_id: int, message_id: int, data: str, *, at: int | None = None) -> Press:
        """Send callback data as if the message carried a button with it; also forged, also for a deleted message."""
        place = place_of(self._world, user_id, at)
        if isinstance(place, Chat):
            open_place(self._world, user_id, at)
        state = self._world.state
        state.last_press += 1
        press = Press(
            id=str(state.bot.id * 1_000_003 + user_id * 97 + state.last_press),
            user_id=user_id,
            chat_id=place.id,
            message_id=message_id,
            data=data,
            created=self._world.unix(),
        )
        message = place.messages.get(message_id)
        query: Shape = {"id": press.id, "from": user_shape(self._world.user(user_id))}
        if message is not None and message.via_bot:
            query["inline_message_id"] = message.inline_id
        elif message is not None:
            query["message"] = message_shape(state, message)
        elif isinstance(place, Chat | Group):
            query["message"] = gone_message_shape(place_shape(state, place), message_id)
        else:
            raise CannotDo("there is no such message")
        state.presses[press.id] = press
        query |= {"chat_instance": str(-(place.id * 1_000_033)), "data": data}
        self._world.updates.push("callback_query", query)
        return press

    def tap(self, user_id: int, message_id: int, row: int, column: int, *, at: int | None = None) -> Shape:
        """Tap an inline button by its place; returns what the phone does: ``{"press": id}``, ``{"copy": text}`` …

        ``{"add": url}`` asks for a group to add the bot to, ``{"inline": query, "to": kinds}`` for a chat to write the
        bot's name and the query in; without kinds it is this one.
        """
        message = seen(self._world, user_id, message_id, at)
        try:
            button = message.buttons[row][column]
        except IndexError:
            raise CannotDo("there is no such button") from None
        if isinstance(data := button.get("callback_data"), str):
            return {"press": self.press(user_id, message_id, data, at=at).id}
        if isinstance(url := button.get("url"), str):
            if self.is_link(url):
                return {"message": self.open_link(user_id, url).message_id}
            return {"add": url} if self.is_group_link(url) else {"url": url}
        if isinstance(copy := button.get("copy_text"), dict):
            return {"copy": copy.get("text")}
        if (typed := switched(button)) is not None:
            return typed
        raise CannotDo("this kind of button is not supported here")

    def tap_key(self, user_id: int, text: str, *, at: int | None = None) -> Message:
        """Tap a button of the reply keyboard, which sends its text (or the contact, place or poll it asks for)."""
        under = open_place(self._world, user_id, at).under(user_id)
        rows = (under.keyboard or {}).get("keyboard")
        keys = [key for row in rows for key in row] if isinstance(rows, list) else []
        key = next((k for k in keys if k.get("text") == text), None)
        if key is None:
            raise CannotDo("there is no such key on the keyboard")
        if (under.keyboard or {}).get("one_time_keyboard"):
            under.keyboard_hidden = True
        asked = next((kind for kind in ("contact", "location", "poll") if key.get(f"request_{kind}")), None)
        return self.send_media(user_id, asked, at=at) if asked else self.write(user_id, text, at=at)[0]

    def edit(self, user_id: int, message_id: int, text: str, *, at: int | None = None) -> Message:
        """Change the text of one's own message, or its caption, within 48 hours."""
        message = seen(self._world, user_id, message_id, at)
        mine = author_of(self._world, message) == user_id and message.service is None and not message.via_bot
        if not mine or (message.media is not None and not message.text):
            raise CannotDo("only one's own text or caption can be edited")
        if self._world.unix() - message.date > EDITABLE_SECONDS:
            raise CannotDo("the message is older than 48 hours")
        words, entities = arranged(text, []) if message.media is None else _caption(text)
        if is_blank(words) or len(pieces(words)) > 1:
            raise CannotDo("the new text is empty or too long")
        message.text, message.entities, message.edit_date = words, entities, self._world.unix()
        tell(self._world, "edited_message", message)
        return message

    def send_media(
        self, user_id: int, kind: str, caption: str = "", reply_to: int | None = None, *, at: int | None = None
    ) -> Message:
        """Send a photo, voice message, sticker, place, poll … (a key of ``MEDIA``), with a caption if wanted."""
        place = open_place(self._world, user_id, at)
        if kind not in MEDIA:
            raise CannotDo(f"there is no {kind} to send; there are {', '.join(MEDIA)}")
        text, entities = _caption(caption)
        media, answered = MEDIA[kind](self._world.next_file()), self._answered(place, user_id, reply_to)
        return self._post(place, user_id, text, entities, answered, media=media)

    def send_album(
        self, user_id: int, count: int, caption: str = "", captioned: int = 1, *, at: int | None = None
    ) -> list[Message]:
        """Send photos as one album, a message each, with a caption beneath one of them, counted from 1."""
        place = open_place(self._world, user_id, at)
        if not 2 <= count <= ALBUM_MOST or not 1 <= captioned <= count:
            raise CannotDo(f"an album has 2 to {ALBUM_MOST} photos")
        text, entities = _caption(caption)
        album = str(self._world.next_file())
        sent = []
        for number in range(1, count + 1):
            words = (text, entities) if number == captioned else ("", [])
            media = MEDIA["photo"](self._world.next_file()) | {"media_group_id": album}
            sent.append(self._post(place, user_id, *words, None, media=media))
        return sent

    def send_file(
        self,
        user_id: int,
        kind: FileKind,
        upload: Upload,
        caption: str = "",
        reply_to: int | None = None,
        *,
        at: int | None = None,
    ) -> Message:
        """Send a real file as a photo (PNG or JPEG) or as a document, with a caption if wanted."""
        place = open_place(self._world, user_id, at)
        text, entities = _caption(caption)
        try:
            self._world.files.check(kind, upload)
        except Refusal as refusal:
            raise CannotDo(f"that cannot be sent as a {kind}: {refusal.description}") from refusal
        answered, file = self._answered(place, user_id, reply_to), self._world.files.add(kind, upload)
        return self._post(place, user_id, text, entities, answered, file=file)

    def dismiss_reply(self, user_id: int, *, at: int | None = None) -> None:
        """Close the reply prompt without answering it."""
        place_of(self._world, user_id, at).under(user_id).reply_prompt = None
        self._world.changes.touch()

    def block(self, user_id: int) -> None:
        """Stop and block the bot."""
        self._member(user_id, blocked=True)

    def unblock(self, user_id: int) -> None:
        """Let the bot write again."""
        self._member(user_id, blocked=False)

    def delete_account(self, user_id: int) -> None:
        """Delete the person's account for good: nothing can be sent to it, and nobody writes from it."""
        self._world.user(user_id).deleted = True
        self._world.changes.touch()

    def _member(self, user_id: int, *, blocked: bool) -> None:
        chat = self._world.chat(user_id)
        if chat.blocked == blocked:
            raise CannotDo("the bot is blocked already" if blocked else "the bot is not blocked")
        chat.blocked = blocked
        old, new = (standing("member"), standing("kicked")) if blocked else (standing("kicked"), standing("member"))
        person = user_shape(self._world.user(user_id))
        tell_standing(self._world, chat, person, bot_shape(self._world.state.bot), old, new)

    def _post(
        self,
        place: Place,
        user_id: int,
        text: str,
        entities: list[Entity],
        reply_to: int | None,
        *,
        media: Shape | None = None,
        file: File | None = None,
        thread: int | None = None,
        sender_chat: int | None = None,
    ) -> Message:
        """Put a person's message where it belongs, and tell the bot if it hears it."""
        message = self._world.post(
            place,
            from_bot=False,
            author=None if isinstance(place, Chat) else user_id,
            sender_chat=sender_chat or self._name(place, user_id),
            text=text,
            entities=entities,
            media=media,
            file=file,
            reply_to=reply_to,
            thread=thread,
        )
        tell(self._world, "message", message)
        return message

    def _name(self, place: Place, user_id: int, thread: int | None = None, channel: int | None = None) -> int | None:
        """In whose name somebody writes where it is not their own: an anonymous administrator's, or a channel's."""
        if not isinstance(place, Group) or place.kind != "supergroup":
            if thread is not None or channel is not None:
                raise CannotDo("only a supergroup has topics, and members that are channels")
            return None
        if thread is not None and thread not in place.topics:
            raise CannotDo("there is no such topic")
        if channel is not None:
            owned = self._world.state.channels.get(channel)
            if owned is None or owned.owner != user_id:
                raise CannotDo("one writes only as one's own channel")
            return channel
        return place.id if place.members[user_id].anonymous else None

    def _answered(self, place: Place, user_id: int, reply_to: int | None) -> int | None:
        if reply_to is not None and reply_to not in place.messages:
            raise CannotDo(f"there is no message {reply_to} in this chat")
        under = place.under(user_id)
        answered = reply_to or under.reply_prompt
        under.reply_prompt = None
        return answered if answered in place.messages else None


def _caption(text: str) -> tuple[str, list[Entity]]:
    words, entities = arranged(text, [])
    if units(words) > CAPTION_LIMIT:
        raise CannotDo(f"a caption has at most {CAPTION_LIMIT} characters")
    return ("", []) if is_blank(words) else (words, entities)
