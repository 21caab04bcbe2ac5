"""`make signs`: learns the weights of `signs.json` from the building half, and where to ask and to stop.

A softmax over nothing and the five kinds, over all texts at once, from zero: the same texts give the same file. The
borders are set on texts by hands left out in turn: there at most so many of the innocent lean that far.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.model.danger import CATEGORIES
from bot.script.folders import tongues_folder
from bot.understand.danger.signs import DAMPING, Signs, features
from bot.understand.danger.text import words_of
from bot.understand.danger.tongue import Tongue, tongues
from tests.care.texts import Case, cases

STEPS, RATE, DECAY = 300, 20.0, 5e-5
SEEN_TWICE = 2
ASKS_OF, STOPS_OF, DOUBTS_OF = 0.05, 0.007, 0.025
"""The shares of innocent texts that may lean as far as the coach asks, and stops; and of the dangerous that may lean so
little that it doubts."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Text:
    """A case with its words as the language means them."""

    case: Case
    words: tuple[str, ...]

    @property
    def kind(self) -> int:
        """0 for nothing, else the place of its first category, from 1."""
        return CATEGORIES.index(self.case.categories[0]) + 1 if self.case.categories else 0


def texts_of(tongue: Tongue) -> list[Text]:
    """The building half of a language."""
    return [
        Text(case, tuple(word.text for word in tongue.words(words_of(case.text))))
        for case in cases(tongue.language, "build")
    ]


def learn(texts: Sequence[Text]) -> Signs:
    """The weights that tell these texts apart, borders left open."""
    named = [list(features(text.words)) for text in texts]
    counts = Counter(name for names in named for name in names)
    places = {name: n for n, name in enumerate(sorted(k for k, seen in counts.items() if seen >= SEEN_TWICE))}
    rarity = np.array([round(log(len(texts) / counts[name]), 2) for name in places])
    x: Matrix = np.zeros((len(texts), len(places)))
    for row, names in enumerate(named):
        x[row, [places[name] for name in names if name in places]] = 1
    x *= rarity
    x /= np.linalg.norm(x, axis=1, keepdims=True) + DAMPING
    wanted = np.eye(len(CATEGORIES) + 1)[[text.kind for text in texts]]
    weights: Matrix = np.zeros((len(places), wanted.shape[1]))
    bias: Matrix = np.zeros(wanted.shape[1])
    for _ in range(STEPS):
        scores = x @ weights + bias
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        weights -= RATE * (x.T @ (shares - wanted) / len(texts) + DECAY * weights)
        bias -= 0.1 * RATE * (shares - wanted).mean(axis=0)
    table = {name: (float(rarity[n]), *map(float, weights[n].round(2))) for name, n in places.items()}
    return Signs(tuple(map(float, bias.round(2))), table, 0.0, 0.0, 0.0)


def borders(texts: Sequence[Text]) -> dict[str, float]:
    """From which lean on to ask and to stop, and below which to doubt, as seen on hands that were left out."""
    innocent: list[float] = []
    dangerous: list[float] = []
    for hand in sorted({text.case.hand for text in texts}):
        signs = learn([text for text in texts if text.case.hand != hand])
        for text in texts:
            if text.case.hand == hand:
                (dangerous if text.case.categories else innocent).append(signs.lean(text.words).towards)
    innocent.sort(reverse=True)
    dangerous.sort()
    return {
        "asks": round(innocent[int(ASKS_OF * len(innocent))], 3),
        "stops": round(innocent[int(STOPS_OF * len(innocent))], 3),
        "doubts": round(dangerous[int(DOUBTS_OF * len(dangerous))], 3),
    }


def main() -> int:
    """Write the table of each language."""
    for tongue in tongues():
        texts = texts_of(tongue)
        signs, at = learn(texts), borders(texts)
        rows = {name: [round(100 * n) for n in row] for name, row in signs.weights.items()}
        data = {
            "about": "Made by `make signs`: by feature 100 × (rarity, weight for nothing, then for each category).",
            "categories": list(CATEGORIES),
            **at,
            "bias": [round(100 * n) for n in signs.bias],
        }
        head = json.dumps(data, ensure_ascii=False, indent=1).removesuffix("\n}")
        body = ",\n".join(f"  {json.dumps(k, ensure_ascii=False)}: {json.dumps(row)}" for k, row in rows.items())
        file = tongues_folder() / tongue.language / "signs.json"
        file.write_text(f'{head},\n "weights": {{\n{body}\n }}\n}}\n', encoding="utf-8")
        print(f"{tongue.language}: {len(rows)} signs from {len(texts)} texts; {at}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
