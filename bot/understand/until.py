"""Lengths of time told by their end: "until noon", "hasta las 12", "back on Sunday" -> minutes from a start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from bot.understand.folding import fold
from bot.understand.languages import vocabulary
from bot.understand.moment import Moment, Unclear, read_moment
from bot.understand.stretch import ends_on, later_ends
from bot.understand.tokens import number_word

_HALF_A_DAY = timedelta(hours=12)
_LONGEST_UNSAID = 12 * 60
"""Nobody who leaves in the evening until one means one in the afternoon: a longer way needs its day or half said."""
_LONGEST_AT_ALL = 18 * 60
"""Nor does anybody without saying a day: what is further off is asked."""
_GONE = ("past", "no_such_day")
_MOST = 4
_AT = "at"
_FEW_WORDS = 3
_SURE = re.compile(r"\b(?:[ap]\W?m|1[3-9]|2[0-4]|0\d|[ap]\. ?m)\b|\d[ap]\W?m\b|\b(?:1[3-9]|2[0-4])(?=h)")


@cache
def _until() -> re.Pattern[str]:
    words = vocabulary().clock
    pattern = rf"(?:(?:{'|'.join(words.only)}) )?(?:{'|'.join(words.until)})\s+(?P<end>.+)"
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"(?P<before>.*?)\b(?:{'|'.join(vocabulary().duration.ends)})\s+(?P<end>.+)", re.DOTALL)


def read_until(text: str, language: str, start: datetime) -> int | tuple[datetime, ...] | None:
    """Return the whole minutes from `start` (aware, in the zone of whoever typed) to the end that a text names; or, in
    UTC, the ends that may be meant where it leaves open which, at most four, none before the start.

    None where it names none.
    """
    guessed = False
    for end, alone in (*_named(text), *_stretch(text, start)):
        found = _end(end, language, start)
        if alone and found is not None:
            return found
        if isinstance(found, int):
            return (start.astimezone(UTC) + timedelta(minutes=found),)
        guessed = guessed or (alone and _moment(end, language, start) is None)
    return (ends_on(start.date(), start) or later_ends(start) or None) if guessed else None


def _named(text: str) -> Iterator[tuple[str, bool]]:
    """What a text says after "until", and whether that is all that it says about time."""
    said = _until().fullmatch(text.strip())
    if said is not None:
        yield said["end"], True
    said = _ends().fullmatch(fold(text))
    if said is not None:
        yield said["end"], not any(word.isdigit() or number_word(word) for word in said["before"].split())


def _stretch(text: str, start: datetime) -> Iterator[tuple[str, bool]]:
    """The end of a stretch that is told by both, and whether it begins at the start: "10am to 1pm", "10 a 12:30"."""
    said = _from_to().fullmatch(fold(text))
    if said is not None:
        hour = int(re.findall(r"\d+", said["begin"])[0])
        yield said["end"], hour % 12 == start.hour % 12 and start.minute == 0


@cache
def _from_to() -> re.Pattern[str]:
    clock = vocabulary().clock
    begin = rf"(?:(?:{'|'.join(sorted(clock.open_range))}) )?(?:(?:{'|'.join(sorted(clock.the))}) )?"
    joint = rf"(?: (?:{'|'.join(sorted(clock.range))}|y|and) | ?- ?)"
    return re.compile(rf"{begin}(?P<begin>\d+(?::\d\d)? ?(?:[ap]m|h)?){joint}(?P<end>(?:(?:las|la) )?\d[^,;]*)")


def _end(said: str, language: str, start: datetime) -> int | tuple[datetime, ...] | None:
    if _late(said):
        return later_ends(start) or None
    found = _moment(said, language, start)
    if isinstance(found, Unclear):
        return _which(found, start)
    if found is None:
        return None
    length = found.at - start.astimezone(UTC)
    minutes = int(length.total_seconds()) // 60
    if minutes <= 0:
        return None
    if not found.day_said and minutes > _LONGEST_AT_ALL:
        return (found.at,)
    if not found.day_said and minutes > _LONGEST_UNSAID and not _half_said(said):
        # Of both ones it is rather the next.
        return (found.at - _HALF_A_DAY, found.at)
    return minutes


def _moment(said: str, language: str, start: datetime) -> Moment | Unclear | None:
    """The moment that an end names: after "until" even "one" is an hour."""
    return read_moment(said, language, start) or read_moment(f"{_AT} {said}", "en", start)


def _late(said: str) -> bool:
    """Whether it is only said to be late: "hasta tarde", but not "hasta la tarde"."""
    words, late = fold(said).split(), vocabulary().duration
    return words[-1:] != [] and words[-1] in late.late and late.this.isdisjoint(words) and len(words) < _FEW_WORDS


def _which(found: Unclear, start: datetime) -> int | tuple[datetime, ...] | None:
    """What must be asked back: but an end has a start, and of both elevens it is the next one."""
    options = [at for at in found.options if at > start]
    if found.reason == "which_half" and options and not found.days:
        return int((options[0] - start.astimezone(UTC)).total_seconds()) // 60
    if found.reason in _GONE:
        return None
    if not options and found.days:
        options = list(ends_on(found.days[0], start))
    return tuple(options[-_MOST:]) or None


def _half_said(said: str) -> bool:
    """Whether nothing is left open about the half of the day: "2am", "midnight", "18:00"."""
    clock, folded = vocabulary().clock, fold(said)
    parts = {word for name in type(clock.parts).model_fields for word in getattr(clock.parts, name)}
    named = clock.noon | clock.midnight | parts
    return _SURE.search(folded) is not None or not named.isdisjoint(re.split(r"\W+", folded))
