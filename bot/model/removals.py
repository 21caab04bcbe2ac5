"""What is to be taken away: out of what is kept of a person, and out of their chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RemoveMemory:
    """Forget one memory item of the person, and the nudges that belong to it."""

    person: int
    id: str


@dataclass(frozen=True, slots=True)
class RemoveMemories:
    """Forget all memory items of one kind of the person."""

    person: int
    kind: str


@dataclass(frozen=True, slots=True)
class RemoveNudge:
    """A nudge of the person comes no more."""

    person: int
    id: str


@dataclass(frozen=True, slots=True)
class RemoveInvitation:
    """Forget an invitation that the person made; its link leads nowhere any more."""

    person: int
    id: str


@dataclass(frozen=True, slots=True)
class Erase:
    """Take messages out of the person's chat, as far as Telegram lets a bot: all that showed a question, and their own
    by their ids, each with the instant it was sent (UTC)."""

    person: int
    ask: str
    messages: tuple[tuple[int, datetime], ...] = ()


Removal = RemoveMemory | RemoveMemories | RemoveNudge | RemoveInvitation | Erase
