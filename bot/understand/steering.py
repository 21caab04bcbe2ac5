"""Words that steer the other: whom to see, where to be, what to wear, show or spend, whatever it is called.

A boundary or a promise says what one does or needs for oneself; what steers is not sent and is no agreement. People say
it in more ways than frames can be written for: so it is read by what such texts have in common, who does what about
whose things, weighed line by line (`steering_signs.json`; `make steering` learns it from the cases of
`tests/understand`). A frame of `tongues/<tag>/steering.yaml`, written like those of danger, adds to it; what only
sounds like steering (its `fair`) takes away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Final

from bot.script.findings import Finding
from bot.script.folders import tongues_folder
from bot.understand.danger.reading import Hit, hits_in, is_guarded
from bot.understand.danger.text import Word, words_of
from bot.understand.danger.tongue import Tongue, read_further
from bot.understand.steering_features import about_of, features

FRAME, FAIR = 1.0, 1.0
"""A frame that is found adds so much to the lean; one of what is fair takes so much away (log odds)."""

FEWEST: Final = 4
"""A text with fewer known words leans nowhere: of so short a one only a frame says that it steers."""

LONG: Final = 60
"""Of a text of more words than those that were learned of, a frame alone says that it steers: all the rest would hide
it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What leans towards steering in one language, and from which lean on a text is taken for it."""

    bias: float
    weights: Mapping[str, float]
    enough: float

    def lean(self, found: Iterable[str]) -> float:
        """How far a text with these features leans towards steering (log odds)."""
        known = [self.weights[name] for name in found if name in self.weights]
        return self.bias + sum(known) / sqrt(len(known) + 1)


def steers(text: str, language: str) -> bool:
    """Whether the text tells the other how to live. Every language is understood, that of the tag first.

    Time is linear in the length of the text.
    """
    own = language[:2].lower()
    written = words_of(text)
    meant = [(tongue, tongue.words(written)) for tongue in _tongues()]
    meant.sort(key=lambda each: each[0].language != own)
    tongue, words = max(meant, key=lambda each: _known(*each))
    if _known(tongue, words) < FEWEST or len(words) > LONG:
        return any(next(hits_in(*each), None) is not None for each in meant)
    weights = weights_of(tongue.language)
    return weights.lean(found_in(tongue.language, words)) + leaning(tongue, words) >= weights.enough


def steers_outright(text: str, language: str) -> bool:
    """Whether a text that speaks of the other anyway – what they did, what would help – steers them all the same: it
    leans that way, and a frame says so that nothing fair takes back.

    What such texts have in common is of no use alone: of a boundary "you" says much, of praise nothing at all.
    """
    written = words_of(text)
    meant = [(tongue, tongue.words(written)) for tongue in _tongues()]
    found = any(next(hits_in(*each), None) is not None and not is_guarded(*each) for each in meant)
    return found and steers(text, language)


def leaning(tongue: Tongue, words: Sequence[Word]) -> float:
    """What frames add to the lean of a text, and take away."""
    steering = next(hits_in(tongue, words), None) is not None
    return FRAME * steering - FAIR * is_guarded(tongue, words)


def found_in(language: str, words: Sequence[Word]) -> list[str]:
    """What is weighed in words as a language means them."""
    about = about_of(language)
    return [] if about is None else features(words, about)


def words_meant(text: str, language: str) -> tuple[Tongue, list[Word]]:
    """The words of a text as one language means them: what its weights are learned of."""
    tongue = next(each for each in _tongues() if each.language == language)
    return tongue, tongue.words(words_of(text))


def steering_hits(text: str) -> list[Hit]:
    """Every frame found in a text: for whoever works on the words."""
    written = words_of(text)
    return [hit for tongue in _tongues() for hit in hits_in(tongue, tongue.words(written))]


def weights_file(language: str) -> Path:
    """Where the weights of a language stand."""
    return tongues_folder() / language / "steering_signs.json"


@cache
def _tongues() -> tuple[Tongue, ...]:
    folders = sorted(folder for folder in tongues_folder().iterdir() if folder.is_dir())
    read = [read_further(folder, "steering") for folder in folders]
    return tuple(tongue for tongue in read if not isinstance(tongue, Finding))


def _known(tongue: Tongue, words: Sequence[Word]) -> int:
    """How many words of a text the weights of a language know."""
    weights = weights_of(tongue.language).weights
    return sum(word.text in weights for word in words)


@cache
def weights_of(language: str) -> Weights:
    """The weights of a language; of one that has none yet, those that lean nowhere."""
    file = weights_file(language)
    if not file.is_file():
        return Weights(0.0, {}, 1.0)
    data = json.loads(file.read_text(encoding="utf-8"))
    return Weights(data["bias"] / 100, {name: n / 100 for name, n in data["weights"].items()}, data["enough"] / 100)
