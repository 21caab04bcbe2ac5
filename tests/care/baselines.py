"""Two readers to be measured against: a list of phrases, as many bots have, and naive Bayes over the building half."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import log
from typing import Final

from bot.model.danger import Category, Danger
from tests.care.texts import Case, Reader

PHRASES: Final[dict[Category, tuple[str, ...]]] = {
    "self_harm": (
        *("kill myself", "suicide", "suicidal", "want to die", "end my life", "self harm", "hurt myself"),
        *("suicidarme", "suicidio", "matarme", "quiero morir", "quitarme la vida", "hacerme daño", "autolesion"),
    ),
    "partner_violence": (
        *("hits me", "hit me", "beats me", "abuse", "raped me", "choked me", "domestic violence", "kill me"),
        *("me pega", "me pegó", "me golpea", "maltrato", "me violó", "violencia", "me va a matar"),
    ),
    "coercive_control": (
        *("stalking", "tracks my phone", "controls me", "locked me in", "took my passport"),
        *("me controla", "me acosa", "me revisa el móvil", "me encierra", "no me deja salir"),
    ),
    "child_harm": (
        *("child abuse", "hits my son", "hits my daughter", "molested", "touched my daughter"),
        *("abuso infantil", "pega a mi hijo", "pega a mi hija", "maltrata a los niños"),
    ),
    "harm_to_other": (
        *("hit my wife", "hurt my partner", "kill him", "kill her", "i hit her"),
        *("le pegué", "pegué a mi mujer", "matarla", "matarlo"),
    ),
}
"""What comes to mind at a desk."""

_WORD: Final = re.compile(r"\w+")


def phrases(text: str) -> Danger | None:
    """The first category with a phrase in the text."""
    plain = text.casefold()
    return next((Danger(c) for c, known in PHRASES.items() if any(phrase in plain for phrase in known)), None)


def naive_bayes(known: Sequence[Case]) -> Reader:
    """A reader trained on cases: single words and pairs, add-one smoothing, each kind and "nothing" equally likely."""
    kinds: dict[Category | None, Counter[str]] = {}
    for case in known:
        kinds.setdefault(case.categories[0] if case.categories else None, Counter()).update(_features(case.text))
    vocabulary = len({feature for counts in kinds.values() for feature in counts})
    totals = {kind: sum(counts.values()) for kind, counts in kinds.items()}

    def read(text: str) -> Danger | None:
        def score(kind: Category | None) -> float:
            counts = kinds[kind]
            return sum(log((counts[f] + 1) / (totals[kind] + vocabulary)) for f in _features(text))

        best = max(kinds, key=score)
        return Danger(best) if best is not None else None

    return read


def _features(text: str) -> list[str]:
    words = _WORD.findall(text.casefold())
    return [*words, *(f"{a} {b}" for a, b in pairwise(words))]
