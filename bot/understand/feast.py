"""Feasts that move: Easter and what hangs on it, Thanksgiving -> the next such day.

Feasts with a date of their own stand in the phrases of day.yaml, as that date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from dateutil.easter import easter
from dateutil.relativedelta import TH, relativedelta

from bot.understand.found_day import DayFound
from bot.understand.timewords import Line


def _beside_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


def _thanksgiving(year: int) -> date:
    return date(year, 11, 1) + relativedelta(weekday=TH(4))


_FEASTS: Final[Mapping[str, Callable[[int], date]]] = {
    "eastersunday": _beside_easter(0),
    "eastermonday": _beside_easter(1),
    "goodfriday": _beside_easter(-2),
    "maundythursday": _beside_easter(-3),
    "thanksgiving": _thanksgiving,
    "blackfriday": lambda year: _thanksgiving(year) + timedelta(days=1),
}
"""The words that the phrases of day.yaml make of a feast's names, in every language."""


def find_feast(line: Line, at: int, today: date) -> DayFound | None:
    """Return the next day of the feast that a text names at a position, or None."""
    day_in = _FEASTS.get(line.word(at))
    if day_in is None:
        return None
    this_year = day_in(today.year)
    return DayFound("days", (this_year if this_year >= today else day_in(today.year + 1),), at + 1)
