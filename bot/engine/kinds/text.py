"""`text`: a person's own words, an option in their place, or words that are remembered."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.kinds.kind import Asked, Kind
from bot.engine.step import Question
from bot.model.events import Taps
from bot.model.values import Value, Words


class Text(Kind):
    """Words, at most `max` UTF-16 units of them. What was suggested is known by its place: s0, s1 …"""

    said = "answers in words of their own, up to {max} characters"
    keys = frozenset({"max", "options", "remembered"})

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """What is suggested, then its options."""
        return (self.group(map(Words, asked.ask.suggestions)), *super().taps(asked))

    def data(self, value: Value, place: int = 0) -> str:
        """Words by their place, options by their id."""
        return f"s{place}" if isinstance(value, Words) else super().data(value, place)

    def faults(self, step: Question) -> Iterator[str]:
        """An option with the name of a place among what is suggested."""
        for option in step.options if step.remembered is not None else ():
            if option[:1] == "s" and option[1:].isdigit():
                yield f'the option "{option}" would be taken for something remembered'

    def misfits(self, here: Question, there: Question) -> Iterator[str]:
        """More words than fit."""
        if here.max > there.max:
            yield f"it may have {here.max} characters, and only {there.max} fit"

    def sample(self, step: Question) -> Value:
        """As many letters as it may have."""
        return Words("w" * step.max)
