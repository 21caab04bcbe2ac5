"""The hours between which somebody wants quiet: "yes but from 11", "22 to 7" -> when they begin, when they end.

Between them lies a night: where the half of the day is left open, they begin in the evening and end in the morning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from bot.understand.clock import find_part, hour_at
from bot.understand.folding import fold
from bot.understand.hour import Hour
from bot.understand.languages import vocabulary
from bot.understand.timewords import Line, calendar

Edge = Literal["start", "end"]

_DAY: Final = 24 * 60
_EVENING: Final = 22 * 60
_MORNING: Final = 8 * 60
_NEARBY: Final = 4 * 60
"""So far from a usual evening or morning an hour is still one of it."""

_FROM, _UNTIL, _TO = "from", "until", "to"
_DASH: Final = re.compile(r"(?<=[\w.])\s*[-–—]+\s*(?=\d|las\b)")
_BARE_RANGE: Final = re.compile(r"(?<!from )(?<!until )(?<!at )(?<![\d:.])\d{1,2} to (?=\d)")
"""Two hours, and not minutes before one: "10 to 6"."""
_RUN_TOGETHER: Final = re.compile(r"\b([01]\d|2[0-3])([0-5]\d)\b")
_COUNTED: Final = frozenset({"number", "clock", "decimal"})


@dataclass(frozen=True)
class _Said:
    """An hour, what led to it, and whether it follows the one before as the other end."""

    times: tuple[int, ...]
    """In minutes after midnight: one, or both halves of the day."""
    lead: Edge | None
    joined: bool


def read_quiet(text: str, language: str) -> tuple[int | None, int | None]:
    """Return when the quiet that a text asks for begins and ends, in minutes after midnight; None for what it leaves
    open, both where it says no such thing, or something of some nights only."""
    line = Line(_plainly(text), language)
    said = _said(line)
    if said is None or _is_of_some_nights(line):
        return None, None
    match said:
        case [one]:
            return _alone(one)
        case [one, other] if other.joined and one.lead != "end":
            return _nearest(one.times, _EVENING), _nearest(other.times, _MORNING)
        case [one, other] if {one.lead, other.lead} == {"start", "end"}:
            starts, ends = (one, other) if one.lead == "start" else (other, one)
            return _nearest(starts.times, _EVENING), _nearest(ends.times, _MORNING)
    return None, None


@cache
def _leads() -> tuple[tuple[re.Pattern[str], str], ...]:
    words = vocabulary().quiet
    return (
        *((re.compile(rf"\b(?:{each})\b"), f" {_UNTIL} ") for each in words.ends),
        *((re.compile(rf"\b(?:{each})\b"), f" {_FROM} ") for each in words.begins),
    )


def _plainly(text: str) -> str:
    """The text with one word each for what says that they begin and that they end."""
    plain = _RUN_TOGETHER.sub(r"\1:\2", _DASH.sub(f" {_TO} ", fold(text)))
    for pattern, word in _leads():
        plain = pattern.sub(word, plain)
    return _BARE_RANGE.sub(rf"{_FROM} \g<0>", plain)


def _is_of_some_nights(line: Line) -> bool:
    some = vocabulary().quiet.not_each_night.union(calendar().weekdays)
    return any(word in some or word.removesuffix("s") in some for word in line.words)


def _said(line: Line) -> Sequence[_Said] | None:
    """The hours of a text in their order; None where a number is none."""
    found: list[_Said] = []
    at = after = 0
    while at < len(line):
        hour = hour_at(line, at)
        if hour is None:
            if line.kind(at) in _COUNTED:
                return None
            at += 1
            continue
        part = next((p for n in range(hour.end, len(line)) if (p := find_part(line, n))), None)
        if any(hour_at(line, n) is not None for n in range(hour.end, _first_part(line, hour.end))):
            part = None
        times = _times(hour.hour.certain(part), hour.hour)
        if not times:
            return None
        before = [line.word(n) for n in range(after, at)]
        corrected = bool(found) and not vocabulary().name.corrections.isdisjoint(before)
        joins = any(word in vocabulary().quiet.between | {_UNTIL} for word in before)
        joined, lead = bool(found) and joins and not corrected, _lead(before)
        if corrected:
            # "From 10, no, 11": the first is taken back.
            wrong = found.pop()
            joined, lead = wrong.joined, lead or wrong.lead
        found.append(_Said(times, lead, joined))
        at = after = hour.end
    return found


def _first_part(line: Line, at: int) -> int:
    """Where the next part of the day is named."""
    return next((n for n in range(at, len(line)) if find_part(line, n)), at)


def _lead(before: Sequence[str]) -> Edge | None:
    lead = next((word for word in reversed(before) if word in (_FROM, _UNTIL)), None)
    return {_FROM: "start", _UNTIL: "end"}.get(lead or "")  # type: ignore[return-value]


def _times(certain: int | None, hour: Hour) -> tuple[int, ...]:
    if certain is not None:
        return (certain % _DAY,) if certain >= 0 else ()
    return tuple((hour.hour * 60 + hour.minute + half) % _DAY for half in (0, _DAY // 2))


def _alone(one: _Said) -> tuple[int | None, int | None]:
    """One hour: by what led to it, and in doubt by the half of the day that it is of."""
    evening, morning = _nearest(one.times, _EVENING), _nearest(one.times, _MORNING)
    if one.lead == "start":
        # "You can write from 7 am" tells when they end.
        ends = evening == morning and _is_near(morning, _MORNING) and not _is_near(evening, _EVENING)
        return (None, morning) if ends else (evening, None)
    if one.lead == "end":
        starts = evening == morning and _is_near(evening, _EVENING) and not _is_near(morning, _MORNING)
        return (evening, None) if starts else (None, morning)
    begins, ends = _is_near(evening, _EVENING), _is_near(morning, _MORNING)
    if begins == ends:
        return None, None
    return (evening, None) if begins else (None, morning)


def _nearest(times: Sequence[int], usual: int) -> int:
    return min(times, key=lambda time: _apart(time, usual))


def _is_near(time: int, usual: int) -> bool:
    return _apart(time, usual) <= _NEARBY


def _apart(one: int, other: int) -> int:
    return min((one - other) % _DAY, (other - one) % _DAY)
