"""An age under 18, told of oneself: "I'm 17", "tengo 16", "soy menor de edad" – and not "my son is 16" or "17 weeks".

Both languages are understood whatever the reader's is. What is not plainly said of oneself is no age.
"""

from __future__ import annotations

import re
from typing import Final

from bot.understand.words import fold

YOUNGEST, ADULT = 8, 18
_BARE_FROM: Final = 10
"""At the question of age a number alone is one from here on; smaller ones are taken for something else."""

_EN: Final = "eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_ES: Final = "ocho nueve diez once doce trece catorce quince dieciseis diecisiete"
_WORDS: Final = {
    **{word: age for words in (_EN, _ES) for age, word in enumerate(words.split(), YOUNGEST)},
    "diez y seis": 16,
    "diez y siete": 17,
}
_NUMBER: Final = rf"(?P<age>1?\d|{'|'.join(_WORDS)})"
_YEARS_EN: Final = r"(?:\s*(?:years?(?:[ -]old)?|yrs?(?: old)?|y ?[/.]? ?o|yo|years of age))?"
_SOFT_EN: Final = r"(?:\s+(?:only|just|like|actually|still|now|barely|about|already|a|so|sorry|haha|lol|turning))*"
_END: Final = r"(?=\s*(?:$|[.,;!?):]|(?:and|but|so|is|if|can|does|am|in|will|next|tho|though|sorry|btw|lol|years? old|yrs?|yo|y|pero|ya|se|esta|es|puedo|nomas|no|si|apenas|recien)\b))"  # noqa: E501
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:i am|im|i m|iam|ive just turned|i just turned|i turned|just turned|my age is|my age)(?:{_SOFT_EN})\s+{_NUMBER}\b{_YEARS_EN}{_END}",  # noqa: E501
        rf"^\W*{_NUMBER}\s*(?:years old|yrs old|year old|y ?[/.]? ?o|yo|anos|anitos)\W*$",
        rf"\btengo\s+(?:(?:solo|apenas|nomas|casi|ya|como|unos|recien)\s+)*{_NUMBER}(?:\s+(?:anos|anitos|aninos))?(?!\s+(?:anos|anitos)\b){_END}",
        rf"\b(?:soy de|soy un chico de|soy una chica de|soy chica de|soy chico de|cumpli|acabo de cumplir)\s+{_NUMBER}(?:\s+anos)?{_END}",  # noqa: E501
    )
)
_UNDER: Final = re.compile(
    r"\b(?:i am|im|i m)\s+(?:(?:still|just|only|technically|actually)\s+)*"
    r"(?:a minor|underage|under age|under 18|under eighteen|not 18|not yet 18|not eighteen|not quite 18|almost 18|nearly 18|below 18|younger than 18)\b"  # noqa: E501
    r"|\b(?:i turn 18|ill be 18|i will be 18|turning 18|im turning 18)\s+(?:in|next|on|this|soon)\b"
    r"|\bnot (?:yet )?18 yet\b|^\W*(?:under 18|not 18|underage|menor|soy menor|menor de edad)\W*$"
    r"|\bsoy menor(?: de (?:edad|18|dieciocho))?\s*(?:$|[.,;!?]|y\b|pero\b|de edad)"
    r"|\b(?:no|todavia no|aun no)\s+(?:tengo|cumplo|he cumplido|cumpli)\s+(?:los\s+)?(?:18|dieciocho)\b"
    r"|\btengo menos de (?:18|dieciocho)\b"
    r"|\b(?:cumplo|cumplire|voy a cumplir|me faltan? \w+ (?:meses?|dias?|semanas?) para(?: cumplir)?(?: los)?)\s+(?:los\s+)?(?:18|dieciocho)\b"  # noqa: E501
    r"|\b(?:casi|tengo casi)\s+(?:18|dieciocho)\b"
)
_ALONE: Final = re.compile(rf"^\W*{_NUMBER}\W*$")
_NOT_MINE: Final = re.compile(
    r"\b(?:weeks?|months?|semanas|meses)\b|\bpregnant\b|\bembarazada\b|\bminutes?\b|\bmins?\b|\bhours?\b"
    r"|\byears? (?:older|younger|together|married|into|in this|with|sober|clean|apart|ago)\b"
    r"|\banos (?:de|con|junt|casad|viviendo|trabajando|aguantando|menos|mas)\b|\b(?:when i was|cuando tenia|cuando yo tenia)\b"  # noqa: E501
)


def read_age(text: str, bare: bool) -> int | None:
    """The writer's age where the text tells one under 18 (17 where it only tells that), else None.

    `bare`: the question was about their age, and a number alone answers it.
    """
    plain = fold(text[:500])
    if _UNDER.search(plain):
        return ADULT - 1
    if bare and (alone := _ALONE.match(plain)) is not None:
        age = _number(alone["age"])
        return age if _BARE_FROM <= age < ADULT else None
    if _NOT_MINE.search(plain):
        return None
    for pattern in _PATTERNS:
        if (found := pattern.search(plain)) is not None:
            age = _number(found["age"])
            return age if YOUNGEST <= age < ADULT else None
    return None


def _number(word: str) -> int:
    return _WORDS[word] if word in _WORDS else int(word)
