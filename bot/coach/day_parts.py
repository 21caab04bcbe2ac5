"""The part of the day that a person has picked for what nobody asked for: when it is, by the clock on their wall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.engine.quiet import outside_quiet
from bot.model.seasons import DayPart
from bot.model.state import Person

HOURS: Final[Mapping[DayPart, tuple[int, int]]] = {
    "morning": (7, 12),
    "midday": (11, 16),
    "evening": (17, 23),
    "any": (0, 24),
}
"""From which hour on, and before which, each part is: wide enough for most of it to lie outside anybody's quiet
hours."""

MIDDLE: Final[Mapping[DayPart, int]] = {"morning": 9, "midday": 13, "evening": 19, "any": 19}
"""The hour at which what belongs to a day comes on it: the evening where nobody said. One message at eight in the
evening was followed by more use than any other (Drink Less, n = 350); an hour earlier leaves time for it."""

_TRIES: Final = 4
"""Quiet hours and a part of the day alternate once a day; after so many steps they never meet."""


def on_day(day: date, person: Person) -> datetime:
    """When what belongs to a day of the person's own calendar comes on it, in UTC."""
    return _at(day, MIDDLE[person.day_part], person)


def in_their_part(person: Person, instant: datetime) -> datetime:
    """The first moment from `instant` on that is in the person's part of the day and outside their quiet hours. Where
    the two never meet, quiet hours alone decide."""
    moment = instant
    for _ in range(_TRIES):
        moment = outside_quiet(moment, [person])
        begins = _begin(person, moment)
        if begins is None:
            return moment
        moment = begins
    return outside_quiet(instant, [person])


def _begin(person: Person, moment: datetime) -> datetime | None:
    """When the person's part of the day begins next; None while it lasts."""
    first, last = HOURS[person.day_part]
    local = moment.astimezone(ZoneInfo(person.zone))
    if first <= local.hour < last:
        return None
    day = local.date() + timedelta(days=local.hour >= last)
    # Of an hour that the clocks skip what comes after it counts, and it must lie ahead.
    return max(_at(day, first, person), moment + timedelta(minutes=1))


def _at(day: date, hour: int, person: Person) -> datetime:
    # By the calendar: where the clocks change, the day before is not 24 hours ago.
    return datetime.combine(day, time(hour), ZoneInfo(person.zone)).astimezone(UTC)
