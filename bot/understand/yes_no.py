"""Yes and no: "yep", "sure", "qué va", "va a ser que no" -> True, False, or None for anything in between."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from bot.understand.folding import fold
from bot.understand.languages import vocabulary

_SIGNS = {"👍": " yes ", "✅": " yes ", "✔": " yes ", "👌": " yes ", "👎": " no ", "❌": " no ", "🚫": " no "}
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 5
_MOST_WORDS = 40


@cache
def _meanings() -> Mapping[tuple[str, ...], bool | None]:
    words = vocabulary().yes_no
    said = ((words.yes, True), (words.no, False), (words.hedges, None))
    return {tuple(phrase.split()): meaning for phrases, meaning in said for phrase in phrases}


def read_yes_no(text: str, language: str) -> bool | None:
    """Return True for a yes, False for a no, and None for a hedge, both, neither, or a long story.

    Every language is understood whatever `language` is. A yes or no may be followed by its reasons; if these hold
    the contrary or a "but", it is none of both.
    """
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    words = _WORD.findall(fold(text))
    return _meaning(words, reasons=True)


def says_plainly(text: str) -> bool | None:
    """Return True for a yes, False for a no, in words and with nothing else said; None for anything more or less."""
    return _meaning(_WORD.findall(fold(text)), reasons=False)


def _meaning(words: list[str], *, reasons: bool) -> bool | None:
    meanings = _meanings()
    said: set[bool | None] = set()
    at = 0
    if len(words) > _MOST_WORDS:
        return None
    while at < len(words):
        length = next((n for n in range(_LONGEST, 0, -1) if tuple(words[at : at + n]) in meanings), 0)
        if length:
            said.add(meanings[tuple(words[at : at + length])])
        elif words[at] not in vocabulary().yes_no.fillers and not (said and reasons):
            # What does not begin with an answer tells a story.
            return None
        at += length or 1
    return said.pop() if len(said) == 1 else None
