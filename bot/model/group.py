"""The couple's group: a chat of the two and the coach, and what the house is asked to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.model.values import Variable


@dataclass(slots=True)
class Wanted:
    """Words that go to the group once both have chosen so, each unseen by the other; until then either may take that
    back. `whose`: one of the two has shared them, and chooses alone. `dialog` and `name` are their prompt."""

    id: str
    dialog: str
    name: str
    values: dict[str, Variable]
    until: datetime
    chosen: list[int] = field(default_factory=list)
    whose: int | None = None


@dataclass(slots=True)
class Group:
    """The chat of two and the coach. `fit`: there was nobody else in it when it was looked at last; where there is, the
    coach is silent there and all goes on in private. `language` is what both chose, `wishes` what each did."""

    chat: int
    language: str
    fit: bool = True
    wishes: dict[int, str] = field(default_factory=dict)
    wanted: list[Wanted] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LookAtGroup:
    """See who is in a chat: what comes of it is told to the person's conversation."""

    person: int
    chat: int


@dataclass(frozen=True, slots=True)
class BindGroup:
    """A chat is this couple's group from here on."""

    person: int
    chat: int


@dataclass(frozen=True, slots=True)
class FreeGroup:
    """A chat is nobody's group any more: what waits for it is never sent, and nothing that was said there is kept.
    `gone`: the coach is not in it; where it is, it says nothing more there."""

    person: int
    chat: int
    gone: bool = False


@dataclass(frozen=True, slots=True)
class RefuseGroup:
    """Say in a chat, once, that the coach is for two alone."""

    person: int
    chat: int
    language: str


OfAGroup = LookAtGroup | BindGroup | FreeGroup | RefuseGroup

HappensInGroup = Literal["called", "joined", "left", "gone", "moved"]
"""called: somebody of the two brought the coach in, or wrote to it there; joined: somebody else is in it; left:
somebody is in it no more; gone: the coach isn't in it any more; moved: it has another id."""
