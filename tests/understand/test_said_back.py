"""What is said back, read again, gives the same moment: in five zones, in the regions of both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from bot.script.times import Times
from bot.understand.moment import Moment, read_moment

ZONES: Final = ("Europe/London", "Europe/Madrid", "America/New_York", "America/Mexico_City", "Australia/Lord_Howe")
LOCALES: Final = ("en_GB", "en_US", "en_AU", "es_ES", "es_MX", "es_AR")
FIRST: Final = date(2026, 11, 1)
DAYS: Final = 2 * 365
AHEAD: Final = timedelta(days=1, hours=3)
HOURS: Final = (0, 1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 18, 19, 20, 21, 23)
MINUTES: Final = (0, 5, 15, 30, 45)


def told(at: datetime, locale: str, zone: ZoneInfo, now: datetime) -> str:
    """A moment as the coach says it back, with its day."""
    return str(Times(locale[:2], locale, zone, now).moment(at).full)


def moments(zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """A moment on each day of two years, at an hour that moves on, and the time at which it is said."""
    for n in range(DAYS):
        day, hour, minute = FIRST + timedelta(days=n), HOURS[n % len(HOURS)], MINUTES[n % len(MINUTES)]
        at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
        yield at, (at - AHEAD).astimezone(zone)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("zone", ZONES)
def test_what_is_said_back_is_read_as_the_same_moment(zone: str, locale: str) -> None:
    wrong = []
    for at, now in moments(ZoneInfo(zone)):
        said = told(at, locale, ZoneInfo(zone), now)
        read = read_moment(said, locale.replace("_", "-"), now)
        if not isinstance(read, Moment) or read.at != at:
            wrong.append(f"{said!r}, said at {now:%a %Y-%m-%d %H:%M}: {read}")
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/Madrid", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("Europe/London", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2027, 4, 3, 14, 45, tzinfo=UTC)),
    ],
)
def test_the_hour_that_comes_twice_says_which(zone: str, first: datetime, locale: str) -> None:
    here = ZoneInfo(zone)
    wall = first.astimezone(here)
    second = wall.replace(fold=1).astimezone(UTC)
    assert second > first
    now = (first - AHEAD).astimezone(here)
    said = [told(at, locale, here, now) for at in (first, second)]
    assert said[0] != said[1]
    for at, text in zip((first, second), said, strict=True):
        assert read_moment(text, locale.replace("_", "-"), now) == Moment(at, day_said=True, clock_said=True), text
