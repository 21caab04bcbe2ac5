"""What can be seen of a text: blanks, joiners and fillers that no screen shows are no words, and no name."""

from __future__ import annotations

import unicodedata
from typing import Final

_SHOW_NOTHING: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs that are drawn as nothing, though they are none of the kinds that are."""


def is_visible(text: str) -> bool:
    """Whether a text shows anything at all."""
    return any(map(_is_seen, text))


def has_letters(text: str) -> bool:
    """Whether a text has a letter that is seen."""
    return any(char.isalpha() and _is_seen(char) for char in text)


def without_unseen(text: str) -> str:
    """The text without fillers, and with one blank for each stretch of them; empty where nothing of it is seen.

    Joiners stay where something is seen: they hold together what one sign is made of.
    """
    return " ".join("".join(" " if c in _SHOW_NOTHING else c for c in text).split()) if is_visible(text) else ""


def _is_seen(char: str) -> bool:
    return char not in _SHOW_NOTHING and unicodedata.category(char)[0] not in "CZM"
