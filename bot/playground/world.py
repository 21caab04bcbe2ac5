"""The world of the playground: its people, their chats, and what goes on in them."""

from __future__ import annotations

from pathlib import Path

from bot.playground.access import known, writable
from bot.playground.changes import Changes
from bot.playground.clock import MovableClock
from bot.playground.faults import Faults
from bot.playground.files import Files, media_of
from bot.playground.limits import RateLimits
from bot.playground.refusal import CannotDo
from bot.playground.shapes import user_shape
from bot.playground.state import Chat, File, Group, Message, Place, Shape, State, User
from bot.playground.text import Entity
from bot.playground.updates import UpdateQueue

FIRST_USER_ID = 7_100_000_001
"""The id of the first person; bigger than 32 bits, as real ones are."""


class World:
    """State, clock, updates, faults and limits of one bot account; knows nothing of HTTP."""

    def __init__(
        self,
        clock: MovableClock | None = None,
        *,
        state: State | None = None,
        limits: RateLimits | None = None,
        folder: Path | None = None,
    ) -> None:
        """Make an empty world, or go on with a kept ``state``; without ``limits`` no call is ever too fast.

        ``folder`` holds the files that are sent, and nothing else; without one they are in memory.
        """
        self.state = state or State()
        self.clock = clock or MovableClock()
        self.limits = limits
        self.changes = Changes()
        self.faults = Faults()
        self.files = Files(self.state, folder)
        self.updates = UpdateQueue(self.state, self.clock, self.changes)

    def add_user(self, first_name: str, language_code: str = "en", *, username: str = "") -> User:
        """Bring a new person in, whose chat with the bot is not started yet."""
        user = User(
            id=max(self.state.users, default=FIRST_USER_ID - 1) + 1,
            first_name=first_name,
            language_code=language_code,
            username=username,
        )
        self.state.users[user.id] = user
        self.state.chats[user.id] = Chat(user_id=user.id)
        self.changes.touch()
        return user

    def user(self, user_id: int) -> User:
        """Return a person; CannotDo when nobody has that id."""
        user = self.state.users.get(user_id)
        if user is None:
            raise CannotDo(f"nobody has the id {user_id}")
        return user

    def chat(self, user_id: int) -> Chat:
        """Return a person's chat with the bot; CannotDo when nobody has that id."""
        return self.state.chats[self.user(user_id).id]

    def group(self, group_id: int) -> Group:
        """Return a group; CannotDo when none has that id."""
        if group_id not in self.state.groups:
            raise CannotDo(f"no group has the id {group_id}")
        return self.state.groups[group_id]

    def writable_chat(self, chat_id: object) -> Chat | Group:
        """Return the chat that the bot writes to, or refuse as Telegram does."""
        return writable(self.state, chat_id)

    def known_chat(self, chat_id: object) -> Chat | Group:
        """Return the chat with that id, or refuse with ``chat not found``."""
        return known(self.state, chat_id)

    def post(
        self,
        place: Place,
        *,
        from_bot: bool,
        author: int | None = None,
        sender_chat: int | None = None,
        service: Shape | None = None,
        thread: int | None = None,
        text: str = "",
        entities: list[Entity] | None = None,
        markup: Shape | None = None,
        reply_to: int | None = None,
        media: Shape | None = None,
        file: File | None = None,
    ) -> Message:
        """Put a new message into the chat, with the next id, and return it.

        Ids are one sequence over all chats of the bot; a supergroup has one of its own. With ``media`` or a ``file``,
        ``text`` is the caption.
        """
        message = Message(
            message_id=self._next_message(place),
            chat_id=place.id,
            from_bot=from_bot,
            author=author,
            sender_chat=sender_chat,
            service=service,
            thread=thread,
            date=self.unix(),
            text=text,
            entities=[self._with_person(entity) for entity in entities or []],
            markup=markup,
            reply_to=reply_to,
            media=media if file is None else media_of(file),
            file=file.number if file else None,
        )
        place.messages[message.message_id] = message
        self.changes.touch()
        return message

    def unix(self) -> int:
        """Return the movable clock's whole seconds since 1970."""
        return int(self.clock.unix())

    def next_file(self) -> int:
        """Return a number that no file of this world had yet."""
        self.state.last_file += 1
        return self.state.last_file

    def _next_message(self, place: Place) -> int:
        counter: State | Group = self.state
        if isinstance(place, Group) and place.kind == "supergroup":
            counter = place
        counter.last_message_id += 1
        return counter.last_message_id

    def _with_person(self, entity: Entity) -> Entity:
        known = self.state.users.get(_id(entity.user)) if entity.user else None
        return entity.model_copy(update={"user": user_shape(known)}) if known else entity


def _id(user: Shape | None) -> int:
    value = (user or {}).get("id")
    return value if isinstance(value, int) else 0
