"""What the runtime needs of the world, as Protocols: time, chance, and a way to send."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, Protocol

from pydantic import Field, TypeAdapter

from bot.insight.attachments import OutFile, Recipe
from bot.script.keyboard import Sendable

_RECIPE: TypeAdapter[Recipe] = TypeAdapter(Annotated[Recipe, Field(discriminator="kind")])


class Clock(Protocol):
    """The one source of time."""

    async def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...


class Ids(Protocol):
    """The one source of chance."""

    def token(self) -> bytes:
        """32 bytes that nobody can guess, different at each call."""
        ...

    def name(self) -> str:
        """A short new id, different at each call."""
        ...


KeyKind = Literal["callback", "copy", "url", "pick_chat"]


@dataclass(frozen=True, slots=True)
class Key:
    """A button. `data` is what a press sends back, the text that it copies, the address that it opens, or the id of the
    wordings (`sendable`) of which its reader can send one as their own, in a chat that they pick."""

    label: str
    kind: KeyKind
    data: str
    sendable: tuple[Sendable, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The button as the outbox keeps it."""
        key: dict[str, object] = {"label": self.label, "kind": self.kind, "data": self.data}
        return key | {"sendable": [[each.title, each.text] for each in self.sendable]} if self.sendable else key


CAPTION_UNITS = 1024
"""The longest text under a file, in UTF-16 units after parsing."""

Keyboard = tuple[tuple[Key, ...], ...]
"""Rows of buttons, top down."""


Edit = Literal["settle", "fade", "buttons", "words", "look"]
"""What an edit is: the keyboard of an answered question; that of the copy before the newest of an open one; the
keyboard, or all, of an open question, which is sent anew where its message can't be edited; or nothing: only who is
in the group is looked at."""


@dataclass(frozen=True, slots=True)
class OutMessage:
    """A rendered message: what an outbox row's body says. `text` is Telegram's HTML.

    `edit` says what an edit is. An edit's keyboard takes the place of the old one, an empty one takes the buttons away.
    `recipe` is the file that goes with it, under which the text stands (at most CAPTION_UNITS, or none); `attachment`
    is that file once it is made, and kept nowhere. After `until` it is not sent any more; `instead`, if there is any,
    is then sent in its place. In a group it is for `people` alone: who else is there is seen right before it is sent.
    `reply`: whoever is called in it is to reply to it. `joins`: when it is late, it may stand in one message with
    others; `late`: it answers what was said long before it was rendered.
    """

    text: str
    keyboard: Keyboard = ()
    silent: bool = False
    recipe: Recipe | None = None
    attachment: OutFile | None = None
    edit: Edit = "settle"
    until: datetime | None = None
    instead: str = ""
    people: tuple[int, ...] = ()
    reply: bool = False
    joins: bool = False
    late: bool = False

    def to_json(self) -> bytes:
        """The message as the outbox keeps it."""
        keyboard = [[key.to_json() for key in row] for row in self.keyboard]
        message: dict[str, object] = {"text": self.text, "keyboard": keyboard, "silent": self.silent}
        if self.edit != "settle":
            message["edit"] = self.edit
        if self.until is not None:
            message |= {"until": self.until.isoformat(), "instead": self.instead}
        if self.people:
            message |= {"people": self.people, "reply": self.reply}
        if self.joins:
            message["joins"] = True
        if self.late:
            message["late"] = True
        if self.recipe is not None:
            message["recipe"] = _RECIPE.dump_python(self.recipe, mode="json")
        return json.dumps(message, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, body: bytes) -> OutMessage:
        """The message that `to_json` wrote. Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
        message = json.loads(body)
        recipe = _RECIPE.validate_python(message["recipe"]) if "recipe" in message else None
        keyboard, edit = _keyboard(message["keyboard"]), _edit(message.get("edit", "settle"))
        until = datetime.fromisoformat(message["until"]) if "until" in message else None
        return cls(
            message["text"],
            keyboard,
            bool(message["silent"]),
            recipe,
            edit=edit,
            until=until,
            instead=str(message.get("instead", "")),
            people=tuple(int(who) for who in message.get("people", ())),
            reply=bool(message.get("reply")),
            joins=bool(message.get("joins")),
            late=bool(message.get("late")),
        )


@dataclass(frozen=True, slots=True)
class Deletion:
    """Messages to be taken away: what a `delete` row's body says. Each id with the instant of its message; and those
    with a mark, or our answers sent at or after `replies_since`, whose ids are looked up when they are taken away."""

    messages: tuple[tuple[int, datetime], ...] = ()
    mark: str | None = None
    replies_since: datetime | None = None

    def to_json(self) -> bytes:
        """The deletion as the outbox keeps it."""
        messages = [[id, at.isoformat()] for id, at in self.messages]
        if self.replies_since is not None:
            return json.dumps({"messages": messages, "replies_since": self.replies_since.isoformat()}).encode()
        return json.dumps(messages if self.mark is None else {"mark": self.mark}).encode()

    @classmethod
    def from_json(cls, body: bytes) -> Deletion:
        """The deletion that `to_json` wrote. Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
        deletion = json.loads(body)
        if isinstance(deletion, dict) and "mark" in deletion:
            return cls(mark=str(deletion["mark"]))
        listed = deletion["messages"] if isinstance(deletion, dict) else deletion
        messages = tuple((int(id), datetime.fromisoformat(at)) for id, at in listed)
        since = datetime.fromisoformat(deletion["replies_since"]) if isinstance(deletion, dict) else None
        return cls(messages, replies_since=since)


def _keyboard(rows: Sequence[Sequence[Mapping[str, Any]]]) -> Keyboard:
    return tuple(tuple(_key(key) for key in row) for row in rows)


def _key(key: Mapping[str, Any]) -> Key:
    sendable = tuple(Sendable(str(title), str(text)) for title, text in key.get("sendable", ()))
    return Key(key["label"], _kind(key["kind"]), key["data"], sendable)


def _edit(edit: str) -> Edit:
    match edit:
        case "settle" | "fade" | "buttons" | "words" | "look":
            return edit
    raise ValueError("an edit of a kind that nobody knows")


def _kind(kind: str) -> KeyKind:
    match kind:
        case "callback" | "copy" | "url" | "pick_chat":
            return kind
    raise ValueError("a button of a kind that nobody knows")


@dataclass(frozen=True, slots=True)
class Sent:
    """Delivered. An edit that changes nothing is delivered too. `at` is when a new message was sent, by Telegram's own
    clock (UTC, whole seconds)."""

    message_id: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """Not sent: too much at once. Try again after so many seconds, and leave that chat alone until then."""

    after: float


@dataclass(frozen=True, slots=True)
class NotSent:
    """Not sent: Telegram was not reached. `error` is a few words without any message text, here and below."""

    error: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody knows: the connection broke, or Telegram failed, after the request had gone out. It is sent again."""

    error: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will never take this message: set it aside and go on."""

    error: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person does not want to hear from the bot, or is gone: nothing goes there until they speak again."""

    error: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has a new id: send there."""

    chat: int


@dataclass(frozen=True, slots=True)
class Unfit:
    """Not sent: in the group is somebody else, or somebody is missing; or the bot is not in it any more (`gone`)."""

    error: str
    gone: bool = False


Outcome = Sent | Retry | NotSent | Unknown | Refused | Blocked | Moved | Unfit
"""What became of one call. What ends the process is raised instead: `TokenError`."""


class Transport(Protocol):
    """Sends to one chat. It tries once: what to do about a failure is the deliverer's to decide."""

    async def send(self, chat: int, message: OutMessage) -> Outcome:
        """Send a message. Raises `TokenError`."""
        ...

    async def only_these(self, chat: int, people: Sequence[int]) -> Outcome:
        """See whether these people and the bot are all that are in a group, each under their own name: `Sent`, or
        `Unfit`, or that nobody knows. Raises `TokenError`."""
        ...

    async def delete(self, chat: int, message_ids: Sequence[int]) -> Outcome:
        """Take away up to 100 messages of either side; those that are gone already do no harm. Raises `TokenError`."""
        ...

    async def edit_keyboard(self, chat: int, message_id: int, keyboard: Keyboard) -> Outcome:
        """Change the buttons under a message. Raises `TokenError`."""
        ...

    async def edit(self, chat: int, message_id: int, message: OutMessage) -> Outcome:
        """Change the text of a message and the buttons under it. Raises `TokenError`."""
        ...
