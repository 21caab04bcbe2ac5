"""What one causes on the other's phone: when it may go there, and how much of it in a day.

All of it is the reader's own: nothing here looks at, or can be told from, the phone of whoever sends.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.model.state import Person

MOST: Final = 6
"""So many messages a day one person causes on the other's phone; more is joined into the next that may go."""

DAY: Final = timedelta(hours=24)
"""A day that rolls: a calendar day would begin at somebody's own midnight."""


def waits(person: Person, now: datetime) -> bool:
    """Whether what the other sends waits, however little it is: the person is out, or has asked for that."""
    return person.outing is not None or (person.holds_until is not None and now < person.holds_until)


def room(person: Person, now: datetime) -> int:
    """How many messages of the other's may still come within these 24 hours."""
    return MOST - sum(now - moment < DAY for moment in person.reached)


def note(person: Person, now: datetime) -> None:
    """A message of the other's goes to the person."""
    person.reached = [moment for moment in person.reached if now - moment < DAY] + [now]


def opens(person: Person, now: datetime) -> datetime:
    """When the next message of the other's may come."""
    lately = sorted(moment for moment in person.reached if now - moment < DAY)
    return lately[-MOST] + DAY if len(lately) >= MOST else now
