"""Control words: "skip this one pls", "espera, atrás", "what do you mean?" -> what is wanted of the question."""

from __future__ import annotations

from functools import cache
from typing import Final

from bot.model.heard import CONTROLS, Control
from bot.understand.languages import vocabularies, vocabulary
from bot.understand.phrasebook import Chapter, Phrasebook
from bot.understand.spelling import Spelling
from bot.understand.spoken import ControlWords

_ORDER: Final[tuple[Control, ...]] = (
    "menu",
    "later",
    "back",
    "skip",
    "stop",
    "repeat",
    "explain",
    "help",
    "dont_know",
)
"""Which is meant where a text says several: "no idea, skip" is skip."""
_WITH_REASON: Final[tuple[Control, ...]] = ("skip", "later", "stop", "back", "repeat")


@cache
def spelling() -> Spelling:
    """How people write in a hurry, in all languages."""
    words = vocabulary().spelling
    return Spelling(words.short, words.real)


def _chapter(words: ControlWords) -> Chapter[Control]:
    return Chapter(
        {control: getattr(words, control) for control in CONTROLS},
        words.sets,
        {
            "filler": words.fillers,
            "opener": words.openers,
            "closer": words.closers,
            "because": words.because,
            "reason": words.reasons,
        },
    )


@cache
def _book() -> Phrasebook[Control]:
    chapters = [_chapter(each.control) for each in vocabularies().values()]
    return Phrasebook(chapters, spelling(), order=_ORDER, reasoned=_WITH_REASON, excused=("skip", "later"))


def read_control(text: str) -> Control | None:
    """Return the control word that the whole text comes to, in any language, or None."""
    return _book().read(text)
