"""Which practice a text is after: told by its likeness to example phrases, with words stemmed and cut into pieces.

A phrase is a bag of features: stemmed words, pairs of them, and pieces of words of three to five letters, so that a
slip or an ending that nobody wrote down still counts. Rare features weigh more, phrases weigh the same however long
they are, and multinomial naive Bayes says which practice's phrases a text could have been taken from. Of the readings
that were compared (nearest phrases, complement Bayes, logistic regression) it was as good as the best, and needs
nothing but the phrases themselves.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from bot.understand.spelling import words_of

_SMOOTHING: Final = 0.05
_PIECES: Final = (3, 4, 5)
_WORDS: Final = 10_000
"""So many words keep their stems: most that people type are among few."""
_STEMMERS: Final = {"en": "english", "es": "spanish"}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely a text is for a practice: a share of 1 among all."""

    practice: str
    score: float


class Router:
    """Example phrases by practice, in one language, ready to be compared with."""

    def __init__(self, language: str, phrases: Mapping[str, Sequence[str]]) -> None:
        # Only here: it brings the endings of thirty languages, and no start should wait for that.
        import snowballstemmer  # noqa: PLC0415

        self._stem = lru_cache(_WORDS)(snowballstemmer.stemmer(_STEMMERS.get(language, "english")).stemWord)
        self._practices = tuple(sorted(phrases))
        bags = [(at, self._features(each)) for at, name in enumerate(self._practices) for each in phrases[name]]
        counted = Counter(feature for _, bag in bags for feature in bag)
        # A piece of a word that one phrase alone has tells no more than the word itself.
        documents = {f: n for f, n in counted.items() if n > 1 or not f.startswith("c:")}
        self._rarity = {f: math.log((1 + len(bags)) / (1 + n)) + 1 for f, n in documents.items()}
        sums = {f: array("d", [_SMOOTHING]) * len(self._practices) for f in documents}
        for at, bag in bags:
            for feature, weight in self._weighed(bag).items():
                sums[feature][at] += weight
        whole = [math.log(sum(sums[f][at] for f in sums)) for at in range(len(self._practices))]
        # Half as exact is exact enough, and takes half the room.
        self._weights = {
            f: array("f", (math.log(n) - whole[at] for at, n in enumerate(sums.pop(f)))) for f in documents
        }

    def _features(self, text: str) -> Counter[str]:
        words = words_of(text)
        stems = [self._stem(word) for word in words]
        found = Counter(f"w:{stem}" for stem in stems)
        found.update(f"p:{one} {two}" for one, two in pairwise(stems))
        for word in words:
            marked = f"<{word}>"
            found.update(f"c:{marked[at : at + n]}" for n in _PIECES for at in range(len(marked) - n + 1))
        return found

    def _weighed(self, bag: Mapping[str, int]) -> dict[str, float]:
        known = {f: (1 + math.log(n)) * self._rarity[f] for f, n in bag.items() if f in self._rarity}
        length = math.sqrt(sum(weight * weight for weight in known.values())) or 1.0
        return {f: weight / length for f, weight in known.items()}

    def known(self, text: str) -> float:
        """How much of a text's words the phrases know, from 0 to 1."""
        stems = [self._stem(word) for word in words_of(text)]
        return sum(f"w:{stem}" in self._rarity for stem in stems) / len(stems) if stems else 0.0

    def read(self, text: str) -> list[Likeness]:
        """All practices, the likeliest first; nothing for a text without any known feature."""
        bag = self._weighed(self._features(text))
        if not bag:
            return []
        logs = [0.0] * len(self._practices)
        for feature, weight in bag.items():
            for at, own in enumerate(self._weights[feature]):
                logs[at] += weight * own
        found = [Likeness(name, score) for name, score in zip(self._practices, _shares(logs), strict=True)]
        return sorted(found, key=lambda each: -each.score)


def _shares(logs: Iterable[float]) -> list[float]:
    values = list(logs)
    top = max(values)
    raised = [math.exp(value - top) for value in values]
    return [value / sum(raised) for value in raised]
