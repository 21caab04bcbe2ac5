"""Dates and times by plain arithmetic: weekdays, feasts, the n-th of a month, clocks that are put forward."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LONG_PAST = 90
"""So many days after a date it is next year's that is meant; sooner, nobody can know."""
JUST_PAST = 14

Yearly = Callable[[int], date]
"""Something that comes once a year: its day in the year given."""


class UnclearError(Exception):
    """The rules do not settle what such words mean here: such a phrase is not made."""


def coming_weekday(today: date, weekday: int) -> date:
    """The first such weekday that begins after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def weekday_before(day: date, weekday: int) -> date:
    """The last such weekday before a day."""
    return day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)


def of_week(day: date, weekday: int) -> date:
    """The weekday in the week of a day; weeks begin on Monday."""
    return day + timedelta(days=weekday - day.weekday())


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The n-th such weekday of a month, from 1 on; -1 is the last."""
    if nth < 0:
        end = month_end(date(year, month, 1))
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def month_end(day: date) -> date:
    """The last day of the month that a day is in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_later(day: date, months: int) -> date:
    """The same day so many months later; unclear where that month has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return date(day.year + years, month + 1, day.day)
    except ValueError:
        raise UnclearError from None


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian reckoning (Meeus, Jones, Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def fixed(month: int, day: int) -> Yearly:
    """The same date every year."""
    return lambda year: date(year, month, day)


def from_easter(days: int) -> Yearly:
    """So many days after Easter Sunday."""
    return lambda year: easter(year) + timedelta(days=days)


def nth(month: int, weekday: int, number: int, days: int = 0) -> Yearly:
    """The n-th weekday of a month, and so many days after it."""
    return lambda year: nth_weekday(year, month, weekday, number) + timedelta(days=days)


def coming(yearly: Yearly, today: date) -> date:
    """The next time that it comes after today; unclear if it is today or was a short while ago."""
    here = yearly(today.year)
    if here > today:
        return here
    if (today - here).days < LONG_PAST:
        raise UnclearError
    return yearly(today.year + 1)


def just_past(yearly: Yearly, today: date) -> tuple[date, date]:
    """A day of the last two weeks, and next year's; unclear if it is no such day."""
    here = yearly(today.year)
    if not 1 <= (today - here).days <= JUST_PAST:
        raise UnclearError
    return here, yearly(today.year + 1)


def coming_day_of_month(today: date, number: int) -> date:
    """The next day after today that has this number in its month."""
    if today.day == number:
        raise UnclearError
    day = today + DAY
    while day.day != number:
        day += DAY
    return day


def weekend_days(today: date) -> tuple[date, date]:
    """Saturday and Sunday of the weekend to come; unclear while it is weekend."""
    if today.weekday() > FRIDAY:
        raise UnclearError
    saturday = coming_weekday(today, SATURDAY)
    return saturday, saturday + DAY


def later(now: datetime, zone: str, wait: timedelta) -> datetime:
    """The wall time so much later as a stop-watch counts, whatever the clocks do meanwhile."""
    return (now.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) + wait).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def elsewhere(wall: datetime, zone: str, other: str) -> datetime:
    """What the clocks of another zone show at a wall time of the first."""
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo(other)).replace(tzinfo=None)


def comes_once(wall: datetime, zone: str) -> bool:
    """Whether a wall time comes exactly once: neither left out nor shown twice when the clocks change."""
    place = ZoneInfo(zone)
    return wall.replace(tzinfo=place, fold=0).utcoffset() == wall.replace(tzinfo=place, fold=1).utcoffset()
