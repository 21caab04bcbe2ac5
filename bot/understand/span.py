"""Spans: a length of time inside a longer text, as in "*in two hours*" or "tomorrow at six *for an hour*"."""

from __future__ import annotations

from collections.abc import Set
from functools import cache

from bot.understand.duration import read_duration
from bot.understand.languages import vocabulary
from bot.understand.timewords import Line
from bot.understand.words import tongues

_LONGEST = 8
# Each try costs; nobody names so many.
_MOST_LENGTHS = 20
_FIGURES = ("number", "clock", "decimal", "date")


@cache
def _starters() -> frozenset[str]:
    """Words that a length of time may begin with."""
    said = (t.articles | t.pairs | t.numbers.keys() | t.hundreds.keys() for t in tongues().values())
    return _enders().union(*said)


@cache
def _enders() -> frozenset[str]:
    """Words that a length of time may end with."""
    return vocabulary().duration.plain_units.union(*(t.halves | t.quarters for t in tongues().values()))


def find_span(line: Line, at: int) -> tuple[int, int] | None:
    """Return (minutes, position after it) of the longest length of time that begins at a position, or None."""
    if at not in line.spans:
        line.spans[at] = _find_span(line, at)
    return line.spans[at]


def _find_span(line: Line, at: int) -> tuple[int, int] | None:
    if line.word(at) not in _starters() and line.kind(at) not in _FIGURES:
        return None
    stop, units = min(at + _LONGEST, len(line)), vocabulary().duration.plain_units
    if line.kind(at) == "clock" and "h" in line.pieces[at].text:
        minutes = read_duration(line.pieces[at].text, line.language)
        return (minutes, at + 1) if minutes is not None else None
    if not any(word in units for word in line.words[at:stop]):
        return None
    line.lengths += 1
    if line.lengths > _MOST_LENGTHS:
        return None
    for end in range(stop, at, -1):
        if line.word(end - 1) in _enders() or (line.kind(end - 1) == "number" and end - at > 2):
            said = line.words[at:end]
            if not any(word in units for word in said):
                continue
            minutes = read_duration(" ".join(piece.text for piece in line.pieces[at:end]), line.language)
            if minutes is not None:
                return minutes, end
    return None


def find_wait(line: Line, at: int) -> tuple[int, int] | None:
    """Return (minutes from now, position after it) of "in two hours" or "two hours from now" at a position."""
    start, words = at, vocabulary().duration
    if line.word(at) in words.into:
        start = at + 1
    elif _stands(line, at, words.into_two):
        start = at + 2
    span = find_span(line, _skip_all(line, start, words.fillers))
    if span is None:
        return None
    minutes, end = span
    tail = next((tail for tail in words.from_now if _stands(line, end, {tail})), None)
    if tail is not None:
        return minutes, end + len(tail.split())
    return span if start > at else None


def _stands(line: Line, at: int, phrases: Set[str]) -> bool:
    return any(line.words[at : at + len(phrase.split())] == phrase.split() for phrase in phrases)


def _skip_all(line: Line, at: int, words: frozenset[str]) -> int:
    while line.word(at) in words:
        at += 1
    return at
