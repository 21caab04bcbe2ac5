"""Names: what to call somebody who says so in a sentence: "my name is Ana", "me dicen Juli" -> the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from bot.understand.folding import fold
from bot.understand.languages import vocabulary

_WORD: Final = re.compile(r"\S+")
_ENDS: Final = ".,;:!?)…"
_AROUND: Final = " \t\n\"'“”‘’«»¡¿(-*" + _ENDS


def read_name(text: str) -> str:
    """Return the name that a text gives, as it was written; the whole text where nothing stands around one.

    What leads to a name may stand at the beginning, or, where it says nothing else, anywhere: "it shows Ana but people
    call me Juli". After that the name goes on to the next point or comma, or to a word such as "but".
    """
    typed = _WORD.findall(text)
    said = [fold(word).strip(_AROUND) for word in typed]
    start, end = _after_lead(said), len(typed)
    if start:
        end = next((n + 1 for n in range(start, end) if typed[n][-1] in _ENDS), end)
        end = next((n for n in range(start + 1, end) if said[n] in vocabulary().name.goes_on), end)
    end = _before_closers(said, start, end)
    name = " ".join(typed[start:end]).strip(_AROUND)
    return name if any(map(str.isalpha, name)) else " ".join(typed)


def _after_lead(said: Sequence[str]) -> int:
    """Where the name begins."""
    words = vocabulary().name
    opened = next((n for n, word in enumerate(said) if word not in words.openers), 0)
    first = [opened + len(lead) for lead in _split(words.leads) if _stands(said, opened, lead)]
    anywhere = _split(words.leads_anywhere)
    inside = [n + len(lead) for lead in anywhere for n in range(len(said)) if _stands(said, n, lead)]
    start = max([opened, *first, *inside])
    return start if start < len(said) else 0


def _before_closers(said: Sequence[str], start: int, end: int) -> int:
    closers = sorted(_split(vocabulary().name.closers), key=len, reverse=True)
    while True:
        some = next((c for c in closers if end - len(c) > start and _stands(said, end - len(c), c)), None)
        if some is None:
            return end
        end -= len(some)


def _stands(said: Sequence[str], at: int, phrase: Sequence[str]) -> bool:
    return tuple(said[at : at + len(phrase)]) == tuple(phrase)


@cache
def _split(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in phrases)
