"""Words: typed text made comparable, the number words of two languages, and the words around an answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
    spread = unicodedata.normalize("NFKD", text.translate(_SWAPS).casefold()).casefold()
    plain = "".join(_plain(char) for char in spread)
    plain = _HEART_OR_SMILEY.sub(" ", plain)
    plain = _INNER_APOSTROPHE.sub("", plain)
    return _DRAWN_OUT.sub(r"\1", plain).strip()


def _plain(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind[0] == "M" or kind == "Cf":
        return ""
    return char if kind[0] in "LP" or kind in ("Sm", "Sc") else " "


def starts_negative(text: str) -> bool:
    """Whether the text begins with a number below zero: "-1" names no place, no mark and no length."""
    return _NEGATIVE.match(fold(text)) is not None


def set_of(words: str) -> frozenset[str]:
    """Return the words of a blank-separated list as a set."""
    return frozenset(words.split())


def by_word(lists: Mapping[int, str]) -> dict[str, int]:
    """Return word -> value from value -> blank-separated spellings."""
    return {word: value for value, spellings in lists.items() for word in spellings.split()}


@dataclass(frozen=True)
class Tongue:
    """How one language says amounts. All words are folded.

    numbers: single words up to 99; hundreds: words that stand for hundreds; ten_joints: what may stand between tens
    and ones ("treinta *y* cinco"); joints: "and"; halves, quarters, pairs ("couple"); of; articles: words for one;
    not_numbers: plain words of this language that the other one would take for a number.
    """

    numbers: Mapping[str, int]
    hundreds: Mapping[str, int]
    thousand: str
    ten_joints: frozenset[str]
    joints: frozenset[str]
    articles: frozenset[str]
    halves: frozenset[str]
    quarters: frozenset[str]
    pairs: frozenset[str]
    of: frozenset[str]
    not_numbers: frozenset[str]


_EN_ONES = by_word({1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"})
_EN_TENS = by_word(
    {
        20: "twenty", 30: "thirty", 40: "forty fourty", 50: "fifty", 60: "sixty", 70: "seventy",
        80: "eighty", 90: "ninety ninty",
    }
)  # fmt: skip
_EN_TEENS = by_word(
    {
        0: "zero nought", 10: "ten", 11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen", 15: "fifteen fiveteen",
        16: "sixteen", 17: "seventeen", 18: "eighteen", 19: "nineteen",
    }
)  # fmt: skip
_ES_ONES = by_word(
    {
        1: "uno un una", 2: "dos", 3: "tres", 4: "cuatro", 5: "cinco sinco", 6: "seis", 7: "siete", 8: "ocho",
        9: "nueve",
    }
)  # fmt: skip
_ES_TENS = by_word(
    {
        30: "treinta trenta", 40: "cuarenta", 50: "cincuenta cinquenta", 60: "sesenta", 70: "setenta",
        80: "ochenta", 90: "noventa",
    }
)  # fmt: skip
_ES_TEENS = by_word(
    {
        0: "cero", 10: "diez dies", 11: "once", 12: "doce", 13: "trece", 14: "catorce", 15: "quince quinse",
        16: "dieciseis", 17: "diecisiete", 18: "dieciocho", 19: "diecinueve", 20: "veinte",
    }
)  # fmt: skip


def _run_together(tens: Mapping[str, int], ones: Mapping[str, int], links: Iterable[str]) -> dict[str, int]:
    return {t + link + o: tens[t] + ones[o] for t in tens for link in links for o in ones}


ENGLISH = Tongue(
    numbers={**_EN_TEENS, **_EN_TENS, **_EN_ONES, **_run_together(_EN_TENS, _EN_ONES, [""])},
    hundreds={"hundred": 100},
    thousand="thousand",
    ten_joints=frozenset(),
    joints=set_of("and n + & plus"),
    articles=set_of("a an one another"),
    halves=set_of("half"),
    quarters=set_of("quarter quarters"),
    pairs=set_of("couple"),
    of=set_of("of"),
    not_numbers=set_of("once"),
)
SPANISH = Tongue(
    numbers={
        **_ES_TEENS, **_ES_TENS, **_ES_ONES,
        **_run_together(_ES_TENS, _ES_ONES, ["i", "y"]),
        **_run_together({"veinti": 20}, _ES_ONES, [""]),
    },
    hundreds=by_word(
        {
            100: "cien ciento", 200: "doscientos doscientas", 300: "trescientos trescientas",
            400: "cuatrocientos cuatrocientas", 500: "quinientos quinientas", 600: "seiscientos seiscientas",
            700: "setecientos setecientas", 800: "ochocientos ochocientas", 900: "novecientos novecientas",
        }
    ),
    thousand="mil",
    ten_joints=set_of("y i"),
    joints=set_of("y e con + &"),
    articles=set_of("un una otro otra"),
    halves=set_of("medio media"),
    quarters=set_of("cuarto cuartos"),
    pairs=set_of("par"),
    of=set_of("de"),
    not_numbers=set_of("ten"),
)  # fmt: skip
TONGUES: Mapping[str, Tongue] = {"en": ENGLISH, "es": SPANISH}

SMALL_TALK = set_of(
    # English
    """about alone around approx approximately away back be being break circa could darling dear for from get give go
    going gone gonna got guess hang have having hello hey hi hm hmm honey hope i id ill im in is it its just let lets
    like love make max maximum maybe me my myself nap need next now of off ok okay only out outside perhaps please pls
    plz probably quiet rest right roughly say should so some space sure take takes taking thanks that the think thx
    time to today tonight uh um up walk want well will would yeah yep yes"""
    # Spanish
    """a ahi ahora alrededor amor aproximadamente bueno calculo carino casi cerca cielo como creo dale dame de dejame
    denme descanso diria digamos durante en es espacio estar estare estoy favor fuera gracias gustaria haha hola hoy
    jaja jeje maximo me mi mira mis necesitare necesitaria necesito nomas oye otras otros para paseo pongamos por porfa
    porfavor porfis proximos pues quiero quisiera quiza quizas regreso se sera seran si siento siesta sola solamente
    solita solito solo son supongo tal te tiempo tomar tomare tomo unas unos va vale venga vez vida voy vuelvo x xd ya
    yo"""
)
# Words that say nothing more when they come after the answer, though before it they might.
AFTERTHOUGHTS = set_of(
    "basta bien do enough fine genial great instead ish long mas nice perfect perfecto suficiente tops total worth"
)
# After one of these the rest of the sentence says what for.
OPENERS = set_of("because con de for of para por porque mientras so to w while with")
# One of these, anywhere around the answer, leaves it in doubt.
DOUBTS = set_of(
    """ago algo am at between but cant change desde dont dunno entre hace hasta idk less menos ni never no nor not nunca
    o oclock or pero pico pm since than til till u until wont"""
)
_PHRASES = re.compile(
    r"\b(?:or so|or thereabouts|o asi|o por ahi|more or less|mas o menos|no mas|nada mas|no more|thank you|"
    r"at most|como mucho|a lo mejor|(?:creo|diria|digo) que|"
    r"and (?:ill be |im )?back|and thats (?:it|all)|y (?:ya esta|ya|listo|vuelvo|nada)|"
    r"buen[oa]?s? (?:dias?|tardes|noches)|(?:good|nice|great) day)\b"
)


def without_phrases(folded: str) -> str:
    """Return folded text without set phrases that would otherwise confuse: "or so", "buenos días"."""
    return _PHRASES.sub(" ", folded)


def number_at(words: Sequence[str], at: int, tongue: Tongue) -> tuple[int, int] | None:
    """Read number words that begin at a position: (value, position after them), or None.

    Understands 0 to 999,999, as in "a hundred and twenty" (from "hundred" on) or "treinta y cinco".
    """
    head = _hundreds(words, at, tongue)
    thousands, after = head or (1, at)
    if _word(words, after) != tongue.thousand:
        return head
    rest = _hundreds(words, after + 1, tongue)
    return (thousands * 1000 + rest[0], rest[1]) if rest else (thousands * 1000, after + 1)


def _hundreds(words: Sequence[str], at: int, tongue: Tongue) -> tuple[int, int] | None:
    count = tongue.numbers.get(_word(words, at), 0)
    after = at + 1 if 0 < count < 10 else at
    hundred = tongue.hundreds.get(_word(words, after))
    if hundred is None:
        return _tens(words, at, tongue)
    total = hundred * (count if after > at else 1)
    joined = after + 2 if _word(words, after + 1) in tongue.joints else after + 1
    rest = _tens(words, joined, tongue)
    return (total + rest[0], rest[1]) if rest else (total, after + 1)


def _tens(words: Sequence[str], at: int, tongue: Tongue) -> tuple[int, int] | None:
    value = tongue.numbers.get(_word(words, at))
    if value is None:
        return None
    if value % 10 == 0 and value >= (10 if tongue.ten_joints else 20):
        after = at + 2 if _word(words, at + 1) in tongue.ten_joints else at + 1
        ones = tongue.numbers.get(_word(words, after), 0)
        if 0 < ones < 10:
            return value + ones, after + 1
    return value, at + 1


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if at < len(words) else ""
