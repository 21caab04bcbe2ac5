"""Spans: a length of time inside a longer text, as in "*in two hours*" or "tomorrow at six *for an hour*"."""

from __future__ import annotations

from bot.understand.duration import read_duration
from bot.understand.timewords import Line
from bot.understand.words import TONGUES, set_of

_UNITS = set_of(
    """m min mins minute minutes minuto minutos minutito minutitos h hr hrs hs hour hours hora horas horita horitas d
    day days dia dias week weeks wk wks semana semanas fortnight"""
)
_STARTERS = _UNITS | set_of("half quarter couple par medio media cuarto three tres").union(
    *(tongue.articles | tongue.numbers.keys() | tongue.hundreds.keys() for tongue in TONGUES.values())
)
_ENDERS = _UNITS | set_of("half quarter quarters cuarto cuartos medio media")
_FILLERS = set_of("about around like roughly approx unas unos como aproximadamente another the next otra otras otros")
_INTO = set_of("in within en tras after")
_LONGEST = 8
# Each try costs; nobody names so many.
_MOST_LENGTHS = 20
_FIGURES = ("number", "clock", "decimal", "date")


def find_span(line: Line, at: int) -> tuple[int, int] | None:
    """Return (minutes, position after it) of the longest length of time that begins at a position, or None."""
    if at not in line.spans:
        line.spans[at] = _find_span(line, at)
    return line.spans[at]


def _find_span(line: Line, at: int) -> tuple[int, int] | None:
    if line.word(at) not in _STARTERS and line.kind(at) not in _FIGURES:
        return None
    stop = min(at + _LONGEST, len(line))
    if line.kind(at) == "clock" and "h" in line.pieces[at].text:
        minutes = read_duration(line.pieces[at].text, line.language)
        return (minutes, at + 1) if minutes is not None else None
    if not any(word in _UNITS for word in line.words[at:stop]):
        return None
    line.lengths += 1
    if line.lengths > _MOST_LENGTHS:
        return None
    for end in range(stop, at, -1):
        if line.word(end - 1) in _ENDERS or (line.kind(end - 1) == "number" and end - at > 2):
            said = line.words[at:end]
            if not any(word in _UNITS for word in said):
                continue
            minutes = read_duration(" ".join(piece.text for piece in line.pieces[at:end]), line.language)
            if minutes is not None:
                return minutes, end
    return None


def find_wait(line: Line, at: int) -> tuple[int, int] | None:
    """Return (minutes from now, position after it) of "in two hours" or "two hours from now" at a position."""
    start = at
    if line.word(at) in _INTO:
        start = at + 1
    elif line.words[at : at + 2] == ["dentro", "de"]:
        start = at + 2
    span = find_span(line, _skip_all(line, start))
    if span is None:
        return None
    minutes, end = span
    for tail in (["from", "now"], ["desde", "ahora"], ["later"]):
        if line.words[end : end + len(tail)] == tail:
            return minutes, end + len(tail)
    return span if start > at else None


def _skip_all(line: Line, at: int) -> int:
    while line.word(at) in _FILLERS:
        at += 1
    return at
