"""Learns what texts that steer have in common, from the cases that were built with: `make steering`.

A logistic model over what `bot/understand/steering_features.py` finds, by plain gradient steps in a fixed order, so
that it comes out the same each time. The lean that is enough is found by leaving out a fifth of the cases in turn: the
lowest at which few fair ones of other hands would be taken for steering.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt

from bot.understand.steering import Weights, found_in, leaning, weights_file, words_meant
from tests.understand.steering_cases import LANGUAGES, Case, others, own

ROUNDS, STEP, DAMPING = 30, 1.0, 0.0004
FOLDS, FALSE_AT_MOST = 5, 0.06
SMALLEST = 0.04


@dataclass(frozen=True, slots=True)
class Row:
    """A case as it is learned of: what is found in it, what frames say, and whether it steers."""

    found: tuple[str, ...]
    leaning: float
    steers: bool


def learned(rows: Sequence[Row]) -> Weights:
    """The weights that tell the rows apart best."""
    counted = Counter(name for row in rows for name in row.found)
    index = {name: n for n, name in enumerate(name for name, count in counted.items() if count > 1)}
    known = [([index[name] for name in row.found if name in index], row.steers) for row in rows]
    # Of one hand after another, and steering after fair, they would pull the last ones hardest.
    known = [known[n * 389 % len(known)] for n in range(len(known))]
    weights, bias = [0.0] * len(index), 0.0
    for turn in range(ROUNDS):
        step = STEP / (1 + turn / 6)
        keep = 1 - step * DAMPING
        for names, steers in known:
            norm = 1 / sqrt(len(names) + 1)
            lean = bias + sum([weights[name] for name in names]) * norm
            off = steers - 1 / (1 + exp(-lean))
            add = step * off * norm
            bias += step * off / 20
            for name in names:
                weights[name] = weights[name] * keep + add
    return Weights(bias, {name: weights[n] for name, n in index.items()}, 0.0)


def enough(own_rows: Sequence[Row], rows: Sequence[Row]) -> tuple[float, float]:
    """From which lean on a text is taken for steering, and the share of steering ones of other hands that it finds."""
    leans: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        weights = learned([*own_rows, *(row for n, row in enumerate(rows) if n % FOLDS != fold)])
        left_out = [row for n, row in enumerate(rows) if n % FOLDS == fold]
        leans += [(weights.lean(row.found) + row.leaning, row.steers) for row in left_out]
    fair = sorted((lean for lean, steers in leans if not steers), reverse=True)
    least = fair[int(len(fair) * FALSE_AT_MOST)]
    steering = [lean for lean, steers in leans if steers]
    return least, sum(lean > least for lean in steering) / len(steering)


def rows_of(cases: Sequence[Case], language: str) -> list[Row]:
    """The features of each case, and whether it steers."""
    return [_row(case, language) for case in cases]


def _row(case: Case, language: str) -> Row:
    tongue, words = words_meant(case.said, language)
    return Row(tuple(found_in(language, words)), leaning(tongue, words), case.steers)


def main() -> None:
    """Write the weights of every language."""
    for language in LANGUAGES:
        own_rows, rows = rows_of(own(language), language), rows_of(others(language), language)
        weights = learned([*own_rows, *rows])
        least, share = enough(own_rows, rows)
        found = {name: round(n * 100) for name, n in sorted(weights.weights.items()) if abs(n) >= SMALLEST}
        data = {"bias": round(weights.bias * 100), "enough": round(least * 100), "weights": found}
        weights_file(language).write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        known = f"{len(own_rows) + len(rows)} cases, {len(found)} features"
        print(f"{language}: {known}, enough at {least:.2f}, finds {share:.0%} of those left out")


if __name__ == "__main__":
    main()
