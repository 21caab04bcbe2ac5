"""Spelling: short forms written out, a slip mended, signs read as the words that they stand for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final, Literal, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from bot.understand.folding import fold

_SIGNS: Final = {
    **dict.fromkeys("👍👌✅💯🆗", " ok "),
    **dict.fromkeys("👎❌🚫🙅", " no "),
    **dict.fromkeys("🤷", " idk "),
    **dict.fromkeys("⏭⏩➡", " skip "),
    **dict.fromkeys("⏪⏮🔙⬅◀↩", " back "),
    **dict.fromkeys("🛑✋⏹🔚", " stop "),
    **dict.fromkeys("🔁🔄🔂", " repeat "),
    **dict.fromkeys("🆘", " help "),
    **dict.fromkeys("❓❔", " wdym "),
    **dict.fromkeys("😂🤣😄😆", " lol "),
    **dict.fromkeys("👋", " hi "),
}
"""Signs that say a word."""
_CLAUSE: Final = re.compile(r"[^.,;:!?…()\n]+")
_WORD: Final = re.compile(r"[^\W_]+")
_SLIP_FROM: Final = 5
"""A word with so many letters is recognised in spite of a slip."""
_SWAP_FROM: Final = 4
"""In one with so many, two letters may be swapped or one may be doubled."""
_LONGEST: Final = 20
_LONG: Final = 9
"""In one with so many there may be two slips."""


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(fold(text))


def clauses_of(text: str) -> list[list[str]]:
    """The words of each part of a text between its punctuation marks, folded, and what signs say among them."""
    for sign, word in _SIGNS.items():
        if sign in text:
            text = text.replace(sign, word)
    parts = [_WORD.findall(part) for part in _CLAUSE.findall(fold(text))]
    return [part for part in parts if part] or [["wdym"] for sign in text[:1] if sign in "?\u00bf"]


Slip = Literal["plain", "slip"]


class Reading(NamedTuple):
    """The words that one typed word may be, and whether they are it only but for a slip."""

    words: frozenset[str]
    slip: Slip | None = None


class Spelling:
    """How people write: `short` forms by what they stand for, and `real` words that are no slips of others."""

    def __init__(self, short: Mapping[str, str], real: Collection[str]) -> None:
        self.short = {word: tuple(fold(meant).split()) for word, meant in short.items()}
        self.real = frozenset(real)

    def written_out(self, word: str) -> tuple[str, ...]:
        """What a short form stands for; any other word is itself."""
        return self.short.get(word, (word,))

    def speller(self, known: Collection[str]) -> Speller:
        """What reads words as ones that are known."""
        return Speller(self, known)


class Speller:
    """Reads typed words as the known ones that were meant."""

    def __init__(self, spelling: Spelling, known: Collection[str]) -> None:
        self._spelling = spelling
        self._plain = frozenset((*known, *spelling.short, *spelling.real))
        shorter: dict[str, list[str]] = defaultdict(list)
        long: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in {*known, *spelling.short}:
            if len(word) >= _SWAP_FROM and word.isalpha():
                for less in _with_one_less(word):
                    shorter[less].append(word)
            if len(word) >= _LONG:
                long[word[0], len(word)].append(word)
        self._shorter, self._long = dict(shorter), dict(long)

    def read(self, word: str) -> tuple[Reading, ...]:
        """The words that a typed one comes to: itself, a short form written out, or known ones mistyped."""
        near = [] if word in self._plain or not word.isalpha() else self._near(word)
        if not near:
            return tuple(Reading(frozenset({each})) for each in self._spelling.written_out(word))
        if len(near) == 1:
            slip: Slip = "plain" if is_plain_slip(word, near[0]) else "slip"
            return tuple(Reading(frozenset({each}), slip) for each in self._spelling.written_out(near[0]))
        return (Reading(frozenset(near), "slip"),)

    def _near(self, word: str) -> list[str]:
        """The known words that a typed one is a slip of. Two that a letter parts are alike without one of theirs."""
        if not _SWAP_FROM - 1 <= len(word) <= _LONGEST:
            return []
        near = {other for less in _with_one_less(word) for other in self._shorter.get(less, ())}
        if len(word) >= _LONG - 2:
            for length in range(len(word) - 2, len(word) + 3):
                near.update(self._long.get((word[0], length), ()))
        return [other for other in sorted(near) if is_slip(word, other)]


def _with_one_less(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def is_slip(typed: str, meant: str) -> bool:
    """Whether a word is another one mistyped: by one letter, in a short one by two swapped or one doubled, in a long
    one by two. Its first and its last letter are right: with another ending it is another word."""
    if typed[0] != meant[0] or typed[-1] != meant[-1]:
        return is_plain_slip(typed, meant) and typed[0] == meant[0]
    distance = DamerauLevenshtein.distance(typed, meant, score_cutoff=2)
    if len(meant) >= _SLIP_FROM and len(typed) >= _SLIP_FROM:
        return distance <= (2 if len(meant) >= _LONG else 1)
    return len(meant) >= _SWAP_FROM and distance == 1 and is_plain_slip(typed, meant)


def is_plain_slip(typed: str, meant: str) -> bool:
    """Whether two neighbouring letters are swapped or one is doubled: nobody means another word so."""
    if len(typed) == len(meant):
        return typed != meant and sorted(typed) == sorted(meant)
    doubled = (meant[:at] + letter + meant[at:] for at, letter in enumerate(meant))
    return typed in doubled
