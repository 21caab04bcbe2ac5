"""Lengths that end by themselves: "all afternoon", "overnight", "el finde entero" -> the ends that may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final

from bot.understand.folding import fold
from bot.understand.languages import vocabulary
from bot.understand.wall import instant
from bot.understand.words import number_at, tongues_for

_SOONEST: Final = timedelta(minutes=30)
"""Nobody goes for less than that and calls it an afternoon."""
_SUNDAY = 6
_NIGHTS = 14
_HOURS: Final[Mapping[str, tuple[int, ...]]] = {
    "day": (18, 20, 22),
    "morning": (12, 13, 14),
    "afternoon": (18, 19, 20),
    "evening": (21, 22, 23),
    "night": (32, 34, 36),
    "weekend": (18, 20, 22),
}
"""The hours at which each ends, of the day on which it began, or for a weekend of its Sunday."""
_LATE: Final = (20, 22, 24)
_LUNCH: Final = 13
_FOUR_HOURS: Final = timedelta(hours=4)


def read_stretch(text: str, language: str, start: datetime) -> tuple[datetime, ...]:
    """Return the ends, in UTC, of the stretch of time that a text names; nothing where it names none. `start` is aware,
    in the zone of whoever typed."""
    words, folded = vocabulary().duration, fold(text)
    for name in type(words.stretches).model_fields:
        for noun in getattr(words.stretches, name):
            said = re.search(rf"(?P<before>.*?)\b{noun}\b(?P<after>.*)", folded, re.DOTALL)
            if said is not None and _named(noun, said["before"].split(), said["after"].split(), language):
                return _ahead(_day_of(name, start), _HOURS[name], start) or later_ends(start)
    nights = _nights(folded.split(), language)
    return _ahead(start.date() + timedelta(days=nights), (10, 12, 18), start) if nights else ()


def whole_stretch(text: str, language: str, start: datetime) -> tuple[datetime, ...]:
    """The same, only where the whole of it is named: "the whole day" is no 24 hours."""
    whole = vocabulary().duration.whole.intersection(re.split(r"\W+", fold(text)))
    return read_stretch(text, language, start) if whole else ()


def half_a_day(text: str, start: datetime) -> tuple[datetime, ...]:
    """Return the ends that half a day may have, until lunch and in four hours, in UTC; nothing where none is named."""
    if _half_days().search(fold(text)) is None:
        return ()
    begins = start.astimezone(UTC)
    lunch = _ahead(start.date(), (_LUNCH,), start + timedelta(minutes=30))
    return tuple(sorted({*lunch, begins + _FOUR_HOURS, begins + _FOUR_HOURS * 1.5}))


def later_ends(start: datetime) -> tuple[datetime, ...]:
    """The ends that may be meant by "late", in UTC."""
    return _ahead(start.date(), _LATE, start) or _ahead(start.date() + timedelta(days=1), (0.5, 1, 2), start)


def ends_on(day: date, start: datetime) -> tuple[datetime, ...]:
    """The ends that a day may have of which no hour is said, in UTC."""
    return _ahead(day, (13, 18, 20, 22), start)


@cache
def _half_days() -> re.Pattern[str]:
    return re.compile("|".join(vocabulary().duration.half_days))


def _named(noun: str, before: list[str], after: list[str], language: str) -> bool:
    """Whether the word for a stretch names one: the whole of it, or one, or this one."""
    words = vocabulary().duration
    if noun in words.alone or words.whole.intersection([*before[-3:], *after[:2]]):
        return True
    articles = words.this.union(*(tongue.articles | tongue.halves for tongue in tongues_for(language)))
    return bool(before) and before[-1] in articles


def _nights(words: list[str], language: str) -> int:
    for at, word in enumerate(words):
        for tongue in tongues_for(language):
            number = int(words[at - 1]) if at and words[at - 1].isdigit() else None
            named = number_at(words, at - 1, tongue) if at else None
            if word in vocabulary().duration.nights and (number or named):
                return min(number or (named[0] if named else 0), _NIGHTS)
    return 0


def _day_of(name: str, start: datetime) -> date:
    """The day by which the hours of a stretch are counted."""
    on = start.date()
    if name == "weekend":
        return on + timedelta(days=(_SUNDAY - on.weekday()) % 7)
    # After midnight a night has begun on the day before.
    return on - timedelta(days=1) if name == "night" and start.hour < 6 else on


def _ahead(day: date, hours: Iterable[float], start: datetime) -> tuple[datetime, ...]:
    zone = start.tzinfo
    if zone is None:
        raise ValueError("start must be aware of its zone")
    ends = (instant(day, int(hour * 60), zone, start.astimezone(UTC)) for hour in hours)
    return tuple(end for end in ends if end - start >= _SOONEST)
