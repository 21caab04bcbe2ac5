"""Clocks in place of a city: "UTC+5:30", "Europe/London" -> a place that goes by them, or which of several is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from bot.understand.atlas import Row, atlas, clock_of, key

_KNOWN: Final = 200_000
"""A city with as many people is one by which others find theirs."""
_IN_SUMMER: Final = 0.25
"""How likely a clock is meant that is so only in summer, beside one that always is."""
_UNIVERSAL: Final = re.compile(
    r"(?:utc|gmt|zulu)\s*(?:([+\-\u2212\u2013])\s*(\d{1,2})(?:[:.]?([0-5]\d))?)?(?: ?h(?:ours)?)?", re.IGNORECASE
)


def minutes_from_utc(text: str) -> int | None:
    """How far "UTC+5:30" is ahead of UTC, in minutes; None for what says no such thing."""
    match = _UNIVERSAL.fullmatch(text)
    if match is None:
        return None
    minutes = int(match[2] or 0) * 60 + int(match[3] or 0)
    return minutes if match[1] in (None, "+") else -minutes


def by_clock(minutes: int, nearness: Callable[[Row], int]) -> Sequence[Row]:
    """The largest city of each clock that is so far from UTC in some part of the year, likeliest first: where it is so
    by the year's standard before where it is so in summer."""
    rows = [row for row in _of_each_clock() if minutes in clock_of(row.zone)]
    by_standard = [row for row in rows if min(clock_of(row.zone)) == minutes] or rows
    likely = {row: row.people * nearness(row) * (1 if row in by_standard else _IN_SUMMER) for row in rows}
    known = [row for row in rows if row.people >= _KNOWN] or rows
    return sorted(known, key=lambda row: -likely[row])


def named_zone(text: str) -> Row | None:
    """The city that a time zone is called after, or its largest: "Europe/London"."""
    zone = _zones().get(text.casefold())
    if zone is None:
        return None
    name = key(zone.rpartition("/")[2])
    there = [row for at in atlas().called(name) if (row := atlas().row(at)).zone == zone]
    return max(there, key=lambda row: row.people, default=None)


@cache
def _of_each_clock() -> tuple[Row, ...]:
    return tuple(map(atlas().row, atlas().clocks()))


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): ZoneInfo(name).key for name in available_timezones() if "/" in name}
