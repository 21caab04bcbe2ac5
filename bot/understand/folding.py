"""Folding: typed text made comparable, as one would compare it by ear."""

from __future__ import annotations

import re
import unicodedata

_SWAPS = str.maketrans(
    {
        **dict.fromkeys("\u00b4`\u2018\u2019\u2032\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
        **dict.fromkeys("\u2014\u2015\n\r\u2028\u2029", ";"),
        **dict.fromkeys("~\u2248\u223c", " "),
        "\u2033": '"',
        "\u3002": ".",
        "\u3001": ",",
        "\u00bd": " 1/2 ",
        "\u00bc": " 1/4 ",
        "\u00be": " 3/4 ",
    }
)
_HEART_OR_SMILEY = re.compile(r"</?3{1,5}(?!\d)|(?<!\d)[:;=]'?-?[()\[\]dpsxo3*/|\\](?!\w)")
_INNER_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_NEGATIVE = re.compile(r"[-\u2212][0-9]")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")


def fold(text: str) -> str:
    """Return the text as one would compare it by ear, in time linear in its length.

    Lower case; no accents, emoji, smileys, invisible characters or apostrophes inside words; every digit of any
    script as 0-9; one kind of quote and of dash; a new line as a semicolon; "pleaseeee" as "please".
    """
    plain = text.translate(_ASCII) if text.isascii() else _spread(text)
    plain = _HEART_OR_SMILEY.sub(" ", plain)
    plain = _INNER_APOSTROPHE.sub("", plain)
    return _DRAWN_OUT.sub(r"\1", plain).strip()


def _spread(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.translate(_SWAPS).casefold()).casefold()
    return "".join(_plain(char) for char in spread)


def _plain(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind[0] == "M" or kind == "Cf":
        return ""
    return char if kind[0] in "LP" or kind in ("Sm", "Sc") else " "


_ASCII = str.maketrans({chr(code): _spread(chr(code)) for code in range(128)})
"""Most of what people type has nothing else in it, and each of its characters is folded for itself."""


def starts_negative(text: str) -> bool:
    """Whether the text begins with a number below zero: "-1" names no place, no mark and no length."""
    return _NEGATIVE.match(fold(text)) is not None
