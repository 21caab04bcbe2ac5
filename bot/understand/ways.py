"""Ways of saying an option: as the whole of a text, or somewhere in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from bot.understand.folding import fold
from bot.understand.languages import vocabulary
from bot.understand.words import number_at, tongues

NUMBER: Final = "#"
"""Stands in a way of saying something for a number that only somebody of age has."""

_WORD: Final = re.compile(r"[^\W_]+|#")
_AGES: Final = range(18, 121)
_MOST_WORDS: Final = 40
_ALONE_WITHIN: Final = 6
"""A way of one word is found among so many words at most: more tell something."""
_MENDED_FROM: Final = 5
_MARKUP: Final = re.compile(r"[<>{}]")
_ANSWERED_NO: Final = re.compile(r"^\W*no\s*[,.;:!]|^\W*not\s[^,.;:!]{2,30}[,.;:!]|(?<=\w)\W+no\s*\?\W*$")
"""A "no" that says no to something else: "no, on my own", "not alone, with her", "muy poco, ¿no?"."""

Ways = Mapping[str, Collection[str]]
"""What people say for each option, by its id."""

Said = Mapping[str, Collection[tuple[str, ...]]]
"""The same, each way as its words."""


@dataclass(frozen=True)
class _Place:
    """Where a text says an option: from `start` to before `end`, in words."""

    start: int
    end: int
    option: str

    def inside(self, other: _Place) -> bool:
        return other.start <= self.start and self.end <= other.end and other.end - other.start > self.end - self.start

    def meets(self, other: _Place) -> bool:
        return self.start < other.end and other.start < self.end


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text, as one would compare them by ear."""
    return tuple(_WORD.findall(fold(text)))


@lru_cache(maxsize=1 << 14)
def words_of_way(way: str) -> tuple[str, ...]:
    """The words of a way of saying something as it stands in the prompts: kept, since it is asked for again and again.
    What people type does not come here."""
    return words_in(way)


def fits(typed: Sequence[str], way: Sequence[str]) -> bool:
    """Whether words are those of a way; `#` in it is a number of 18 or more, in figures or words."""
    at = 0
    for piece in way:
        if piece == NUMBER:
            after = _after_age(typed, at)
            if after is None:
                return False
            at = after
        elif at < len(typed) and typed[at] == piece:
            at += 1
        else:
            return False
    return bool(way) and at == len(typed)


def _after_age(typed: Sequence[str], at: int) -> int | None:
    if at < len(typed) and typed[at].isdecimal():
        return at + 1 if len(typed[at]) <= 3 and int(typed[at]) in _AGES else None
    named = (number_at(typed, at, tongue) for tongue in tongues().values())
    return next((after for value, after in filter(None, named) if value in _AGES), None)


def find_in(text: str, ways: Said, *, besides: int | None = None, doubts: Collection[str] = ()) -> str | None:
    """Return the option that a text says somewhere, or None where it says none, or more than one.

    A way of one word counts in short texts only, and not where it says next to nothing; what stands inside a longer way
    that is found counts for nothing; a slip in a long word is forgiven. A negation, or one of `doubts`, that is no part
    of what was found leaves it open; so do more than `besides` further words that say something, and markup.
    """
    if _MARKUP.search(text):
        return None
    words = words_in(_ANSWERED_NO.sub(" ", fold(text)))
    if not words or len(words) > _MOST_WORDS:
        return None
    empty = _empty()
    few = sum(word not in empty for word in words) <= _ALONE_WITHIN
    places = [place for place in _places(words, ways) if few or place.end - place.start > 1]
    places = [place for place in places if not any(place.inside(other) for other in places)]
    rest = [word for at, word in enumerate(words) if not any(p.start <= at < p.end for p in places)]
    said = {place.option for place in places}
    if len(said) != 1 or vocabulary().choice.negations.intersection(rest) or _doubted(rest, doubts):
        return None
    telling = [word for word in rest if word not in empty]
    return said.pop() if besides is None or len(telling) <= besides else None


@cache
def _empty() -> frozenset[str]:
    words = vocabulary().choice
    return words.around | words.polite | words.articles


def _doubted(rest: Sequence[str], doubts: Collection[str]) -> bool:
    line = f" {' '.join(rest)} "
    return any(f" {doubt} " in line for doubt in doubts)


def _places(words: Sequence[str], ways: Said) -> Iterator[_Place]:
    """Where the words say something to the letter; and, where they do not, with a slip."""
    empty = _empty()
    said = ((option, way) for option, its_ways in ways.items() for way in its_ways)
    split = [(option, way) for option, way in said if len(way) > 1 or not empty.issuperset(way)]
    exact = [_Place(at, at + len(way), option) for option, way in split for at in _where(words, way, {})]
    yield from exact
    known = {piece for _, way in split for piece in way}
    meant = {at: _alike(word, known) for at, word in enumerate(words) if len(word) >= _MENDED_FROM}
    slips = {at: near for at, near in meant.items() if near and words[at] not in known}
    for option, way in split if slips else ():
        for at in _where(words, way, slips):
            place = _Place(at, at + len(way), option)
            if not any(place.meets(other) and not other.inside(place) for other in exact):
                yield place


def _where(words: Sequence[str], way: Sequence[str], slips: Mapping[int, Collection[str]]) -> Iterator[int]:
    """Where words are those of a way, each to the letter or one that it may be a slip of."""
    for at in range(len(words) - len(way) + 1):
        if all(words[at + n] == piece or piece in slips.get(at + n, ()) for n, piece in enumerate(way)):
            yield at


def _alike(typed: str, known: Collection[str]) -> frozenset[str]:
    """The words of which a word may be a slip: one letter more, less, in another's place, or two swapped."""
    if typed in vocabulary().choice.not_mended:
        return frozenset()
    long = (word for word in known if len(word) >= _MENDED_FROM - 1 and word[0] == typed[0])
    return frozenset(word for word in long if OSA.distance(typed, word, score_cutoff=1) <= 1)
