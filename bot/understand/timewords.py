"""Time words: the vocabulary of days and hours in two languages, and text cut into pieces for the readers of time.

Both languages are read at once: who writes "mañana at 6" is understood. The language only decides what a word that
both have stands for ("once" is a number in Spanish only).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA

from bot.understand.words import ENGLISH, SPANISH, Tongue, by_word, fold, set_of, without_phrases

Part = Literal["early", "morning", "midday", "afternoon", "evening", "night"]

WEEKDAYS = by_word(
    {
        0: "monday mondays mon lunes lun",
        1: "tuesday tuesdays tue tues martes mar",
        2: "wednesday wednesdays wed weds wensday wednsday miercoles mie mier mierc",
        3: "thursday thursdays thu thur thurs jueves jue juev",
        4: "friday fridays fri firday viernes vie vier",
        5: "saturday saturdays sat satday satuday sabado sab sabad",
        6: "sunday sundays sun domingo dom",
    }
)
MONTHS = by_word(
    {
        1: "january jan enero ene", 2: "february feb febuary febrero", 3: "march mar marzo", 4: "april apr abril abr",
        5: "may mayo", 6: "june jun junio", 7: "july jul julio", 8: "august aug agosto ago",
        9: "september sept sep septiembre setiembre set", 10: "october oct octubre",
        11: "november nov noviembre", 12: "december dec diciembre dic",
    }
)  # fmt: skip
ORDINALS = by_word(
    {
        1: "first primero", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth",
        9: "ninth", 10: "tenth", 11: "eleventh", 12: "twelfth", 13: "thirteenth", 14: "fourteenth", 15: "fifteenth",
        16: "sixteenth", 17: "seventeenth", 18: "eighteenth", 19: "nineteenth", 20: "twentieth",
        21: "twentyfirst", 22: "twentysecond", 23: "twentythird", 24: "twentyfourth", 25: "twentyfifth",
        26: "twentysixth", 27: "twentyseventh", 28: "twentyeighth", 29: "twentyninth", 30: "thirtieth",
        31: "thirtyfirst",
    }
)  # fmt: skip
PARTS: dict[str, Part] = {
    "morning": "morning", "mornin": "morning", "temprano": "morning", "tempranito": "morning", "lunchtime": "midday",
    "mediodia": "midday", "midday": "midday", "noon": "midday", "noonish": "midday",
    "afternoon": "afternoon", "arvo": "afternoon", "tarde": "afternoon", "tardecita": "afternoon",
    "evening": "evening", "eve": "evening", "night": "night", "nite": "night", "noche": "night",
    "madrugada": "early", "tonight": "night", "tonite": "night", "tnight": "night",
}  # fmt: skip
NOONS = set_of("noon noonish midday mediodia")
MIDNIGHTS = set_of("midnight medianoche")
TODAY = set_of("today tday hoy tonight tonite tnight")
TOMORROW = set_of(
    """tomorrow tomorow tommorow tommorrow tomorro tomorrw tommorw tomoro tomoz tomora tmrw tmr tmrrw tmw tmorrow
    morrow"""
)
AFTER_TOMORROW = set_of("overmorrow pasadomanana")
YESTERDAY = set_of("yesterday yday ayer anteayer antier antesdeayer anoche")
NEXT = set_of("next nxt following proximo proxima siguiente")
COMING = set_of("this coming upcoming este esta")
NOW = set_of("now rightnow ahora ahorita asap straightaway")
ENGLISH_LEADS = set_of("at by")
SPANISH_LEADS = set_of("las")
LEADS = ENGLISH_LEADS | SPANISH_LEADS | set_of("@ around about circa approx approximately from sobre hacia desde")
OR = set_of("or o u")
# Between one of these and an hour, the hour is a bound and not the time.
BOUNDS = set_of("before after until till til hasta antes despues between entre than past")
# With one of these anywhere, nothing that the text names is certain to be meant.
REFUSALS = set_of(
    "no not never nunca ni nor neither jamas tampoco cant cannot dont wont doesnt isnt unless every each cada everyday"
)
FILLERS = set_of(
    """a al and around de del e el en for i im is it la las let lets of on ok okay perhaps maybe please pls plz por
    porfa quiza quizas say si so sobre the then think thanks gracias tal vez to vale ya y yes yeah yep would be good
    great fine better works well mejor bien quedamos creo que like sharp punto ish i'll ill leave leaving go going
    salgo salir voy ir me nos vamos"""
)

_SPELLED = sorted(
    word
    for word in {*WEEKDAYS, *MONTHS, "tomorrow", "tonight", "midnight", "afternoon", "mediodia", "medianoche"}
    if len(word) >= 7
)
_SPELLED_SHORT = ("sabado", "jueves", "monday", "sunday", "friday", "martes")
_WORDS_OF_THEIR_OWN = set_of("frida mates")
_LONG_WORD = re.compile(r"\b[a-z]{5,13}\b")
_PHRASES: Sequence[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"(?<=\d) ?([ap]) ?\. ?m\b\.?|(?<=\d) ?([ap]) ?m\b\.?", r" \1\2m "),
        (r"\b([ap]) ?\. ?m\b\.?", r" \1m "),
        (r"(?<=\d)([ap])\b", r" \1m "),
        (r"(?<=[a-z])-(?=[a-z])", " "),
        (r"\b2(?:moro|morrow|mor|mrw)\b", "tomorrow"),
        (r"\b2nite\b", "tonight"),
        (r"\b2day\b", "today"),
        (r"\b(?:manyana|manan|manaana|mnana|manna|maana|manaa|manhana)\b", "manana"),
        (r"\b(?:the )?day after (?:tomorrow|tommorrow|tomorow|tmrw|tmr|tom)\b|\bpasado manana\b", " overmorrow "),
        (r"\btom\b(?= (?:at|morning|afternoon|evening|night|\d))", " tomorrow "),
        (r"\bo ?clocks?\b", " oclock "),
        (r"\b(?:medio dia|mid day)\b", "mediodia"),
        (r"\b(?:media noche|mid night)\b", "medianoche"),
        (r"\blast night\b|\b(?:the day )?before yesterday\b|\bthe other day\b|\bel otro dia\b", " yesterday "),
        (r"\bhoy (?:en|por) (?:el )?dia\b|\bhoy dia\b|\bthis day\b", "hoy"),
        (r"\bnext week\b|\bsemana (?:que viene|proxima|siguiente)\b|\bproxima semana\b", " nextweek "),
        (
            r"\bthis week\b|\besta semana\b|\bnext month\b|\bmes que viene\b|\bproximo mes\b|\bmes proximo\b",
            " someday ",
        ),
        (r"\bque viene\b|\bque entra\b", " proximo "),
        (r"\bfines? de semana\b|\bweek ?ends?\b|\bfinde\b", " weekend "),
        (r"\b(?:right|straight) (?:now|away)\b|\b(?:ahora|ya) mism[oi]t?o?\b|^\W*ya\W*$", " now "),
        (r"\bas soon as possible\b|\b(?:cuanto|lo) antes(?: posible)?\b", " now "),
        (r"\b(?:a|one) week (?:from|on) (?=(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)(\w+)", r" \1 week "),
        (r"\bchristmas eve\b|\bnochebuena\b", " 24 december "),
        (r"\bchristmas(?: day)?\b|\b(?:dia de )?navidad\b", " 25 december "),
        (r"\bboxing day\b", " 26 december "),
        (r"\bnew year\W?s? eve\b|\bnochevieja\b|\bfin de ano\b", " 31 december "),
        (r"\bnew year\W?s?(?: day)?\b|\b(?:dia de )?ano nuevo\b", " 1 january "),
        (r"\bfirst thing\b", " morning "),
        (r"\bmas tarde\b|\bun poco tarde\b|\blater (?:on)?\b|\bat (?:the latest|least|once|all)\b", " "),
        (r"\bgood (?:morning|afternoon|evening|night)\b", " "),
        (r"\b(?:no|not a) (?:problem|worries)\b|\bno (?:hay problema|pasa nada)\b", " "),
        (r"\b(?:why|how come|por ?que) no[t]?\b", " "),
        (r"\btod[oa]s l[oa]s\b", " every "),
        (r"\b(?:gotta|got to|have to|need to|want to|like to|going to|able to)\b", " "),
        (r"\ben punto\b|\ba eso de\b|\bo asi\b|\by pico\b|\by algo\b|\bpasadas\b", " "),
        (r"(?<=[a-z]{3}) ?ish\b|(?<=\d)[- ]?ish\b", ""),
        (r"\b(twenty|thirty) (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b", r"\1\2"),
    )
]
_PIECE = re.compile(
    r"""(?P<iso> (?<! \d ) \d{4} [-/.] \d{1,2} [-/.] \d{1,2} (?! \d ) (?: t (?= \d ) )? )
      | (?P<date> (?<! \d ) \d{1,2} ([-/.]) \d{1,2} \3 (?: \d{4} | \d{2} ) (?! \d )
                | (?<! \d ) \d{1,2} / \d{1,2} (?! \d ) )
      | (?P<clock> (?<! \d ) \d{1,2} [ ]? [:h] [ ]? \d{2} (?: : \d{2} )? (?! \d )
                 | (?<! \d ) \d{1,2} \. \d{2} (?! \d ) )
      | (?P<decimal> (?<! \d ) \d{1,3} [.,] \d (?! \d ) )
      | (?P<ordinal> (?<! \d ) \d{1,2} (?: st | nd | rd | th | er | ro | do | o ) \b )
      | (?P<number> \d+ )
      | (?P<word> [^\W\d_]+ | @ )
      | (?P<mark> [^\s'"*_] )""",
    re.VERBOSE,
)
_LONGEST_NUMBER = 4
# Nobody answers "when?" at greater length, and a story holds hours that are no answer.
_MOST_LETTERS = 1000

Kind = Literal["iso", "date", "clock", "decimal", "ordinal", "number", "word", "mark"]


@dataclass(frozen=True)
class Piece:
    """One piece of typed text: a folded word, a mark, or figures (`numbers`, as they stand)."""

    kind: Kind
    text: str
    numbers: tuple[int, ...] = ()


class Line:
    """Typed text cut into pieces, and what stands at a position; beyond the ends there is nothing."""

    def __init__(self, text: str, language: str) -> None:
        # Lengths of time already looked for, by position, and how many were tried: span.py keeps them here.
        self.spans: dict[int, tuple[int, int] | None] = {}
        self.lengths = 0
        self.pieces = _cut(text)
        self.words = [piece.text if piece.kind == "word" else "" for piece in self.pieces]
        self.language = language
        self.spanish = language[:2].lower() == "es"

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

    def tongues(self) -> tuple[Tongue, Tongue]:
        """Return both languages, the person's own first."""
        return (SPANISH, ENGLISH) if self.spanish else (ENGLISH, SPANISH)

    def refused(self) -> bool:
        """Tell whether something is taken back or kept open: "not tomorrow", "every Saturday"."""
        # "No, on Saturday" and "on Saturday, no?" say Saturday.
        return any(
            word in REFUSALS
            and not (word == "no" and (self.mark(at + 1) == "?" or (at == 0 and self.kind(1) == "mark")))
            for at, word in enumerate(self.words)
        )


def _cut(text: str) -> list[Piece]:
    folded = fold(text)
    if len(folded) > _MOST_LETTERS:
        return []
    plain = " ".join(without_phrases(_LONG_WORD.sub(_spell, folded)).split())
    for pattern, instead in _PHRASES:
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
    word = match.group()
    if word in WEEKDAYS or word in MONTHS or word in PARTS or word in TOMORROW or word in _WORDS_OF_THEIR_OWN:
        return word
    known = [right for right in _SPELLED if right[0] == word[0] and len(word) > 5]
    # Of shorter words a letter may be missing or two swapped, but not another one in its place: "partes" is no day.
    known += [right for right in _SPELLED_SHORT if len(word) == 5 or sorted(word) == sorted(right)]
    return next((right for right in known if right[0] == word[0] and OSA.distance(word, right) == 1), word)
