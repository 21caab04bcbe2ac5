"""What can come with a message beside its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.rhythm import Rhythm
from bot.model.script import Attachment


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a calendar file holds that is not made from its reader's memory: theirs of a plan that is no more, or the
    partner's, with nothing but what they are told. Both ends are aware; `changes` counts how often it has
    changed, for the partner how often they were told."""

    id: str
    started: datetime
    until: datetime
    changes: int
    title: str | None = None
    cancelled: bool = False
    rhythm: Rhythm | None = None
    """How often it comes again, where it does; then `started` is its first time."""


@dataclass(frozen=True, slots=True)
class Keepsake:
    """A card with what one person wrote of another: its passages, and their names as they are now."""

    passages: tuple[str, ...]
    to: str
    by: str


Attached = Attachment | Appointment | Keepsake
"""What may come with a message."""
