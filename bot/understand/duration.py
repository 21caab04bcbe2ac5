"""Durations: "45 min", "an hour and a half" or "hora y media" -> whole minutes.

The grammar, each line a method below:

    length    part, then smaller parts: "1 h 30", "two hours and ten minutes"
    part      fraction of a unit | amount and unit [and fraction] | bare number | "hour" that goes on | clock
    amount    article | number [and fraction] | "a couple of"
    fraction  half | quarter | three quarters | 1/2
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from rapidfuzz.distance import OSA

from bot.understand.folding import fold, starts_negative
from bot.understand.languages import vocabulary
from bot.understand.tokens import Surroundings, Token, cut, number_in, texts
from bot.understand.words import Tongue, tongues, tongues_for

LONGEST = 366 * 24 * 60
"""The longest length of time understood, in minutes."""

_HOUR = Fraction(60)
# Half of a day is no twelve hours: whoever says it means a morning, or until lunch.
_DAY = _HOUR * 24
_SIZES = {
    "second": Fraction(1, 60),
    "minute": Fraction(1),
    "hour": _HOUR,
    "day": _DAY,
    "week": _DAY * 7,
    "fortnight": _DAY * 14,
}
_SIGNS = {'"': Fraction(1, 60), "''": Fraction(1, 60), "'": Fraction(1)}
_CLEAR_RATIOS = {(1, 2), (1, 4), (3, 4)}
_AFTER_FIGURES = re.compile(r"(\d ?)([^\W\d_]{4,12})")
# From six on, "6:30" is more likely a time of day.
_LONGEST_CLOCK_HOURS = 5
# Nobody means more than a day by a number without a unit.
_LONGEST_BARE = 24 * 60


def read_duration(text: str, language: str) -> int | None:
    """Return the length of time that a text names, in whole minutes (1 to LONGEST), or None if it is not certain.

    The grammar of `language` ("en", "es", or a tag such as "es-MX") is tried first, then the others'. A number
    without a unit means minutes. Two lengths in one text, times of day, and vague words are not certain.
    """
    found = find_duration(text, language)
    return found[0] if found is not None else None


def find_duration(text: str, language: str) -> tuple[int, bool] | None:
    """Return the same, and whether its unit was said: of "2" nobody knows if it stands for minutes."""
    tokens = cut(text)
    if tokens is None or starts_negative(text):
        return None
    tokens = _without_adjectives(tokens)
    own, *others = tongues_for(language)
    for tongue in (own, *others):
        length = _read(tokens, tongue)
        if length is None:
            continue
        if tongue is not own and length.unit is None and own.not_numbers.intersection(texts(tokens)):
            continue
        minutes = int(length.minutes + Fraction(1, 2))
        return (minutes, length.unit is not None) if length.minutes >= 1 and minutes <= LONGEST else None
    return None


def _without_adjectives(tokens: Sequence[Token]) -> list[Token]:
    adjectives = vocabulary().duration.adjectives
    return [token for token in tokens if token.text not in adjectives]


def with_units_mended(text: str) -> str:
    """The text with one slip mended in the word that comes after a number: "2 hoyras" -> "2 horas"."""
    return _AFTER_FIGURES.sub(lambda said: said[1] + _mended(said[2]), text)


@cache
def _mended(word: str) -> str:
    if fold(word) in _units():
        return word
    near = (unit for unit in sorted(_units(), key=len) if len(unit) > 3 and OSA.distance(fold(word), unit) == 1)
    return next(near, word)


def lengths_in(text: str, language: str) -> tuple[list[Token], list[Length]]:
    """Return the tokens of a text and all that may be a length in it, however much stands around: those with a unit,
    and numbers alone, whose unit is None. In the language that finds most, that of the tag first."""
    tokens = _without_adjectives(cut(text) or [])
    best: list[Length] = []
    for tongue in tongues_for(language):
        found = list(_all(_Grammar(tokens, tongue)))
        if sum(each.unit is not None for each in found) > sum(each.unit is not None for each in best) or not best:
            best = found
    return tokens, best


def _all(grammar: _Grammar) -> Iterator[Length]:
    at = 0
    while at < len(grammar.tokens):
        found = grammar.length(at)
        if found is None and (number := grammar.amount(at)) is not None:
            found = Length(number[0], number[1], None)
        if found is not None:
            yield replace(found, start=at)
        at = found.end if found is not None else at + 1


@dataclass(frozen=True)
class Length:
    """minutes; the position after it; its smallest unit in minutes (None if not said); whether more may follow; the
    position at which it begins."""

    minutes: Fraction
    end: int
    unit: Fraction | None
    goes_on: bool = False
    start: int = 0


@cache
def _units() -> Mapping[str, Fraction]:
    """The minutes of each unit, by all of its spellings."""
    written = vocabulary().duration.units
    return _SIGNS | {word: size for unit, size in _SIZES.items() for word in getattr(written, unit)}


@cache
def _loaded() -> frozenset[str]:
    return frozenset(_units()).union(*(t.halves | t.quarters | t.pairs for t in tongues().values()))


def _read(tokens: Sequence[Token], tongue: Tongue) -> Length | None:
    grammar = _Grammar(tokens, tongue)
    for at in range(len(tokens)):
        length = grammar.length(at)
        if length is not None:
            around = Surroundings(tokens[:at], tokens[length.end :], tongue.articles | tongue.of, _loaded())
            return length if (around.harmless() if length.unit is not None else around.silent()) else None
    return None


class _Grammar:
    def __init__(self, tokens: Sequence[Token], tongue: Tongue) -> None:
        self.tokens = tokens
        self.words = texts(tokens)
        self.tongue = tongue

    def length(self, at: int) -> Length | None:
        so_far = self.part(at) or self.implied_one(at)
        while so_far is not None and so_far.goes_on:
            longer = self.continued(so_far)
            if longer is None:
                break
            so_far = longer
        return so_far

    def continued(self, so_far: Length) -> Length | None:
        """Add one smaller part: "1 h" + "30", "two hours" + "and ten minutes"."""
        pause = self.kind(so_far.end) == "comma"
        at = self.skip(so_far.end + pause, self.tongue.joints)
        part = self.part(at)
        if part is None or so_far.unit is None or self.kind(at) == "clock":
            return None
        if part.unit is not None:
            fits = part.minutes < so_far.unit
            return replace(part, minutes=so_far.minutes + part.minutes) if fits else None
        fits = so_far.unit == _HOUR and 0 < part.minutes < _HOUR and not pause
        return Length(so_far.minutes + part.minutes, part.end, Fraction(1)) if fits else None

    def part(self, at: int) -> Length | None:
        return self.clock(at) or self.fraction_of_unit(at) or self.amount_of_unit(at)

    def clock(self, at: int) -> Length | None:
        if self.kind(at) != "clock":
            return None
        hours, minutes = self.tokens[at].pair
        end = at + 2 if self.unit(at + 1) == _HOUR else at + 1
        return Length(hours * _HOUR + minutes, end, None) if hours <= _LONGEST_CLOCK_HOURS else None

    def fraction_of_unit(self, at: int) -> Length | None:
        fraction = self.fraction(at)
        if fraction is None:
            return None
        share, end = fraction
        end = self.skip(self.skip(end, self.tongue.of), self.tongue.articles)
        unit = self.unit(end)
        return Length(share * unit, end + 1, unit) if unit and unit < _DAY else None

    def amount_of_unit(self, at: int) -> Length | None:
        amount = self.amount(at)
        if amount is None:
            return None
        value, end = amount
        unit = self.unit(end)
        if unit is not None and unit >= _DAY and value < 1:
            return None
        if unit is None:
            last = self.word(end - 1)
            # "one" and "a couple" say how many, not of what; figures are what people type for minutes.
            certain = last == "" or (value > 1 and last not in self.tongue.pairs | self.tongue.of)
            certain = certain and value.denominator == 1 and value <= _LONGEST_BARE
            return Length(value, end, None) if certain else None
        return self.with_fraction(Length(value * unit, end + 1, unit, goes_on=value.denominator == 1))

    def implied_one(self, at: int) -> Length | None:
        """Read "hora y media", "hour and ten minutes": one is meant, if something follows."""
        unit, alone = self.unit(at), vocabulary().duration.may_stand_for_one
        if unit is None or self.words[at] not in alone or self.word(at + 1) not in self.tongue.joints:
            return None
        one = Length(unit, at + 1, unit, goes_on=True)
        longer = self.with_fraction(one)
        return longer if longer is not one else self.continued(one)

    def with_fraction(self, length: Length) -> Length:
        """Add "and a half" of the same unit, if that follows."""
        unit = length.unit
        at = self.skip(length.end, self.tongue.joints)
        fraction = self.fraction(at) if at > length.end or self.kind(at) == "ratio" else None
        if unit is None or fraction is None or self.fraction_of_unit(at):
            return length
        share, end = fraction
        return Length(length.minutes + share * unit, end, unit)

    def amount(self, at: int) -> tuple[Fraction, int] | None:
        bare = self.skip(at, self.tongue.articles)
        if self.word(bare) in self.tongue.pairs:
            return Fraction(2), self.skip(bare + 1, self.tongue.of)
        number = self.number(at) or self.number(bare)
        if number is None:
            return (Fraction(1), bare) if bare > at and self.unit(bare) else None
        value, end = number
        joined = self.skip(end, self.tongue.joints)
        fraction = self.fraction(joined) if joined > end or self.kind(end) == "ratio" else None
        if fraction is None or self.unit(fraction[1]) is None:
            return number
        return value + fraction[0], fraction[1]

    def fraction(self, at: int) -> tuple[Fraction, int] | None:
        end = self.skip(at, self.tongue.articles)
        if self.kind(end) == "ratio":
            pair = self.tokens[end].pair
            return (Fraction(*pair), end + 1) if pair in _CLEAR_RATIOS else None
        if self.word(end) in self.tongue.halves:
            return Fraction(1, 2), end + 1
        quarters, end = self.number(at) or (Fraction(1), end)
        fits = self.word(end) in self.tongue.quarters and quarters in (1, 2, 3)
        return (quarters / 4, end + 1) if fits else None

    def number(self, at: int) -> tuple[Fraction, int] | None:
        return number_in(self.tokens, self.words, at, self.tongue)

    def unit(self, at: int) -> Fraction | None:
        return _units().get(self.word(at))

    def word(self, at: int) -> str:
        return self.words[at] if at < len(self.words) else ""

    def kind(self, at: int) -> str:
        return self.tokens[at].kind if at < len(self.tokens) else ""

    def skip(self, at: int, words: frozenset[str]) -> int:
        return at + 1 if self.word(at) in words else at
