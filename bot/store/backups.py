"""Which backups there are to be: what they are called, when one is due, and which of them stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

QUIET_HOUR: Final = 3
"""On the machine's clock: from then on the day's backup is due."""

KEPT: Final = 11
"""So many backups are kept when nothing else is set: seven days and four weeks."""

_NAME: Final = re.compile(r"coach-(\d{4}-\d\d-\d\d)(?:-\d+)?\.db")
_DAYS, _WEEKS = 7, 4


def name_of(day: date, number: int = 1) -> str:
    """The name of the backup of a day in UTC; of a second one, where the first name is taken, and so on."""
    return f"coach-{day.isoformat()}{'' if number == 1 else f'-{number}'}.db"


def day_of(name: str) -> date | None:
    """The day of the backup that has a name; None for a name that the coach gives to none."""
    found = _NAME.fullmatch(name)
    try:
        return None if found is None else date.fromisoformat(found[1])
    except ValueError:
        return None


def is_due(newest: date | None, now: datetime) -> bool:
    """Whether a backup is to be made, if the newest is of that day in UTC: none is there since the quiet hour was last.

    `now` is aware, in the machine's own zone.
    """
    quiet = now.replace(hour=QUIET_HOUR, minute=0, second=0, microsecond=0)
    if now < quiet:
        quiet -= timedelta(days=1)
    return newest is None or newest < quiet.astimezone(UTC).date()


def staying(days: Iterable[date], most: int) -> set[date]:
    """Of the days that there are backups of, those whose backups stay: at most so many, and the newest always.

    They are the last seven days; of what is older the newest of each week, four times; of what is older still the
    newest of each month. Of a long row of them it is the oldest that go.
    """
    left = sorted(set(days), reverse=True)
    stay = left[:_DAYS]
    stay += _newest_of_each(left[len(stay) :], lambda day: day.isocalendar()[:2])[:_WEEKS]
    stay += _newest_of_each([day for day in left if day < stay[-1]] if stay else [], lambda day: (day.year, day.month))
    return set(stay[: max(1, most)])


def _newest_of_each(days: Sequence[date], of: Callable[[date], tuple[int, int]]) -> list[date]:
    newest: dict[tuple[int, int], date] = {}
    for day in days:
        newest.setdefault(of(day), day)
    return list(newest.values())
