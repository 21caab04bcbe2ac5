"""Not decided yet: "not sure yet", "some day", "ya veré" -> said so, as an answer to "when?"."""

from __future__ import annotations

import re
from functools import cache

from bot.understand.folding import fold
from bot.understand.languages import vocabularies

_MOST_WORDS = 14


def is_undecided(text: str) -> bool:
    """Whether the whole text says that somebody has not decided when, in any language. That they do not know at all
    says it only with a word for "yet": to "I don't know" they are helped along."""
    words = re.findall(r"[^\W_]+", fold(text))
    if len(words) > _MOST_WORDS:
        return False
    return any(pattern.fullmatch(" ".join(words)) is not None for pattern in _patterns())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(each.undecided.says, each.undecided.around) for each in vocabularies().values())


def _pattern(says: tuple[str, ...], around: frozenset[str]) -> re.Pattern[str]:
    beside = f"(?:{'|'.join(sorted(around))})"
    said = f"(?:{'|'.join(says)})"
    return re.compile(rf"(?:{beside} )*{said}(?: {beside}| {said})*")
