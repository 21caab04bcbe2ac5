"""How people say times, in English and in Spanish, with what they mean: phrases made by chance, by the rules of asking.

`python -m tests.understand.said_times en 7 300` prints some.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.understand.said_times.calendar import UnclearError
from tests.understand.said_times.english import TAKEN as ENGLISH
from tests.understand.said_times.english_asked import ASKED as ENGLISH_ASKED
from tests.understand.said_times.judge import Asked, Taken, Verdict, judge
from tests.understand.said_times.saying import Draw, Phrases, Saying
from tests.understand.said_times.seats import seat
from tests.understand.said_times.spanish import TAKEN as SPANISH
from tests.understand.said_times.spanish_asked import ASKED as SPANISH_ASKED
from tests.understand.said_times.typed import typed

__all__ = ["Asked", "Saying", "Taken", "Verdict", "judge", "sayings"]

GRAMMARS: dict[str, tuple[Sequence[tuple[float, Phrases]], Sequence[tuple[float, Phrases]]]] = {
    "en": (ENGLISH, ENGLISH_ASKED),
    "es": (SPANISH, SPANISH_ASKED),
}
ASKED_SHARE, MOST_ASKED = 0.11, 0.12


def sayings(language: str, seed: int, count: int) -> list[Saying]:
    """So many phrases of a language ("en", "es"), the same for the same seed, no two alike.

    At most 12 % of them are such that asking is right.
    """
    draw, taken, asked = Draw(f"{language} {seed}"), *GRAMMARS[language]
    found: dict[tuple[object, ...], Saying] = {}
    left = int(count * MOST_ASKED)
    while len(found) < count:
        asking = left > 0 and draw.chance(ASKED_SHARE)
        saying = None
        while saying is None or (saying.text, saying.locale, saying.now) in found:
            saying = attempt(draw, language, asked if asking else taken, asking)
        found[saying.text, saying.locale, saying.now] = saying
        left -= asking
    return list(found.values())


def attempt(draw: Draw, language: str, grammar: Sequence[tuple[float, Phrases]], asking: bool) -> Saying | None:
    """A phrase of a grammar; None where it came out unclear, or not of the sort that is sought."""
    who, made = seat(draw, language), draw.heavy(grammar)
    for _ in range(20):
        try:
            phrase = made(draw, who)
        except UnclearError:
            continue
        if (phrase.meaning.ask is not None) != asking:
            continue
        text, slipped = typed(draw, who, phrase.text, phrase.chat)
        kind = f"{phrase.kind} (slip)" if slipped else phrase.kind
        return Saying(text, who.locale, who.zone, who.now, phrase.meaning.right, phrase.meaning.ask, kind)
    return None
