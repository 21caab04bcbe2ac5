"""Scales: "4", "4/5" or "un cuatro" -> a whole number between two ends."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understand.folding import starts_negative
from bot.understand.languages import vocabulary
from bot.understand.tokens import Surroundings, Token, cut, number_in, texts
from bot.understand.words import Tongue, tongues


def read_scale(text: str, low: int, high: int) -> int | None:
    """Return the mark from `low` to `high` that a text names in figures or in words of any language, or None.

    "4 out of 5" and "4/5" count only if the scale ends at 5. Two marks, halves and anything outside give None.
    """
    tokens = cut(text)
    if tokens is None or starts_negative(text):
        return None
    words = vocabulary().number
    fillers = words.mark_articles | words.mark_fillers
    for tongue in tongues().values():
        found = _find(tokens, high, tongue)
        if found is None:
            continue
        mark, start, end = found
        if low <= mark <= high and Surroundings(tokens[:start], tokens[end:], fillers).harmless():
            return mark
    return None


def _find(tokens: Sequence[Token], high: int, tongue: Tongue) -> tuple[int, int, int] | None:
    """Return the first mark, where it starts and where it ends."""
    words = texts(tokens)
    for at, token in enumerate(tokens):
        if token.kind == "ratio":
            mark, end = token.pair
            return (mark, at, at + 1) if end == high else None
        number = None if token.text in vocabulary().number.mark_articles else number_in(tokens, words, at, tongue)
        if number is not None:
            value, after = number
            return (int(value), at, _after_top(tokens, words, after, high, tongue)) if value.denominator == 1 else None
    return None


def _after_top(tokens: Sequence[Token], words: Sequence[str], at: int, high: int, tongue: Tongue) -> int:
    """Return the position after "out of 5" if that stands there and names the scale's end."""
    of = at + 1 if words[at : at + 1] == ["out"] else at
    if of < len(words) and words[of] in vocabulary().number.out_of:
        top = number_in(tokens, words, of + 1, tongue)
        if top is not None and top[0] == high:
            return top[1]
    return at
