"""Found days: what days a piece of text may mean, and where it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class DayFound:
    """The days that a piece of text may mean (ascending), and the position after it.

    sort: "days": they stand in `dates` (none, if there is no such date); "past": it names a day gone by (`dates` holds
    the same day of next year, if it was a date); "period": a week or month without a day; "today" and "tomorrow": as
    "days", said by these words. weekday: 0 (Monday) to 6, if the day was named by it alone.
    """

    sort: Literal["days", "today", "tomorrow", "past", "period"]
    dates: tuple[date, ...]
    end: int
    weekday: int | None = None


def agreed(founds: list[DayFound]) -> tuple[date, ...]:
    """Return the days that all of several mentions may mean ("tomorrow, Saturday"); if they contradict, all of them."""
    firm = [found for found in founds if found.weekday is None]
    weekdays = {found.weekday for found in founds} - {None}
    if firm and weekdays and all(day.weekday() in weekdays for found in firm for day in found.dates):
        founds = firm
    sets = [frozenset(found.dates) for found in founds]
    both = frozenset.intersection(*sets) if sets else frozenset()
    return tuple(sorted(both or frozenset().union(*sets)))
