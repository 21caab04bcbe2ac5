"""What the playground remembers: people, chats, messages, presses and updates, as plain records of JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, Field

from bot.playground.text import Entity

Shape = dict[str, object]
"""A JSON object as the Bot API defines it."""


FileKind = Literal["photo", "document"]
"""How a file was sent; Telegram keeps the two apart."""

Standing = Literal["creator", "administrator", "member", "left", "kicked"]
"""How somebody stands in a group, in the Bot API's words."""


class User(BaseModel):
    """A person with a phone; ``language_code`` is what their Telegram is set to, ``deleted`` that the account is."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    deleted: bool = False


class File(BaseModel):
    """What is known of a kept file; ``size`` in bytes, a photo's ``width`` and ``height`` in pixels."""

    number: int
    kind: FileKind
    name: str
    mime: str
    size: int
    width: int = 0
    height: int = 0


class Message(BaseModel):
    """One message in a chat; ``date`` and ``edit_date`` are Unix seconds, ``markup`` as the bot sent it.

    With ``media``, its field of the Bot API, ``text`` is the caption; ``file`` is the number of the file behind it.
    ``author`` is who wrote it where that is not the owner of the private chat, ``sender_chat`` the group or channel
    that they wrote as, ``thread`` the topic, ``service`` what happened instead of words, ``inline_id`` the name under
    which the bot can edit what was sent through it.
    """

    message_id: int
    chat_id: int
    from_bot: bool
    date: int
    text: str = ""
    entities: list[Entity] = Field(default_factory=list)
    markup: Shape | None = None
    reply_to: int | None = None
    media: Shape | None = None
    file: int | None = None
    edit_date: int | None = None
    reaction: str | None = None
    preview_options: Shape | None = None
    protected: bool = False
    silent: bool = False
    author: int | None = None
    sender_chat: int | None = None
    thread: int | None = None
    service: Shape | None = None
    via_bot: bool = False
    inline_id: str = ""

    @property
    def buttons(self) -> list[list[Shape]]:
        """The rows of inline buttons under the message, empty without any."""
        rows = (self.markup or {}).get("inline_keyboard")
        return rows if isinstance(rows, list) else []

    @property
    def plain(self) -> str:
        """The message in plain words: its text, ``[photo: caption]``, or ``[document: name]`` above its caption."""
        if self.media is None:
            return self.text
        kind = next(iter(self.media))
        if kind == "photo":
            return f"[photo: {self.text}]" if self.text else "[photo]"
        what = self.media[kind]
        name = what.get("file_name") if isinstance(what, dict) else None
        words = f"[{kind}: {name}]" if name else f"[{kind}]"
        return f"{words}\n{self.text}" if self.text else words


class Hanging(BaseModel):
    """What hangs under the text box of one person in one chat: a keyboard, a prompt to answer a message."""

    keyboard: Shape | None = None
    keyboard_hidden: bool = False
    reply_prompt: int | None = None
    prompt_placeholder: str = ""


class Room(BaseModel):
    """What every chat has: its messages by id."""

    messages: dict[int, Message] = Field(default_factory=dict)

    def newest_first(self) -> Iterator[Message]:
        """Go through the visible messages from the newest back."""
        return reversed(self.messages.values())


class Chat(Room, Hanging):
    """A person's private chat with the bot, and what hangs under its text box."""

    user_id: int
    started: bool = False
    blocked: bool = False

    @property
    def id(self) -> int:
        """The chat's id: its person's."""
        return self.user_id

    def under(self, user_id: int) -> Hanging:
        """Return what hangs under the text box."""
        return self


class Member(BaseModel):
    """Somebody's standing in a group; who once was in it stays, as ``left`` or ``kicked``."""

    status: Standing
    anonymous: bool = False

    @property
    def present(self) -> bool:
        """Whether they are in the group."""
        return self.status not in ("left", "kicked")

    @property
    def leading(self) -> bool:
        """Whether they are its creator or an administrator."""
        return self.status in ("creator", "administrator")


class Group(Room):
    """A group chat: its members by id, the bot's own among them.

    ``kind`` is ``group`` until it is upgraded; then this one stands still, ``upgraded_to`` names the supergroup, and
    there ``upgraded_from`` this one. A supergroup counts its messages by itself. ``topics`` are names by thread.
    """

    id: int
    title: str
    kind: Literal["group", "supergroup"] = "group"
    members: dict[int, Member] = Field(default_factory=dict)
    upgraded_to: int | None = None
    upgraded_from: int | None = None
    topics: dict[int, str] = Field(default_factory=dict)
    is_forum: bool = False
    last_message_id: int = 0
    hanging: dict[int, Hanging] = Field(default_factory=dict)

    def present(self) -> list[int]:
        """Return the ids of those who are in the group, in the order of their coming."""
        return [id for id, member in self.members.items() if member.present]

    def under(self, user_id: int) -> Hanging:
        """Return what hangs under one person's text box."""
        return self.hanging.setdefault(user_id, Hanging())


class Pair(Room):
    """Two people's own chat, which the bot sees nothing of; its ``id`` is the playground's, and never told."""

    id: int
    people: tuple[int, int]
    hanging: dict[int, Hanging] = Field(default_factory=dict)

    def under(self, user_id: int) -> Hanging:
        """Return what hangs under one person's text box: nothing, ever."""
        return self.hanging.setdefault(user_id, Hanging())


Place = Chat | Group | Pair
"""Where people write."""


class Channel(BaseModel):
    """A channel that its owner writes as; it has no chat here."""

    id: int
    title: str
    owner: int


class Inline(BaseModel):
    """What somebody typed behind the bot's name in a chat, and the bot's results, None until it has answered.

    ``open`` until one is picked; ``cached_until``, Unix seconds, Telegram shows the results again by itself.
    """

    id: str
    user_id: int
    place: int
    query: str
    created: int
    results: list[Shape] | None = None
    cached_until: int = 0
    personal: bool = False
    open: bool = True
    button: Shape | None = None


class Press(BaseModel):
    """A pressed callback button: open until the bot answers it, and for a limited time only."""

    id: str
    user_id: int
    chat_id: int = 0
    message_id: int
    data: str
    created: int
    answered: bool = False
    text: str = ""
    alert: bool = False
    url: str = ""


class Update(BaseModel):
    """One update in the bot's queue; ``kind`` is its field, such as ``message``; ``date`` Unix seconds."""

    update_id: int
    kind: str
    payload: Shape
    date: int


class Bot(BaseModel):
    """Who the bot is, and what it told Telegram about itself, by language code (empty for every language).

    ``privacy``, ``inline`` and ``feedback`` are what BotFather switches: whether it hears only what is for it in
    groups, can be written through, and is told what was picked.
    """

    id: int = 7_000_000_000
    first_name: str = "Coach"
    username: str = "playground_coach_bot"
    names: dict[str, str] = Field(default_factory=dict)
    descriptions: dict[str, str] = Field(default_factory=dict)
    short_descriptions: dict[str, str] = Field(default_factory=dict)
    commands: dict[str, list[Shape]] = Field(default_factory=dict)
    menu_buttons: dict[int, Shape] = Field(default_factory=dict)
    privacy: bool = True
    inline: bool = False
    feedback: bool = False


class State(BaseModel):
    """Everything that outlives a restart of the playground; ``clock_offset`` in seconds."""

    bot: Bot = Field(default_factory=Bot)
    users: dict[int, User] = Field(default_factory=dict)
    chats: dict[int, Chat] = Field(default_factory=dict)
    groups: dict[int, Group] = Field(default_factory=dict)
    pairs: dict[int, Pair] = Field(default_factory=dict)
    channels: dict[int, Channel] = Field(default_factory=dict)
    inline: dict[str, Inline] = Field(default_factory=dict)
    presses: dict[str, Press] = Field(default_factory=dict)
    files: dict[int, File] = Field(default_factory=dict)
    updates: list[Update] = Field(default_factory=list)
    allowed_updates: list[str] = Field(default_factory=list)
    last_message_id: int = 0
    last_update_id: int = 500_000_000
    last_press: int = 0
    last_file: int = 0
    clock_offset: float = 0.0
