"""Signs: what whole texts about danger have in common beyond any frame, weighed word by word.

People hint in more ways than frames can be written for. So each language has a table of words, stems and pairs of
them, each with a weight for nothing and for every kind of danger (`tongues/<tag>/signs.json`; `make signs` learns them
from the building half of `tests/care`, by a linear model that anybody can read line by line). What leans towards danger
makes the coach ask; it stops for that alone only where hardly any innocent text leans so far.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import exp, log, sqrt
from pathlib import Path
from typing import Final

from bot.model.danger import CATEGORIES, Category

STEM: Final = 5
"""Longer words are also looked at by so many of their first letters."""

FEWEST: Final = 6
"""A text with fewer known words leans nowhere: "I don't know" is what everybody says."""

DAMPING: Final = 15.0
"""Added to the weight of a text's features: the shorter it is, the less it leans."""


@dataclass(frozen=True, slots=True)
class Lean:
    """Where a text leans: how far towards danger (log odds), to which kind, and how many of its words are known."""

    towards: float
    category: Category
    known: int


@dataclass(frozen=True, slots=True)
class Signs:
    """One language's table. `weights`: by feature its rarity, then a weight for nothing and for each category.

    `asks`, `stops`: from which lean on the coach asks, and stops; below `doubts` one frame alone does not stop it.
    """

    bias: Sequence[float]
    weights: Mapping[str, Sequence[float]]
    asks: float
    stops: float
    doubts: float

    def lean(self, words: Sequence[str]) -> Lean:
        """Where these words lean, repaired and in their order."""
        rows = [row for name in features(words) if (row := self.weights.get(name)) is not None]
        norm = sqrt(sum(row[0] * row[0] for row in rows)) + DAMPING
        scores = list(self.bias)
        for row in rows:
            for n in range(len(scores)):
                scores[n] += row[0] * row[n + 1] / norm
        best = max(range(1, len(scores)), key=scores.__getitem__)
        top = max(scores[1:])
        danger = top + log(sum(exp(score - top) for score in scores[1:]))
        return Lean(danger - scores[0], CATEGORIES[best - 1], sum(word in self.weights for word in words))


def features(words: Sequence[str]) -> Iterator[str]:
    """What is weighed: each word, its stem, each pair of stems side by side, and with one word between. Once each."""
    stems = [word[:STEM] + "-" if len(word) > STEM else word for word in words]
    pairs = (f"{a} {b}" for a, b in pairwise(stems))
    skipped = (f"{a} _ {b}" for a, b in zip(stems, stems[2:], strict=False))
    yield from dict.fromkeys((*words, *stems, *pairs, *skipped))


@cache
def read_signs(folder: Path) -> Signs | None:
    """The table of a language's folder; None where it has none yet."""
    file = folder / "signs.json"
    if not file.is_file():
        return None
    data = json.loads(file.read_text(encoding="utf-8"))
    weights = {name: tuple(n / 100 for n in row) for name, row in data["weights"].items()}
    return Signs(tuple(n / 100 for n in data["bias"]), weights, data["asks"], data["stops"], data["doubts"])
