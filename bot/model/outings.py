"""Time away: where somebody is, what is planned, and what has no day yet. Mutable as the state that it is part of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(slots=True)
class Outing:
    """A current time away. Who has one is out."""

    id: str
    kind: Literal["space", "leave"]
    revision: int
    started: datetime
    until: datetime
    what: str | None = None
    dialog: str = "leave"
    """The dialog that planned it: its nudges are set anew when it moves."""
    hushed: bool = False
    """Its time was chosen before the person asked for quiet: while that lasts, nothing is said of it."""
    within: Outing | None = None
    """A shorter one that it began in: what was told of that stays true."""
    told: int = 0
    """At which revision the present partner heard of it last, if ever: by the answers to the questions `shown`."""
    shown: list[str] = field(default_factory=list)
    tellings: int = 0
    """How often they heard of it. Their calendar counts by that: how often it has changed unsaid is not theirs to
    know."""


@dataclass(slots=True)
class Undated:
    """Time away that is planned for some day: what it is, and which dialog planned it."""

    id: str
    revision: int
    what: str | None = None
    dialog: str = "leave"
    told: int = 0
    shown: list[str] = field(default_factory=list)
    tellings: int = 0
