"""A text as the frames see it: words folded and repaired, with the places where a clause, a sentence or a quotation
begins and ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MOST_UNITS: Final = 65536
"""So much of a text is read; Telegram's own limit for the richest of messages is half of that."""

_SWAPS: Final = str.maketrans(
    {
        **dict.fromkeys("\u00b4`\u2018\u2019\u2032\u02bc\u02bb", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u201f", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2212", "-"),
        **dict.fromkeys("\u2013\u2014\u2015", ","),
        **dict.fromkeys("\u2028\u2029\r", "\n"),
        "\u2026": ".",
    }
)
_PIECE: Final = re.compile(r"[^\W_]+(?:[*@$'!1|][^\W_]+)*[$*]*|[.!?;\n]+|[,:()]|\"|[^\s\w]")
_SPACED: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .\-_*]{1,2}){2,}[^\W\d_](?![^\W_])")
_DRAWN_OUT: Final = re.compile(r"([^\W\d_])\1{2,}")
_LEET: Final = str.maketrans("0134578@$!|", "oieastbasil")

_HARD: Final = frozenset(".!?;\n")
_SOFT: Final = frozenset(',:()"')


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it was written, folded, with its apostrophes. `clause`: a comma or its like stands before it;
    `sentence`: a full stop or its like does. `quoted`: it stands within quotation marks."""

    text: str
    clause: bool = False
    sentence: bool = False
    quoted: bool = False


def fold(text: str) -> str:
    """The text in lower case without accents, invisible characters and drawn-out letters; in linear time."""
    text = text[:MOST_UNITS]
    if text.isascii():  # nothing to take apart, and most texts are
        return _DRAWN_OUT.sub(r"\1\1", text.translate(_SWAPS).lower())
    swapped = text.translate(_SWAPS)
    spread = unicodedata.normalize("NFKD", swapped).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", spread) if unicodedata.category(c) not in ("Mn", "Cf"))
    return _DRAWN_OUT.sub(r"\1\1", plain)


def words_of(text: str, *, quoted: bool = False) -> list[Word]:
    """The words of a text. Single letters in a row ("k i l l") are one word; `quoted`: all of it is a quotation."""
    plain = _SPACED.sub(lambda found: re.sub(r"[ .\-_*]", "", found[0]), fold(text))
    return list(_words(plain, quoted))


def _words(plain: str, quoted: bool) -> Iterator[Word]:
    clause = sentence = False
    inside = False
    marks = plain.count('"')
    for found in _PIECE.finditer(plain):
        piece = found[0]
        if piece == '"':
            # A mark without its fellow quotes nothing.
            if inside or marks > 1:
                inside, marks = not inside, marks - 1
            clause = True
        elif piece[0] in _HARD:
            sentence = True
        elif piece in _SOFT:
            clause = True
        elif piece[0].isalnum():
            yield Word(piece, clause or sentence, sentence, quoted or inside)
            clause = sentence = False


def unmasked(word: str) -> str:
    """The word that figures and signs in it stand for: "k1ll", "su1c1de", "$elf"; the word itself where none do."""
    if word.isalpha() or word.isdigit():
        return word
    plain = word.translate(_LEET)
    return plain if plain.isalpha() or "*" in plain else word


def undrawn(word: str) -> tuple[str, ...]:
    """The ways to read doubled letters: "kiill" as "kiill", "kill", "kil"."""
    single = re.sub(r"(.)\1", r"\1", word)
    if single == word:
        return (word,)
    doubles = [found.start() for found in re.finditer(r"(.)\1", word)]
    partly = [word[:at] + word[at + 1 :] for at in doubles[:4]]
    return (word, *partly, single)
