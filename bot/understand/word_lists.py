"""What a file of words holds under a key: words, phrases and patterns, folded."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from bot.understand.folding import fold


def _words(value: object) -> object:
    """ "a an one", or a list of phrases, folded."""
    if isinstance(value, str):
        return frozenset(fold(word) for word in value.split())
    return frozenset(fold(str(each)) for each in value) if isinstance(value, list) else value


def _pattern(value: str) -> str:
    try:
        re.compile(value.replace("{number}", "").replace("{end}", ""))
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from None
    return value


Words = Annotated[frozenset[str], BeforeValidator(_words)]
"""Words separated by blanks, or a list of phrases: without capitals and accents."""

Pattern = Annotated[str, AfterValidator(_pattern)]
"""A regular expression over folded text."""
