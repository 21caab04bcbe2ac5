"""Choices: an option typed by its label, its number or its beginning -> the option's id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from bot.understand.folding import fold, starts_negative
from bot.understand.languages import vocabulary
from bot.understand.words import tongues

_PIECES = re.compile(r"[^\W_]+")
_SHORTEST_BEGINNING = 3
_SHORTEST_INSIDE = 4


def pieces_of_several(text: str) -> list[str]:
    """Return what stands between commas, new lines and words for "and", in a text that may name several options."""
    return _between().split(text)


@cache
def _between() -> re.Pattern[str]:
    joints = "|".join(sorted(vocabulary().choice.joints))
    return re.compile(rf"[,;\n&+]|(?<!\w)(?:{joints})(?!\w)", re.IGNORECASE)


def read_choice(text: str, labels: Mapping[str, str]) -> str | None:
    """Return the id of the option that a text names, or None if it names none, or more than one.

    labels: option id -> label as shown, in the order shown. An option may be named by its label (case, accents,
    punctuation, emoji, articles, spelling of numbers and politeness aside), by its place ("2", unless a label holds a
    number itself), by a beginning of at least three letters that only one label has, or by words
    of four letters or more that stand in a row in only one.
    """
    shown = [option for option, label in labels.items() if _same_to_the_eye(text, label)]
    if len(shown) == 1:
        return shown[0]
    if starts_negative(text):
        return None
    typed = _pieces(text)
    options = {option: _pieces(label) for option, label in labels.items()}
    if not typed:
        return None
    for reduce in (list[str], _bare, _core):
        exact = [o for o, pieces in options.items() if (wanted := reduce(typed)) and wanted in (pieces, reduce(pieces))]
        if exact:
            return exact[0] if len(exact) == 1 else None
    return _by_place(typed, options) or _by_beginning(_bare(typed), options) or _by_words_inside(_core(typed), options)


def _same_to_the_eye(text: str, label: str) -> bool:
    # For labels that are nothing but emoji; Telegram may add or drop the variation selector.
    def visible(shown: str) -> str:
        return shown.replace("\ufe0f", "").strip().casefold()

    return visible(text) == visible(label) != ""


def _pieces(text: str) -> list[str]:
    return _PIECES.findall(fold(text))


def _bare(pieces: list[str]) -> list[str]:
    return [piece for piece in pieces if piece not in vocabulary().choice.polite]


def _core(pieces: list[str]) -> list[str]:
    """What is left without politeness and articles, numbers as figures."""
    left = [piece for piece in _bare(pieces) if piece not in vocabulary().choice.articles]
    return [piece if (number := _number(piece)) is None else str(number) for piece in left]


def _by_place(typed: list[str], options: Mapping[str, list[str]]) -> str | None:
    rest = [piece for piece in _bare(typed) if piece not in vocabulary().choice.numbered]
    if len(rest) != 1 or any(_is_number(piece) for pieces in options.values() for piece in pieces):
        return None
    place = _number(rest[0])
    return list(options)[place - 1] if place is not None and 1 <= place <= len(options) else None


def _by_beginning(typed: list[str], options: Mapping[str, list[str]]) -> str | None:
    beginning = " ".join(typed)
    if sum(map(str.isalpha, beginning)) < _SHORTEST_BEGINNING:
        return None
    fitting = [option for option, pieces in options.items() if " ".join(pieces).startswith(beginning)]
    return fitting[0] if len(fitting) == 1 else None


def _by_words_inside(typed: list[str], options: Mapping[str, list[str]]) -> str | None:
    words = f" {' '.join(typed)} "
    if not any(piece.isalpha() and len(piece) >= _SHORTEST_INSIDE for piece in typed):
        return None
    fitting = [option for option, pieces in options.items() if words in f" {' '.join(_core(pieces))} "]
    return fitting[0] if len(fitting) == 1 else None


def _is_number(piece: str) -> bool:
    return any(char.isdigit() for char in piece) or (_number(piece) or 0) > 1


def _number(piece: str) -> int | None:
    if piece.isdecimal():
        return int(piece) if len(piece) <= 3 else None
    return next((tongue.numbers[piece] for tongue in tongues().values() if piece in tongue.numbers), None)
