"""Sentences around a city: "from Cork but I live in Leeds", "20 min from Calgary" -> the words that name the place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from bot.understand.atlas import key
from bot.understand.folding import fold
from bot.understand.languages import vocabulary


def lived_in(text: str) -> str:
    """What follows where a text says that somebody lives there; empty where it says so of none, or takes it back."""
    return _after(text, vocabulary().city.lives)


def nearby(text: str) -> str:
    """What follows where a text says how far from there or on which side of it somebody lives; empty otherwise."""
    return _after(text, vocabulary().city.leads)


def says_when(text: str) -> bool:
    """Whether a text says when somebody is in a place: "Lagos during the week"."""
    return not vocabulary().city.at_times.isdisjoint(key(text).split())


def _after(text: str, leads: Iterable[str]) -> str:
    words = [(word, key(word)) for word in text.split() if key(word)]
    keys = " ".join(said for _, said in words)
    led = list(re.finditer(_pattern(tuple(leads)), keys))
    if not led:
        return ""
    before, count = keys[: led[-1].start()].split(), 0
    clause = next((n for n in range(len(before), 0, -1) if n <= len(words) and words[n - 1][0][-1] in ",;.("), 0)
    if vocabulary().city.not_lived.intersection(before[clause:]):
        return ""
    rest, more = list[str](), vocabulary().name.goes_on - vocabulary().city.joints
    for word, said in words:
        if count >= led[-1].end():
            if said in more and rest:
                break
            rest.append(word)
        count += len(said) + 1
    return " ".join(rest)


@cache
def _pattern(leads: tuple[str, ...]) -> str:
    return rf"\b(?:{'|'.join(leads)})(?= )".replace("{number}", r"\d+")


_NO_CITY = frozenset(("gracias", "sola", "solo", "salud", "marte", "luna", "paz", "amor"))


def is_taken_back(text: str) -> bool:
    """Tell whether a no begins it, "not London", or it is a plain word that some small town is called by, too."""
    words = fold(text).split()
    day = vocabulary().day
    return words[:1] == ["not"] or " ".join(words) in day.today | day.tomorrow | day.tomorrow_or_morning | _NO_CITY
