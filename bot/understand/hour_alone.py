"""A time of day asked for alone, as in "from when shall I be quiet?": "22:00", "de 10 a 6", "until seven"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.understand.clock import find_hour, find_part, hour_at
from bot.understand.hour import Hour
from bot.understand.timewords import Line, Part

_DAY = 24 * 60
_NEARBY = 3 * 60
"""So near to a time that is asked about what somebody says with "until" is meant for it."""


def read_hour(text: str, language: str, near: Sequence[int]) -> int | None:
    """Return the time of day that a text names, in minutes after midnight, or None if it names none or two.

    "22:00", "10 pm", "half past ten at night", "las once de la noche". Where the half of the day is left open
    ("eleven") it is the one that comes nearest to a time of `near` (minutes after midnight). Of a stretch ("from 10 to
    6"), and of "until six", only what comes near those times is meant.
    """
    line = Line(text, language)
    stretch = _stretch(line, near)
    if stretch is not None:
        return stretch
    hours, parts, at, bound = set[Hour](), set[Part](), 0, False
    while at < len(line):
        found, part = find_hour(line, at), find_part(line, at)
        if found is not None:
            hours.add(found.hour)
            bound = bound or found.bound
        elif part is not None:
            parts.add(part)
        at = found.end if found is not None else at + 1
    if line.refused() or len(hours) != 1 or len(parts) > 1:
        return None
    hour = hours.pop()
    minutes = hour.certain(parts.pop() if parts else None)
    if minutes is None:
        # "Until seven" is in the morning: what is kept free of words is a night.
        until = bound and any(line.word(n) in line.clock.bounds & line.clock.range for n in range(len(line)))
        minutes = _either_half(hour)[0] if until else _nearest(_either_half(hour), near)
    elif minutes < 0:
        return None
    minutes %= _DAY
    return None if bound and _distance(minutes, near) > _NEARBY else minutes


def _stretch(line: Line, near: Sequence[int]) -> int | None:
    """The end of a stretch of time that comes nearer to the times asked about; the later one where both are as near."""
    if line.refused() or not near:
        return None
    for at in range(len(line)):
        lead = at - 2 if line.word(at - 1) in line.clock.the else at - 1
        start = hour_at(line, at) if line.word(lead) in line.clock.open_range else None
        if start is None:
            continue
        joint = _joint(line, start.end)
        stop = hour_at(line, line.skip(joint + 1, line.clock.the)) if joint is not None else None
        if joint is None or stop is None:
            return None
        own = {part for n in range(start.end, joint) if (part := find_part(line, n)) is not None}
        parts = {part for n in range(stop.end, len(line)) if (part := find_part(line, n)) is not None}
        ends = (_reading(stop.hour, parts, near), _reading(start.hour, own, near))
        return min((end for end in ends if end is not None), key=lambda end: _distance(end, near), default=None)
    return None


def _joint(line: Line, at: int) -> int | None:
    """Where the word stands that leads to the end of a stretch, past the part of the day of its beginning."""
    while line.word(at) not in line.clock.range:
        if find_part(line, at) is None and line.word(at) not in line.clock.particles | line.clock.the:
            return None
        at += 1
    return at


def _reading(hour: Hour, parts: Collection[Part], near: Sequence[int]) -> int | None:
    """What an hour of a stretch stands for, in minutes after midnight."""
    minutes = hour.certain(next(iter(parts)) if len(parts) == 1 else None)
    if minutes is None:
        return _nearest(_either_half(hour), near)
    return minutes % _DAY if minutes >= 0 else None


def _either_half(hour: Hour) -> list[int]:
    return [(hour.hour * 60 + hour.minute + half) % _DAY for half in (0, _DAY // 2)]


def _nearest(times: Sequence[int], near: Sequence[int]) -> int:
    return min(times, key=lambda time: _distance(time, near))


def _distance(time: int, near: Sequence[int]) -> int:
    return min((_apart(time, other) for other in near), default=0)


def _apart(one: int, other: int) -> int:
    return min((one - other) % _DAY, (other - one) % _DAY)
