"""Phrases with alternatives, (skip|pass) <this>?, all of them found at once in a row of words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_SIGN: Final = re.compile(r"[()|?]|<[\w ]+>|[^\W_]+")

Spell = Callable[[str], Sequence[str]]
"""The word or the words that a word is written out as."""


class _Place(Generic[T]):
    """Where one may be in the phrases: what they mean that end here, and where each word leads."""

    __slots__ = ("after", "means", "nodes")

    def __init__(self, nodes: frozenset[int], means: frozenset[T]) -> None:
        self.nodes = nodes
        self.means = means
        self.after: dict[str, _Place[T] | None] = {}


class Phrases(Generic[T]):
    """A set of phrases, each standing for something. (a|b) is either, (a|b)? also neither, <name> any of a named set.

    They are one automaton over words; where a word leads is worked out when it first comes.
    """

    def __init__(self, spell: Spell) -> None:
        self._spell = spell
        self._edges: list[dict[str, set[int]]] = [{}]
        self._free: list[set[int]] = [set()]
        self._means: dict[int, set[T]] = {}
        self._places: dict[frozenset[int], _Place[T]] = {}
        self._first: _Place[T] | None = None
        self.words: set[str] = set()

    def add(self, phrases: Iterable[str], stands_for: T, sets: Mapping[str, Collection[str]]) -> None:
        """Add phrases that stand for one thing. Raises ValueError for a phrase or a name of a set that is none."""
        for phrase in phrases:
            signs = _SIGN.findall(phrase)
            end = self._row(signs, 0, sets)
            if signs:
                raise ValueError(f'"{phrase}" has a bracket too many')
            self._means.setdefault(end, set()).add(stands_for)
        self._first = None
        self._places.clear()

    def found(self, row: Sequence[Collection[str]], at: int) -> Iterator[tuple[int, frozenset[T]]]:
        """Where phrases end that begin at a place of a row, and what they stand for. A word may be read in several
        ways.
        """
        if self._first is None:
            self._first = self._place(frozenset({0}))
        places = {self._first}
        while places and at < len(row):
            places = {
                after for place in places for word in row[at] if (after := self._step(place, word)) is not None
            }  # fmt: skip
            at += 1
            means = frozenset().union(*(place.means for place in places))
            if means:
                yield at, means

    def _step(self, place: _Place[T], word: str) -> _Place[T] | None:
        if word not in self.words:
            return None
        if word not in place.after:
            nodes = frozenset().union(*(self._edges[node].get(word, ()) for node in place.nodes))
            place.after[word] = self._place(nodes) if nodes else None
        return place.after[word]

    def _place(self, nodes: frozenset[int]) -> _Place[T]:
        reached, todo = set(nodes), list(nodes)
        while todo:
            new = self._free[todo.pop()] - reached
            reached |= new
            todo += new
        closed = frozenset(reached)
        if closed not in self._places:
            means = frozenset(each for node in closed for each in self._means.get(node, ()))
            self._places[closed] = _Place(frozenset(node for node in closed if self._edges[node]), means)
        return self._places[closed]

    def _node(self) -> int:
        self._edges.append({})
        self._free.append(set())
        return len(self._edges) - 1

    def _row(self, signs: list[str], start: int, sets: Mapping[str, Collection[str]]) -> int:
        """Lay what stands side by side, up to the end or a closing bracket, behind a node; the node it ends at."""
        at = start
        while signs and signs[0] not in ")|":
            sign = signs.pop(0)
            before = at
            if sign == "(":
                at = self._either(signs, at, sets)
            elif sign.startswith("<"):
                at = self._any_of(sign[1:-1], at, sets)
            elif sign == "?":
                raise ValueError("a question mark stands behind a bracket")
            else:
                for word in self._spell(sign):
                    at = self._word(at, word)
                continue
            if signs[:1] == ["?"]:
                signs.pop(0)
                self._free[before].add(at)
        return at

    def _word(self, at: int, word: str) -> int:
        self.words.add(word)
        after = self._node()
        self._edges[at].setdefault(word, set()).add(after)
        return after

    def _either(self, signs: list[str], start: int, sets: Mapping[str, Collection[str]]) -> int:
        end = self._node()
        while True:
            self._free[self._row(signs, start, sets)].add(end)
            if not signs:
                raise ValueError("a bracket is not closed")
            if signs.pop(0) == ")":
                return end

    def _any_of(self, name: str, start: int, sets: Mapping[str, Collection[str]]) -> int:
        if name not in sets:
            raise ValueError(f"there is no set <{name}>")
        inner = {other: phrases for other, phrases in sets.items() if other != name}
        end = self._node()
        for phrase in sets[name]:
            self._free[self._row(_SIGN.findall(phrase), start, inner)].add(end)
        return end
