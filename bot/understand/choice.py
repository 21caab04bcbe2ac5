"""Choices: an option typed by its label, by another way of saying it, by its number or its beginning -> its id."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.understand.folding import fold, starts_negative
from bot.understand.languages import vocabulary
from bot.understand.ways import Ways, find_in, fits, words_in, words_of_way
from bot.understand.words import tongues

_PIECES = re.compile(r"[^\W_]+")
_SHORTEST_BEGINNING = 3
_SHORTEST_INSIDE = 4
_COUNTED = 9
"""Among more options than this nobody counts: a number says something else there."""


def pieces_of_several(text: str) -> list[str]:
    """Return what stands between commas, new lines and words for "and", in a text that may name several options."""
    return _between().split(text)


@cache
def _between() -> re.Pattern[str]:
    joints = "|".join(sorted(vocabulary().choice.joints))
    return re.compile(rf"[,;\n&+]|(?<!\w)(?:{joints})(?!\w)", re.IGNORECASE)


def read_choice(
    text: str,
    labels: Mapping[str, str],
    ways: Ways | None = None,
    *,
    besides: int | None = None,
    doubts: Collection[str] = (),
) -> str | None:
    """Return the id of the option that a text names, or None if it names none, or more than one.

    labels: option id -> label as shown, in the order shown; ways: what else people say for an option. An option may be
    named by its label or a way (case, accents, punctuation, emoji, articles, spelling of numbers, politeness and what
    says nothing aside), by its place ("2", unless a label holds a number itself), by a beginning of at least three
    letters that only one label has, by words of four letters or more that stand in a row in only one, or by a text that
    says it among other words: what `besides` and `doubts` are there for is said in `find_in`.
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
    said = {option: [_Way.of(label), *map(_way, (ways or {}).get(option, ()))] for option, label in labels.items()}
    whole = _by_the_whole(_Way.of(text), said)
    if whole:
        return whole[0] if len(whole) == 1 else None
    inside = {option: [words for way in of_it for words in way.found] for option, of_it in said.items()}
    return (
        _by_place(typed, options)
        or _by_beginning(_bare(typed), options)
        or _by_words_inside(_core(typed), options)
        or find_in(text, inside, besides=besides, doubts=doubts)
        or _by_what_is_told(_Way.of(text), said)
    )


def read_exactly(text: str, labels: Mapping[str, str], ways: Ways) -> str | None:
    """Return the id of the option whose label, or another way of saying it, the whole text is: capitals, accents and
    points aside, and nothing else."""
    typed = words_in(text)
    for option, label in labels.items():
        said = (words_in(label), *map(words_of_way, ways.get(option, ())))
        if _same_to_the_eye(text, label) or any(fits(typed, way) for way in said):
            return option
    return None


@dataclass(frozen=True)
class _Way:
    """A text as it is held against others: as it stands, without politeness, without articles and with numbers as
    figures, and without all that says nothing."""

    forms: tuple[list[str], list[str], list[str]]
    telling: list[str]

    @classmethod
    def of(cls, text: str) -> _Way:
        pieces = _pieces(text)
        core = _core(pieces)
        return cls((pieces, _bare(pieces), core), [word for word in core if word not in vocabulary().choice.around])

    @property
    def found(self) -> list[tuple[str, ...]]:
        """As it may stand in a longer text, also without its article: "the kids" in "my kids"."""
        first, *rest = self.forms[0] or [""]
        bare = [tuple(rest)] if first in vocabulary().choice.articles and rest else []
        return [tuple(self.forms[0]), *bare]


@lru_cache(maxsize=1 << 14)
def _way(way: str) -> _Way:
    """Kept: it is asked for again and again. What people type, and their names on labels, do not come here."""
    return _Way.of(way)


def _by_the_whole(typed: _Way, said: Mapping[str, Collection[_Way]]) -> list[str]:
    """The options of which the text says one way and no more, as narrowly as there are any."""
    for n, wanted in enumerate(typed.forms):
        exact = [o for o, ways in said.items() if wanted and any(wanted in (w.forms[0], w.forms[n]) for w in ways)]
        if exact:
            return exact
    return []


def _by_what_is_told(typed: _Way, said: Mapping[str, Collection[_Way]]) -> str | None:
    wanted = typed.telling
    told = [option for option, ways in said.items() if wanted and any(wanted == way.telling for way in ways)]
    return told[0] if len(told) == 1 else None


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
    if len(rest) != 1 or len(options) > _COUNTED:
        return None
    if any(_is_number(piece) for pieces in options.values() for piece in pieces):
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
