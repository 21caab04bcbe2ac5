"""A season as a calendar: on which days somebody was away, took a breather, or brought something home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale

MOST_WEEKS = 8
"""A calendar shows at most so many weeks, the latest ones."""

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class SeasonDays:
    """The days of a season, both ends included, by its person's own calendar. A day can be several things; days
    outside of the season do not count. Raises ValueError when it ends before it begins."""

    first: date
    last: date
    away: tuple[date, ...] = ()
    breathers: tuple[date, ...] = ()
    home: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a season ends after it begins")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was on any of its days."""
        return not any(self.first <= day <= self.last for day in (*self.away, *self.breathers, *self.home))


def weeks_of(days: SeasonDays, locale: Locale) -> Sequence[Sequence[date | None]]:
    """The weeks of a season, oldest first, each beginning on the day on which weeks begin where its reader is; None is
    a day outside of it. At most MOST_WEEKS, the latest."""
    start = days.first - timedelta(days=(days.first.weekday() - locale.first_week_day) % 7)
    weeks: list[list[date | None]] = []
    while start <= days.last:
        week = [start + timedelta(days=n) for n in range(7)]
        weeks.append([day if days.first <= day <= days.last else None for day in week])
        start += _WEEK
    return weeks[-MOST_WEEKS:]
