"""Yes and no: "yep", "sure", "qué va", "va a ser que no" -> True, False, or None for anything in between."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from bot.understand.folding import fold
from bot.understand.languages import vocabularies, vocabulary

_SIGNS = {"👍": " yes ", "✅": " yes ", "✔": " yes ", "👌": " yes ", "👎": " no ", "❌": " no ", "🚫": " no "}
_WORD = re.compile(r"[^\W_]+")
_WORD_OR_PAUSE = re.compile(r"[^\W_]+|[,.;:!?¡¿…]")
_CLAUSES = re.compile(r"[,;.!…\n]+")
_MOST_WORDS = 40
_SHORT = 5
"""So many words before a yes or no at the end are what it is said to."""


@cache
def _meanings() -> Mapping[tuple[str, ...], bool | None]:
    words = vocabulary().yes_no
    said = ((words.yes | _harmless(), True), (words.no, False), (words.hedges, None))
    return {tuple(phrase.split()): meaning for phrases, meaning in said for phrase in phrases}


def _harmless() -> frozenset[str]:
    """A no to something that would be in the way is a yes: "not an issue", "no hay drama"."""
    some = (each.yes_no for each in vocabularies().values())
    return frozenset(f"{no} {what}" for words in some for no in words.no_to for what in words.in_the_way)


@cache
def _longest() -> int:
    return max(map(len, _meanings()))


def read_yes_no(text: str, language: str) -> bool | None:
    """Return True for a yes, False for a no, and None for a hedge, both, neither, or a long story.

    Every language is understood whatever `language` is. A yes or no may be followed by its reasons; if these hold
    the contrary or a "but", it is none of both. It may also stand at the end of a short sentence.
    """
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    if _is_condition(text):
        return None
    meaning = _meaning(_WORD_OR_PAUSE.findall(fold(text)), reasons=True)
    return meaning if meaning is not None else _at_the_end(text)


def says_plainly(text: str) -> bool | None:
    """Return True for a yes, False for a no, in words and with nothing else said; None for anything more or less."""
    return _meaning(_WORD_OR_PAUSE.findall(fold(text)), reasons=False)


def _is_condition(text: str) -> bool:
    """Whether a text begins with a yes that is written like "if", and goes on as after "if": "si hace sol"."""
    words = vocabulary().yes_no
    first, *rest = text.lower().split() or [""]
    if first not in words.also_if or not rest:
        return False
    after = fold(rest[0]).strip(".,;!?")
    return after not in words.after_yes | words.fillers and not any((after,) == each[:1] for each in _meanings())


def _at_the_end(text: str) -> bool | None:
    """A yes or no after a short sentence that says neither: "that's my husband, yeah"."""
    clauses = [_WORD.findall(fold(clause)) for clause in _CLAUSES.split(text) if _WORD.search(clause)]
    if len(clauses) != 2 or len(clauses[0]) > _SHORT or text.rstrip().endswith("?"):
        return None
    begins = any(_length_at(clauses[0], at) for at in range(len(clauses[0])))
    return None if begins else _meaning(clauses[1], reasons=False)


def _meaning(words: list[str], *, reasons: bool) -> bool | None:
    said: set[bool | None] = set()
    at, more, alone = 0, False, False
    if len(words) > _MOST_WORDS:
        return None
    while at < len(words):
        length = _length_at(words, at)
        if length:
            phrase = tuple(words[at : at + length])
            said.add(_meanings()[phrase])
            alone = alone or " ".join(phrase) in vocabulary().yes_no.only_alone
        elif words[at].isalnum() and words[at] not in vocabulary().yes_no.fillers:
            if not (said and reasons):
                # What does not begin with an answer tells a story.
                return None
            more = True
        at += length or 1
    return None if alone and more and len(said) == 1 else said.pop() if len(said) == 1 else None


def _length_at(words: Sequence[str], at: int) -> int:
    """How many words of a yes, a no or a hedge stand here; 0 where none do."""
    return next((n for n in range(_longest(), 0, -1) if tuple(words[at : at + n]) in _meanings()), 0)
