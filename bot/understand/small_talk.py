"""Small talk: "hi there", "mil gracias", "are you a robot?", "I'm back" -> which kind of it."""

from __future__ import annotations

from functools import cache
from typing import Final

from bot.model.heard import TALKS, Talk
from bot.understand.control import spelling
from bot.understand.danger import read_danger
from bot.understand.languages import vocabularies
from bot.understand.phrasebook import Chapter, Phrasebook
from bot.understand.spoken import SmallTalkWords

_ORDER: Final[tuple[Talk, ...]] = (
    "finish",
    "human",
    "home_again",
    "longer",
    "program",
    "how_are_you",
    "scorn",
    "bye",
    "thanks",
    "praise",
    "sorry",
    "hello",
    "laugh",
    "fine",
)
"""Which is meant where a text says several: "ok thanks, bye" is bye."""


def _chapter(words: SmallTalkWords) -> Chapter[Talk]:
    return Chapter({talk: getattr(words, talk) for talk in TALKS}, around={"filler": words.fillers})


@cache
def _book() -> Phrasebook[Talk]:
    chapters = [_chapter(each.small_talk) for each in vocabularies().values()]
    return Phrasebook(chapters, spelling(), order=_ORDER)


def read_talk(text: str) -> Talk | None:
    """Return the kind of small talk that the whole text comes to, in any language, or None. That somebody wants to end
    something is small talk only where it is no sign of danger.
    """
    talk = _book().read(text)
    return None if talk == "finish" and read_danger(text) is not None else talk
