"""Time words: text cut into pieces for the readers of time, with the words of every language at hand.

All languages are read at once: who writes "mañana at 6" is understood. The person's own only decides what a word that
several have stands for ("once" is a number in Spanish only).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from rapidfuzz.distance import OSA

from bot.understand.folding import fold
from bot.understand.languages import by_word, in_order, own_first, vocabularies, vocabulary
from bot.understand.words import Tongue, tongues_for, without_phrases

Part = Literal["early", "morning", "midday", "afternoon", "evening", "night"]
PARTS: tuple[Part, ...] = get_args(Part)

_LONG_WORD = re.compile(r"\b[a-z]{5,13}\b")
_MENDED_FROM = 7
"""So many letters a weekday or month needs before a slip in it is mended."""
_SOUNDS_FROM = 5
_HALVES = [
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"(?<=\d) ?([ap]) ?\. ?m\b\.?|(?<=\d) ?([ap]) ?m\b\.?", r" \1\2m "),
        (r"\b([ap]) ?\. ?m\b\.?", r" \1m "),
        (r"(?<=\d)([ap])\b", r" \1m "),
        (r"(?<=[a-z])-(?=[a-z])", " "),
    )
]
_PIECE = re.compile(
    r"""(?P<iso> (?<! \d ) \d{4} [-/.] \d{1,2} [-/.] \d{1,2} (?! \d ) (?: t (?= \d ) )? )
      | (?P<date> (?<! \d ) \d{1,2} ([-/.]) \d{1,2} \3 (?: \d{4} | \d{2} ) (?! \d )
                | (?<! \d ) \d{1,2} [ ]? / [ ]? \d{1,2} (?! \d ) )
      | (?P<clock> (?<! \d ) \d{1,2} [ ]? [:h] [ ]? \d{2} (?: : \d{2} )? (?! \d )
                 | (?<! \d ) \d{1,2} \. \d{2} (?! \d ) )
      | (?P<decimal> (?<! \d ) \d{1,3} [.,] \d (?! \d ) )
      | (?P<ordinal> (?<! \d ) \d{1,2} (?: st | nd | rd | th | er | ero | ro | do | o ) \b )
      | (?P<number> \d+ )
      | (?P<word> [^\W\d_]+ | @ )
      | (?P<mark> [^\s'"*_] )""",
    re.VERBOSE,
)
_LONGEST_NUMBER = 4
_LONGEST_PHRASE = 5
# Nobody answers "when?" at greater length, and a story holds hours that are no answer.
_MOST_LETTERS = 1000

Kind = Literal["iso", "date", "clock", "decimal", "ordinal", "number", "word", "mark"]


@dataclass(frozen=True)
class Piece:
    """One piece of typed text: a folded word, a mark, or figures (`numbers`, as they stand)."""

    kind: Kind
    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """The words of all languages that stand for a number: weekdays (0 is Monday), months and days (from 1), and the
    parts of the day; and the words that one slip away from them are mended."""

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    ordinals: Mapping[str, int]
    parts: Mapping[str, Part]
    mended: tuple[str, ...]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    by_sound: Mapping[str, str]


@cache
def calendar() -> Calendar:
    """The tables of all languages together."""
    day, parts = vocabulary().day, vocabulary().clock.parts
    weekdays = in_order(day.weekdays)
    months = {word: month + 1 for word, month in in_order(day.months).items()}
    return Calendar(
        weekdays,
        months,
        by_word(day.ordinals),
        {word: part for part in PARTS for word in getattr(parts, part)},
        tuple(sorted(word for word in {*weekdays, *months, *day.mended} if len(word) >= _MENDED_FROM)),
        (*_HALVES, *((re.compile(pattern), instead) for pattern, instead in day.phrases)),
        {_sound(word): word for word in sorted({*weekdays, *months}) if len(word) >= _SOUNDS_FROM},
    )


class Line:
    """Typed text cut into pieces, and what stands at a position; beyond the ends there is nothing."""

    def __init__(self, text: str, language: str) -> None:
        # Lengths of time already looked for, by position, and how many were tried: span.py keeps them here.
        self.spans: dict[int, tuple[int, int] | None] = {}
        self.lengths = 0
        self.pieces = _cut(text)
        self.words = [piece.text if piece.kind == "word" else "" for piece in self.pieces]
        self.language = language
        self.clock = vocabulary().clock
        self.day = vocabulary().day
        self.own = own_first(language)[0]

    def __len__(self) -> int:
        return len(self.pieces)

    def word(self, at: int) -> str:
        """Return the word at a position, or an empty string."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def kind(self, at: int) -> str:
        """Return the kind of piece at a position, or an empty string."""
        return self.pieces[at].kind if 0 <= at < len(self.pieces) else ""

    def mark(self, at: int) -> str:
        """Return the punctuation mark at a position, or an empty string."""
        return self.pieces[at].text if self.kind(at) == "mark" else ""

    def number(self, at: int) -> int | None:
        """Return the plain figures at a position."""
        return self.pieces[at].numbers[0] if self.kind(at) == "number" else None

    def skip(self, at: int, words: frozenset[str]) -> int:
        """Return the position after a word of the set, or the same position."""
        return at + 1 if self.word(at) in words else at

    def phrase_end(self, at: int, phrases: frozenset[str]) -> int:
        """Return the position after the longest phrase of the set that begins at a position; 0 where none does."""
        if self.word(at):
            for length in range(_LONGEST_PHRASE, 0, -1):
                if " ".join(self.words[at : at + length]) in phrases and at + length <= len(self.words):
                    return at + length
        return 0

    def tongues(self, first: str = "") -> tuple[Tongue, ...]:
        """Return all languages, the person's own first, or the one with that tag."""
        return tongues_for(first or self.language)

    def names_weekday(self) -> bool:
        """Tell whether a weekday is named anywhere, in more than two letters."""
        return any(word in calendar().weekdays and word not in self.day.short_weekdays for word in self.words)

    def refused(self) -> bool:
        """Tell whether something is taken back or kept open: "not tomorrow", "every Saturday"."""
        # "No, on Saturday" and "on Saturday, no?" say Saturday; "if it doesn't rain" takes nothing back.
        end = self.condition()
        return any(
            word in self.day.refusals
            and not (word == "no" and (self.mark(at + 1) == "?" or (at == 0 and self.kind(1) == "mark")))
            for at, word in enumerate(self.words[:end])
        )

    def condition(self) -> int:
        """Return the position where a condition begins, after the words that it is put on; the end where none does."""
        table, words = calendar(), self.day
        days = {*table.weekdays, *table.months, *words.today, *words.tomorrow, *words.tomorrow_or_morning}
        found = next((at for at in range(1, len(self)) if self.word(at) in words.conditions), len(self))
        names_time = any(piece.numbers or piece.text in days for piece in self.pieces[found:])
        return len(self) if names_time else found


def _cut(text: str) -> list[Piece]:
    folded = fold(text)
    if len(folded) > _MOST_LETTERS:
        return []
    plain = without_phrases(" ".join(_LONG_WORD.sub(_spell, folded).split()))
    plain = " ".join(plain.split())
    for pattern, instead in calendar().phrases:
        plain = pattern.sub(instead, plain)
    pieces = []
    for match in _PIECE.finditer(plain):
        kind, piece = match.lastgroup, match.group()
        figures = [figure for figure in re.findall(r"\d+", piece) if kind != "word"]
        if any(len(figure) > _LONGEST_NUMBER for figure in figures):
            pieces.append(Piece("mark", "#"))
        elif kind in ("iso", "date", "clock", "decimal", "ordinal", "number", "word", "mark"):
            pieces.append(Piece(kind, piece, tuple(map(int, figures))))  # type: ignore[arg-type]
    return pieces


def _spell(match: re.Match[str]) -> str:
    """Return the word of time that a word is one slip away from, or the word itself."""
    word, table, day = match.group(), calendar(), vocabulary().day
    if (
        word in table.weekdays
        or word in table.months
        or word in table.parts
        or word in day.tomorrow | day.not_mended | day.refusals
    ):
        return word
    if (sounding := table.by_sound.get(_sound(word))) is not None:
        return sounding
    known = [right for right in table.mended if right[0] == word[0] and len(word) > 5]
    # Of shorter words a letter may be missing or two swapped, but not another one in its place: "partes" is no day.
    short = sorted(day.mended_short)
    known += [right for right in short if len(word) == 5 or sorted(word) == sorted(right)]
    return next((right for right in known if right[0] == word[0] and OSA.distance(word, right) == 1), word)


def _sound(word: str) -> str:
    """How a word sounds where letters are told apart by the eye alone: "savado", "juebes", "lunez"."""
    return word.translate(_SAME_SOUND).replace("h", "")


_SAME_SOUND = str.maketrans("vz", "bs")


@cache
def leading(word: str) -> str:
    """The tag of the language that a word before an hour tells, such as "las"; empty where it tells none."""
    return next((tag for tag, words in vocabularies().items() if word in words.clock.leads), "")
