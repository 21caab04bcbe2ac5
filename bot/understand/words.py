"""Words: the number words of each language, and the words around an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.understand.languages import by_word, own_first, vocabularies, vocabulary
from bot.understand.vocabulary import NumberWords


@dataclass(frozen=True)
class Tongue:
    """How one language says amounts. All words are folded.

    numbers: single words up to 99; hundreds: words that stand for hundreds; ten_joints: what may stand between tens
    and ones ("treinta *y* cinco"); joints: "and"; halves, quarters, pairs ("couple"); of; articles: words for one;
    not_numbers: plain words of this language that another one would take for a number.
    """

    numbers: Mapping[str, int]
    hundreds: Mapping[str, int]
    thousand: frozenset[str]
    ten_joints: frozenset[str]
    joints: frozenset[str]
    articles: frozenset[str]
    halves: frozenset[str]
    quarters: frozenset[str]
    pairs: frozenset[str]
    of: frozenset[str]
    not_numbers: frozenset[str]


@cache
def tongues() -> Mapping[str, Tongue]:
    """How each language says amounts, by its tag."""
    return {tag: _tongue(words.number) for tag, words in vocabularies().items()}


@cache
def tongues_for(language: str) -> tuple[Tongue, ...]:
    """All languages, that of a tag such as "es-MX" first."""
    return tuple(tongues()[tag] for tag in own_first(language))


def _tongue(words: NumberWords) -> Tongue:
    ones, tens = by_word(words.ones), by_word(words.tens)
    return Tongue(
        numbers={
            **by_word(words.others),
            **tens,
            **ones,
            **_run_together(tens, ones, words.links),
            **_run_together(by_word(words.stems), ones, [""]),
        },
        hundreds=by_word(words.hundreds),
        thousand=words.thousand,
        ten_joints=words.ten_joints,
        joints=words.joints,
        articles=words.articles,
        halves=words.halves,
        quarters=words.quarters,
        pairs=words.pairs,
        of=words.of,
        not_numbers=words.not_numbers,
    )


def _run_together(tens: Mapping[str, int], ones: Mapping[str, int], links: Iterable[str]) -> dict[str, int]:
    return {t + link + o: tens[t] + ones[o] for t in tens for link in links for o in ones}


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(vocabulary().talk.phrases)})\b")


def without_phrases(folded: str) -> str:
    """Return folded text without set phrases that would otherwise confuse: "or so", "buenos días"."""
    return _phrases().sub(" ", folded)


def number_at(words: Sequence[str], at: int, tongue: Tongue) -> tuple[int, int] | None:
    """Read number words that begin at a position: (value, position after them), or None.

    Understands 0 to 999,999, as in "a hundred and twenty" (from "hundred" on) or "treinta y cinco".
    """
    head = _hundreds(words, at, tongue)
    thousands, after = head or (1, at)
    if _word(words, after) not in tongue.thousand:
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
