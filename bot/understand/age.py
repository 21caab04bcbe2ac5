"""An age under 18, told of oneself: "I'm 17", "tengo 16", "soy menor de edad" – and not "my son is 16" or "17 weeks".

Every language is understood whatever the reader's is. What is not plainly said of oneself is no age.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.understand.folding import fold
from bot.understand.languages import by_word, vocabularies, vocabulary

YOUNGEST, ADULT = 8, 18
_BARE_FROM: Final = 10
"""At the question of age a number alone is one from here on; smaller ones are taken for something else."""

_STOP: Final = r"$|[.,;!?):]"


@dataclass(frozen=True, slots=True)
class _Signs:
    """How all languages say an age: the words for each, the patterns that hold one, and those that hold none."""

    ages: Mapping[str, int]
    alone: re.Pattern[str]
    says: tuple[re.Pattern[str], ...]
    under_age: re.Pattern[str]
    not_mine: re.Pattern[str]


@cache
def _signs() -> _Signs:
    words = vocabulary().age
    told = [by_word(each.number.ones) | by_word(each.number.others) for each in vocabularies().values()]
    ages = {word: age for table in (*told, by_word(words.more_ages)) for word, age in _young(table)}
    number = rf"(?P<age>1?\d|{'|'.join(ages)})"
    end = rf"(?=\s*(?:{_STOP}|(?:{'|'.join(sorted(words.goes_on))})\b))"
    return _Signs(
        ages,
        re.compile(rf"^\W*{number}\W*$"),
        tuple(re.compile(each.replace("{number}", number).replace("{end}", end)) for each in words.says),
        re.compile("|".join(words.under_age)),
        re.compile("|".join(words.not_mine)),
    )


def _young(table: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(((word, age) for word, age in table.items() if YOUNGEST <= age < ADULT), key=lambda each: each[1])


def read_age(text: str, bare: bool) -> int | None:
    """The writer's age where the text tells one under 18 (17 where it only tells that), else None.

    `bare`: the question was about their age, and a number alone answers it.
    """
    plain, signs = fold(text[:500]), _signs()
    if signs.under_age.search(plain):
        return ADULT - 1
    if bare and (alone := signs.alone.match(plain)) is not None:
        age = _number(alone["age"])
        return age if _BARE_FROM <= age < ADULT else None
    if signs.not_mine.search(plain):
        return None
    for pattern in signs.says:
        if (found := pattern.search(plain)) is not None:
            age = _number(found["age"])
            return age if YOUNGEST <= age < ADULT else None
    return None


def _number(word: str) -> int:
    ages = _signs().ages
    return ages[word] if word in ages else int(word)
