"""How long somebody will be away: "2-3 hours", "until Sunday evening", "all day", "un rato" -> minutes, or what to ask.

Nothing that is said about a length is passed over: what is not certain is asked back, with lengths or ends to tap.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache
from typing import Literal

from bot.understand.control import read_control
from bot.understand.duration import LONGEST, Length, find_duration, lengths_in, with_units_mended
from bot.understand.folding import fold
from bot.understand.languages import vocabulary
from bot.understand.moment import Moment, Unclear, read_moment
from bot.understand.ranges import longer_of_two, spread_out
from bot.understand.small_talk import read_talk
from bot.understand.stretch import half_a_day, read_stretch, whole_stretch
from bot.understand.tokens import Surroundings, Token
from bot.understand.until import read_until
from bot.understand.words import tongues_for, without_phrases

Reason = Literal["roughly", "which_length", "till_when", "half_a_day"]

MOST_LENGTHS = 3
"""How many lengths to tap are offered at most."""

_HOUR = 60
_DAY = 24 * _HOUR
_UNITS = {1: "minute", _HOUR: "hour", _DAY: "day", 7 * _DAY: "week"}
_FEW = {
    1: (10, 20, 30),
    **{size: (2 * size, 3 * size, 4 * size) for size in (_HOUR, _DAY)},
    7 * _DAY: (7 * _DAY, 14 * _DAY),
}
_A_WHILE = (30, 60, 120)
_DRAWN_OUT = re.compile(r"\b[^\W\d_]*([^\W\d_])\1\1[^\W\d_]*")
_THRICE = re.compile(r"([^\W\d_])\1{2,}")
_FEWEST_BARE = 10
"""A smaller number without a unit may stand for minutes or for hours."""


@dataclass(frozen=True)
class Lengths:
    """What must be asked back: lengths in whole minutes, or ends in UTC, to tap; ascending, at most four.

    roughly: vague, and where there are no lengths anything may be meant; which_length: one or several were said, but
    not for certain; till_when: an end is left open; half_a_day: likewise, of half a day.
    """

    reason: Reason
    minutes: tuple[int, ...] = ()
    ends: tuple[datetime, ...] = ()


def read_length(text: str, language: str, start: datetime) -> int | Lengths | None:
    """Return the whole minutes from `start` on (aware, in the zone of whoever typed) that a text names, what to ask
    back, or None if it says nothing about a length. `language` is a tag such as "en-US"; all are understood in any."""
    text = with_units_mended(_undrawn(text))
    if ends := whole_stretch(text, language, start):
        return Lengths("till_when", ends=ends)
    minutes, unit_said = find_duration(text, language) or (0, False)
    if unit_said:
        return Lengths("which_length", (minutes,)) if _speaks_of_days(text) else minutes
    if _only_talk(text, language, start):
        return None
    tokens, found = lengths_in(spread_out(text), language)
    longer = longer_of_two(tokens, found, start)
    if isinstance(longer, int) and 0 < longer <= LONGEST:
        return longer
    until = read_until(text, language, start)
    if isinstance(until, int):
        return until
    if isinstance(longer, tuple):
        return Lengths("which_length", longer)
    if ends := half_a_day(text, start):
        return Lengths("half_a_day", ends=ends)
    if until is not None and _vague().search(fold(text)) is None:
        return Lengths("till_when", ends=until)
    if minutes:
        return minutes if minutes >= _FEWEST_BARE else Lengths("which_length", (minutes, minutes * _HOUR))
    return _asked(text, language, start, tokens, found)


def _undrawn(text: str) -> str:
    """The text with words drawn out as they are spelt where they have a letter twice: "allll day"."""
    return _DRAWN_OUT.sub(lambda said: _spelt_twice(said[0]), text)


def _spelt_twice(word: str) -> str:
    twice = _THRICE.sub(r"\1\1", word)
    said = vocabulary().duration
    return twice if fold(twice) in said.whole | said.units.week | said.stretches.afternoon else word


def _only_talk(text: str, language: str, start: datetime) -> bool:
    """Whether a text is small talk, and names no end or stretch of time: "hasta luego", but not "hasta la noche"."""
    if read_talk(text) in (None, "longer") or _speaks_of_days(text) or _words(text) & vocabulary().duration.late:
        return False
    return not read_stretch(text, language, start)


def _words(text: str) -> set[str]:
    return set(re.split(r"\W+", fold(text)))


def _speaks_of_days(text: str) -> bool:
    """Whether a day is named beside a length: "2 hours with Ana, tomorrow"."""
    day = vocabulary().day
    weekdays = {word for name in type(day.weekdays).model_fields for word in getattr(day.weekdays, name)}
    named = {word for word in weekdays if len(word) > 3} | day.tomorrow | day.tomorrow_or_morning
    return not named.isdisjoint(_words(text))


def _asked(
    text: str,
    language: str,
    start: datetime,
    tokens: Sequence[Token],
    found: Sequence[Length],
) -> Lengths | None:
    """What to ask back of a text that says nothing for certain."""
    if said := _said(tokens, found, _words(without_phrases(spread_out(text)))):
        return Lengths("roughly") if _taken_back(tokens, found) else Lengths("which_length", said)
    if ends := read_stretch(text, language, start):
        return Lengths("till_when", ends=ends)
    if few := _few(_words(text)):
        return Lengths("roughly" if len(few) > 1 else "which_length", few)
    if _vague().search(fold(text)) is not None:
        return Lengths("roughly", _A_WHILE)
    if read_control(text) == "dont_know":
        return Lengths("roughly")
    return _an_hour(text, language, start) or _one_number(tokens, found) or _and_a_half(text, language)


def _an_hour(text: str, language: str, start: datetime) -> Lengths | None:
    """An hour or a day alone may be the end."""
    moment = read_moment(text, language, start) if not text.strip().isdigit() else None
    if isinstance(moment, Moment):
        return Lengths("till_when", ends=(moment.at,)) if moment.at > start.astimezone(UTC) else None
    if isinstance(moment, Unclear) and (ends := tuple(at for at in moment.options if at > start)):
        return Lengths("till_when", ends=ends)
    return None


def _said(tokens: Sequence[Token], found: Sequence[Length], words: Set[str]) -> tuple[int, ...]:
    """The lengths that a text names, beside whatever else it says."""
    named = [each for each in found if each.unit is not None]
    if not named:
        return ()
    each_said = [*map(_minutes, named), *_put_right(tokens, found)]
    # Of more than two it may be the sum that is meant: "30 min there, 30 back, an hour in the pool".
    lengths = {max(each_said), sum(each_said)} if len(each_said) > 2 else set(each_said)
    if len(lengths) == 1:
        lengths |= _beside(each_said[0], words)
    return tuple(sorted(each for each in lengths if 0 < each <= LONGEST))[-MOST_LENGTHS:]


def _beside(minutes: int, words: Set[str]) -> set[int]:
    """What else may be meant by "more than an hour", "an hour and a bit", "less than an hour", "an hour each way"."""
    said = vocabulary().duration
    if words & said.under:
        return {minutes // 2, minutes * 3 // 4}
    if words & said.over:
        step = _DAY if minutes >= _DAY else 15 if minutes <= 4 * _HOUR else _HOUR
        return {minutes + step, minutes + 2 * step}
    return {2 * minutes} if words & said.twice else set()


def _put_right(tokens: Sequence[Token], found: Sequence[Length]) -> list[int]:
    """Numbers after a length that may stand in its place: "2 hours, no, 3"; but no hours of the clock."""
    clock, lengths = vocabulary().clock, []
    no_length = clock.leads | clock.the | clock.bounds
    unit = None
    for each in found:
        before = tokens[each.start - 1].text if each.start else ""
        after = tokens[each.end].text if each.end < len(tokens) else ""
        if each.unit is not None:
            unit = each.unit
        elif unit is not None and before not in no_length and after not in clock.oclock | {"am", "pm"}:
            lengths.append(int(each.minutes * unit))
    return [each for each in lengths if 0 < each <= _DAY]


def _minutes(length: Length) -> int:
    return int(length.minutes + Fraction(1, 2))


def _taken_back(tokens: Sequence[Token], found: Sequence[Length]) -> bool:
    """Whether a no stands right before the one length that is named."""
    named = [each for each in found if each.unit is not None]
    if len(named) != 1 or not named[0].start:
        return False
    return tokens[named[0].start - 1].text in vocabulary().choice.negations


def _one_number(tokens: Sequence[Token], found: Sequence[Length]) -> Lengths | None:
    """A small number alone: "una"."""
    if len(found) != 1 or not 1 <= found[0].minutes < _FEWEST_BARE:
        return None
    number, around = int(found[0].minutes), Surroundings(tokens[: found[0].start], tokens[found[0].end :])
    lengths = (number * _HOUR,) if number == 1 else (number, number * _HOUR)
    return Lengths("which_length", lengths) if around.silent() else None


def _and_a_half(text: str, language: str) -> Lengths | None:
    """A number with its half, and no unit: "two and a half"."""
    halves = frozenset[str]().union(*(tongue.halves for tongue in tongues_for(language)))
    if not text.strip() or re.split(r"\W+", fold(text).strip(" .!"))[-1] not in halves:
        return None
    found = find_duration(f"{text.strip(' .!')} h", language)
    return Lengths("which_length", (found[0],)) if found is not None and found[0] > _HOUR else None


def _few(words: Set[str]) -> tuple[int, ...]:
    """Several of a unit, nobody knows how many, or the unit alone: "a few hours", "horas", "la semana", "a month"."""
    units = vocabulary().duration
    for names, size in ((units.months, 30 * _DAY), (units.years, 365 * _DAY)):
        if words & names:
            return (size,)
    for size, few in _FEW.items():
        named = {word for word in words & getattr(units.units, _UNITS[size]) if len(word) > 3}
        if any(word.endswith("s") for word in named):
            return few
        if named:
            return tuple(sorted({size, *_beside(size, words)}))
    return ()


@cache
def _vague() -> re.Pattern[str]:
    return re.compile("|".join(vocabulary().duration.vague))
