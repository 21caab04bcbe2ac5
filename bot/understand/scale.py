"""Scales: "4", "4/5" or "un cuatro" -> a whole number between two ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from bot.understand.folding import fold, starts_negative
from bot.understand.languages import vocabulary
from bot.understand.tokens import Surroundings, Token, cut, number_in, texts
from bot.understand.words import Tongue, number_at, tongues, tongues_for, without_phrases

_PIECE: Final = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,]\d)?(?![\w.,]*\d)|[^\W\d_]+|\S")
_FARTHEST: Final = 2
"""Marks so far apart may still be meant by two words, one as well as the other."""
_KEYCAP_TEN: Final = "\N{KEYCAP TEN}"
_ENDS: Final = " .,!?¡¿"
_MOST_WORDS: Final = 15
"""In a text of more words two numbers are two of a story."""
_SILENT: Final = frozenset("-.,;:!?¿¡()~/*_'\"")


def plainly(text: str) -> str:
    """A text without what says that somebody is not sure, where more comes after it, and of which time it is said;
    signs that are numbers as such."""
    unsure = "|".join(vocabulary().number.unsure)
    plain = fold(text.replace(_KEYCAP_TEN, " 10 "))
    meanwhile = "|".join(vocabulary().number.meanwhile)
    plain = re.sub(rf"\b(?:{meanwhile})\b", " ", plain)
    return re.sub(rf"^(?:(?:[hu]?m+|eh|pues|well)\b[\s,.;…]*)?(?:{unsure})\b[\s,.;:…]+(?=.*\w)", "", plain)


def read_scale(text: str, low: int, high: int) -> int | None:
    """Return the mark from `low` to `high` that a text names in figures or in words of any language, or None.

    "4 out of 5" and "4/5" count only if the scale ends at 5. What is said for the highest is that. Two marks, halves
    and anything outside give None.
    """
    text = plainly(text)
    if text.strip(_ENDS) in vocabulary().number.most:
        return high
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


def read_which(text: str, low: int, high: int, language: str) -> tuple[int, ...]:
    """Return the marks between which a text leaves it open: "7-8", "between 6 and 8", "siete y medio", "7.5"; and the
    two that it names, whatever it says around them: "was 8, now 6", "4, sorry, 5"; else none.

    Words are those of all languages, without those that are no numbers in `language`.
    """
    if starts_negative(text):
        return ()
    said = list(_marks(plainly(text), high, language))
    return _between(said, low, high) or _both(said, text, low, high)


def _both(said: Sequence[Fraction | None], text: str, low: int, high: int) -> tuple[int, ...]:
    """The two whole marks of a short text that says more than "1 to 9", which leaves everything open."""
    named = [mark for mark in said if mark is not None]
    marks = sorted(set(named))
    moved = vocabulary().number.mark_fillers - vocabulary().number.between
    wide = None not in said and named == marks and moved.isdisjoint(plainly(text).split())
    if len(marks) != 2 or wide or len(text.split()) > _MOST_WORDS:
        return ()
    inside = all(mark.denominator == 1 and low <= mark <= high for mark in marks)
    return (int(marks[0]), int(marks[1])) if inside else ()


def _between(said: Sequence[Fraction | None], low: int, high: int) -> tuple[int, ...]:
    """All from the first to the last mark, where nothing else is said."""
    if not said or None in said:
        return ()
    marks = sorted({mark for mark in said if mark is not None})
    least, most = marks[0], marks[-1]
    first, last = (int(least), -int(-most // 1))
    if len(marks) > 2 or first == last or last - first > _FARTHEST or not low <= first < last <= high:
        return ()
    return tuple(range(first, last + 1))


def _marks(folded: str, high: int, language: str) -> Iterator[Fraction | None]:
    """Each number in a text, with its half; None for a word that says something else."""
    pieces = [piece.replace(",", ".") for piece in _PIECE.findall(_without_top(without_phrases(folded), high))]
    at = 0
    while at < len(pieces):
        found = _number_there(pieces, at, language)
        if found is None:
            if not _says_nothing(pieces[at]):
                yield None
            at += 1
            continue
        value, at = found
        half = _after_half(pieces, at)
        yield value if half is None else value + Fraction(1, 2)
        at = at if half is None else half


def _without_top(folded: str, high: int) -> str:
    """A text without "/10", "out of 10", "de 10" for the scale's end."""
    of = "|".join(sorted(vocabulary().number.out_of))
    top = "|".join(
        [str(high), *(word for tongue in tongues().values() for word, n in tongue.numbers.items() if n == high)]
    )
    return re.sub(rf"(?:\s*/\s*|\b(?:out )?(?:{of}) )(?:{top})\b(?![.,]\d)", " ", folded)


def _number_there(pieces: Sequence[str], at: int, language: str) -> tuple[Fraction, int] | None:
    piece, words = pieces[at], vocabulary().number
    if piece[0].isdigit():
        return Fraction(piece), at + 1
    own = tongues_for(language)[0]
    if piece in words.mark_articles or piece in own.not_numbers:
        return None
    named = next((found for tongue in tongues_for(language) if (found := number_at(pieces, at, tongue))), None)
    return (Fraction(named[0]), named[1]) if named is not None else None


def _after_half(pieces: Sequence[str], at: int) -> int | None:
    """The position after "and a half", "y medio", "½", "and a bit", "8+"; None where none of it stands there."""
    words = vocabulary().number
    if list(pieces[at : at + 3]) == ["1", "/", "2"]:
        return at + 3
    if at >= len(pieces) or pieces[at] not in words.joints:
        return None
    after = at + 2 if at + 1 < len(pieces) and pieces[at + 1] in words.articles else at + 1
    if pieces[at] == "+" and after == len(pieces):
        return after
    return after + 1 if after < len(pieces) and pieces[after] in words.halves | vocabulary().duration.over else None


def _says_nothing(piece: str) -> bool:
    words, talk = vocabulary().number, vocabulary().talk
    return piece in _SILENT or piece in words.between | words.mark_articles | words.mark_fillers | talk.small_talk
