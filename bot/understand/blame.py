"""Blame in what somebody is about to say of another: "you never listen", "me haces sentir", "oh great, as usual".

Noticed so that another way of putting it can be offered; what somebody meant by it is theirs. A word too many costs one
tap, so what reasonable people would call blame is read as such, and what only tells what happened is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, Literal, get_args

from bot.understand.folding import fold
from bot.understand.languages import own_first, vocabularies

Blame = Literal["feel_that", "sarcasm", "name_calling", "always_never", "makes_me", "mind_reading"]
"""The kinds of blame: a judgement that calls itself a feeling; sarcasm; a name for what the other is; always and never;
one's own feeling as the other's doing; what the other is said to think or want."""

KINDS: Final[tuple[Blame, ...]] = get_args(Blame)

_PIECE: Final = re.compile(r"[^\W_]+|[.!?;]+")


def read_blame(text: str, language: str) -> Blame | None:
    """The kind of blame that comes first in a text, by the words of its language and then of the others; None where
    there is none."""
    said = " ".join("." if piece[0] in ".!?;" else piece for piece in _PIECE.findall(fold(text)))
    for tag in own_first(language):
        found = _first(said, tag)
        if found is not None:
            return found
    return None


def _first(said: str, tag: str) -> Blame | None:
    innocent, patterns = _read(tag)
    said = innocent.sub(" ", said)
    found = [(at.start(), n, kind) for n, (kind, p) in enumerate(patterns.items()) if (at := p.search(said))]
    return min(found)[2] if found else None


@cache
def _read(tag: str) -> tuple[re.Pattern[str], Mapping[Blame, re.Pattern[str]]]:
    words = vocabularies()[tag].blame
    insult = f"(?:{'|'.join(sorted(words.insults))}|(?:{'|'.join(sorted(words.stems))})\\w{{0,6}})"
    patterns: dict[Blame, re.Pattern[str]] = {}
    for kind in KINDS:
        each = "|".join(getattr(words, kind)).replace("{insult}", insult)
        patterns[kind] = re.compile(rf"\b(?:{each})\b")
    return re.compile(rf"\b(?:{'|'.join(words.not_blame)})\b"), patterns
