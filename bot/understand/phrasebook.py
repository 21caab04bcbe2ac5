"""A phrasebook: what a whole text comes to that consists of known phrases and says nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, Literal, TypeVar

from bot.understand.phrases import Phrases
from bot.understand.spelling import Reading, Spelling, clauses_of

M = TypeVar("M")

_ALONE: Final = "="
"""A phrase that begins so is one only where nothing stands beside it."""
_MOST_WORDS: Final = 18
"""A text with more words than this tells something."""
_MOST_SLIPS: Final = 2
_LONGEST_REASON: Final = 8

_Around = Literal["filler", "opener", "closer", "because", "reason"]


@dataclass(frozen=True, slots=True)
class Chapter(Generic[M]):
    """What one language has of a phrasebook: phrases by their meaning, and the named sets that stand in them as <name>.

    Around a phrase there may be fillers, words that say nothing; before it an opener ("can we", "I want to"); behind
    it a closer ("for now"), or a reason that says anything: after `because`, or in a clause that begins as one of
    `reason`.
    """

    phrases: Mapping[M, Collection[str]]
    sets: Mapping[str, Collection[str]] = field(default_factory=dict)
    around: Mapping[_Around, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Core(Generic[M]):
    meaning: M


_Said = tuple[bool, frozenset[M]]
"""Whether an opener still waits for its phrase, and what has been meant so far."""
_Cost = tuple[int, int]
"""How many phrases it took to read a text so far, and how many words beside them."""
_Ways = dict[_Said[M], _Cost]
_Found = Sequence[Sequence[tuple[int, _Core[M] | _Around]]]
_Reason = Callable[[_Around, int, int, bool], int]


class Phrasebook(Generic[M]):
    """Reads texts by the chapters of all languages. Of several meanings in one text the one that stands first in
    `order` wins; those that are not in it contradict each other. A reason may stand behind a phrase of the `reasoned`
    meanings, and before one of the `excused`; `careful` are those that no word with a slip in it is taken for, unless
    letters are only swapped or doubled.
    """

    def __init__(
        self,
        chapters: Sequence[Chapter[M]],
        spelling: Spelling,
        *,
        order: Sequence[M] = (),
        reasoned: Collection[M] = (),
        excused: Collection[M] = (),
        careful: Collection[M] = (),
    ) -> None:
        self._order = list(order)
        self._reasoned = frozenset(reasoned)
        self._excused = frozenset(excused)
        self._careful = frozenset(careful)
        self._alone: Phrases[M] = Phrases(spelling.written_out)
        self._parts: Phrases[_Core[M] | _Around] = Phrases(spelling.written_out)
        for chapter in chapters:
            for meaning, said in chapter.phrases.items():
                alone = {phrase for phrase in said if phrase.startswith(_ALONE)}
                self._alone.add(alone, meaning, chapter.sets)
                self._parts.add(frozenset(said) - alone, _Core(meaning), chapter.sets)
            for kind, around in chapter.around.items():
                self._parts.add(around, kind, chapter.sets)
        self._speller = spelling.speller(self._alone.words | self._parts.words)

    def read(self, text: str) -> M | None:
        """The meaning of the whole text, or None: it says something else, or more."""
        row, breaks = self._row(text)
        if (
            not row
            or text.startswith("/")
            or len(row) > _MOST_WORDS
            or sum(word.slip is not None for word in row) > _MOST_SLIPS
        ):
            return None
        words = [word.words for word in row]
        for end, means in self._alone.found(words, 0):
            if end == len(row):
                return self._first_of(means)
        parts = self._all_found(row)
        if all(word.words & self._parts.words for word in row):
            plainly = self._settled(_ways(parts, _no_reason))
            if plainly is not None:
                return plainly
        for allowed, reason in ((self._reasoned, _behind(breaks)), (self._excused, _before(breaks))):
            meant = self._settled(_ways(parts, reason)) if allowed else None
            if meant in allowed:
                return meant
        return None

    def holds(self, text: str) -> frozenset[M]:
        """What the phrases mean that stand anywhere in a text."""
        row, _ = self._row(text)
        return frozenset(part.meaning for here in self._all_found(row) for _, part in here if isinstance(part, _Core))

    def _row(self, text: str) -> tuple[list[Reading], list[int]]:
        """The words of a text as they may be read, and where its clauses begin."""
        row: list[Reading] = []
        breaks: list[int] = []
        for clause in clauses_of(text):
            breaks.append(len(row))
            row.extend(reading for word in clause for reading in self._speller.read(word))
        return row, breaks

    def _all_found(self, row: Sequence[Reading]) -> list[list[tuple[int, _Core[M] | _Around]]]:
        """For each place of a row the parts that begin there, with where they end."""
        words = [reading.words for reading in row]
        return [
            [
                (end, part)
                for end, parts in self._parts.found(words, at)
                for part in parts
                if not self._too_careless(part, row[at:end])
            ]
            for at in range(len(row))
        ]

    def _too_careless(self, part: _Core[M] | _Around, row: Sequence[Reading]) -> bool:
        careful = isinstance(part, _Core) and part.meaning in self._careful
        return careful and any(reading.slip == "slip" for reading in row)

    def _settled(self, ways: _Ways[M]) -> M | None:
        """What is meant by the way that takes the fewest phrases, and the fewest words beside them."""
        whole = [(cost, meant) for (waits, meant), cost in ways.items() if meant and not waits]
        if not whole:
            return None
        least = min(cost for cost, _ in whole)
        meant = frozenset().union(*(each for cost, each in whole if cost == least))
        return self._first_of(meant)

    def _first_of(self, meant: frozenset[M]) -> M | None:
        if len(meant) == 1:
            return next(iter(meant))
        return next((each for each in self._order if each in meant), None)


def _ways(parts: _Found[M], reason: _Reason) -> _Ways[M]:
    """All ways to read a row to its end, each with what it costs."""
    ways: list[_Ways[M]] = [{} for _ in range(len(parts) + 1)]
    ways[0][False, frozenset()] = (0, 0)
    for at, here in enumerate(parts):
        for (waits, meant), (phrases, others) in ways[at].items():
            for end, part in here:
                if isinstance(part, _Core):
                    after, to, cost = (False, meant | {part.meaning}), end, (phrases + 1, others)
                elif part == "filler" or part == "opener":
                    after, to, cost = (waits or part == "opener", meant), end, (phrases, others + end - at)
                elif waits or (part == "closer" and not meant):
                    continue
                else:
                    to = end if part == "closer" else reason(part, at, len(parts), bool(meant))
                    after, cost = (waits, meant), (phrases, others + to - at)
                if to > at:
                    ways[to][after] = min(cost, ways[to].get(after, cost))
    return ways[-1]


def _no_reason(part: _Around, at: int, length: int, meant: bool) -> int:
    """To where the reason goes that begins at a place; no further than the place itself where there is none."""
    return at


def _behind(breaks: Sequence[int]) -> _Reason:
    def to(part: _Around, at: int, length: int, meant: bool) -> int:
        begins = meant and (part == "because" or at in breaks)
        return length if begins and length - at <= _LONGEST_REASON else at

    return to


def _before(breaks: Sequence[int]) -> _Reason:
    def to(part: _Around, at: int, length: int, meant: bool) -> int:
        next_clause = next((place for place in breaks if place > at), length)
        begins = not meant and at in breaks and next_clause < length
        return next_clause if begins and next_clause - at <= _LONGEST_REASON else at

    return to
