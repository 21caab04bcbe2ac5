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
    firm = _firm(founds)
    return tuple(sorted(_in_all(firm) or frozenset[date]().union(*(found.dates for found in firm))))


def contradict(founds: list[DayFound]) -> bool:
    """Tell whether no day is meant by all of several mentions."""
    return len(founds) > 1 and not _in_all(_firm(founds))


def _firm(founds: list[DayFound]) -> list[DayFound]:
    """Those that tell a date, where the weekday beside them is that date's."""
    firm = [found for found in founds if found.weekday is None]
    weekdays = {found.weekday for found in founds} - {None}
    fits = len(weekdays) == 1 and all(day.weekday() in weekdays for found in firm for day in found.dates)
    return firm if firm and fits else founds


def _in_all(founds: list[DayFound]) -> frozenset[date]:
    sets = [frozenset(found.dates) for found in founds]
    return frozenset.intersection(*sets) if sets else frozenset()
