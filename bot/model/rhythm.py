"""How often something comes again: the days on which it does, by its owner's own calendar."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeGuard, get_args

Rhythm = Literal["daily", "weekdays", "weekends", "weekly"]
"""Every day; Monday to Friday; Saturday and Sunday; or each week, on the weekday of its first day."""

_SATURDAY = 5


def is_rhythm(name: object) -> TypeGuard[Rhythm]:
    """Whether a word is one of the rhythms that there are."""
    return name in get_args(Rhythm)


def falls_on(rhythm: Rhythm, day: date, first: date) -> bool:
    """Whether something that comes in a rhythm, from its first day on, comes on a day."""
    if day < first:
        return False
    weekday = day.weekday()
    match rhythm:
        case "daily":
            return True
        case "weekdays":
            return weekday < _SATURDAY
        case "weekends":
            return weekday >= _SATURDAY
        case "weekly":
            return weekday == first.weekday()
