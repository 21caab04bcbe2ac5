"""`pick`: one of what was named in a list."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.kinds.kind import Asked, Kind
from bot.engine.kinds.many import ENTRY
from bot.engine.step import Question
from bot.model.events import Taps
from bot.model.values import Option, Value, Words


class Pick(Kind):
    """One entry of a list: what both named first, then the rest, as far as its reader has been shown it. Own words are
    known by their place: +0, +1 …"""

    said = "taps one of what was named"
    keys = frozenset({"of"})

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """What was named when it was asked."""
        return (self.group(asked.ask.listed),)

    def data(self, value: Value, place: int = 0) -> str:
        """An option by its id, own words by their place."""
        return f"+{place}" if isinstance(value, Words) else super().data(value, place)

    def faults(self, step: Question) -> Iterator[str]:
        """There must be a list."""
        if step.of is None:
            yield 'its kind is pick, and it says no "of"'

    def sample(self, step: Question) -> Value:
        """As long as an entry may be."""
        return Words("w" * ENTRY) if step.of is not None else Option(step.options[0])
