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


class User(BaseModel):
    """A person with a phone; ``language_code`` is what their Telegram is set to."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"


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
    """One message in a private chat; ``date`` and ``edit_date`` are Unix seconds, ``markup`` as the bot sent it.

    With ``media``, its field of the Bot API, ``text`` is the caption; ``file`` is the number of the file behind it.
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


class Chat(BaseModel):
    """A person's private chat with the bot: its messages by id, and what hangs under the text box."""

    user_id: int
    started: bool = False
    blocked: bool = False
    messages: dict[int, Message] = Field(default_factory=dict)
    keyboard: Shape | None = None
    keyboard_hidden: bool = False
    reply_prompt: int | None = None
    prompt_placeholder: str = ""

    def newest_first(self) -> Iterator[Message]:
        """Go through the visible messages from the newest back."""
        return reversed(self.messages.values())


class Press(BaseModel):
    """A pressed callback button: open until the bot answers it, and for a limited time only."""

    id: str
    user_id: int
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
    """Who the bot is, and what it told Telegram about itself, by language code (empty for every language)."""

    id: int = 7_000_000_000
    first_name: str = "Coach"
    username: str = "playground_coach_bot"
    names: dict[str, str] = Field(default_factory=dict)
    descriptions: dict[str, str] = Field(default_factory=dict)
    short_descriptions: dict[str, str] = Field(default_factory=dict)
    commands: dict[str, list[Shape]] = Field(default_factory=dict)
    menu_buttons: dict[int, Shape] = Field(default_factory=dict)


class State(BaseModel):
    """Everything that outlives a restart of the playground; ``clock_offset`` in seconds."""

    bot: Bot = Field(default_factory=Bot)
    users: dict[int, User] = Field(default_factory=dict)
    chats: dict[int, Chat] = Field(default_factory=dict)
    presses: dict[str, Press] = Field(default_factory=dict)
    files: dict[int, File] = Field(default_factory=dict)
    updates: list[Update] = Field(default_factory=list)
    allowed_updates: list[str] = Field(default_factory=list)
    last_message_id: int = 0
    last_update_id: int = 500_000_000
    last_press: int = 0
    last_file: int = 0
    clock_offset: float = 0.0
