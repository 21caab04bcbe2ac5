"""`scale`: a point between two ends, in one row."""

from __future__ import annotations

from bot.engine.kinds.kind import ROW, Asked, Kind
from bot.engine.step import Question
from bot.model.events import Taps
from bot.model.values import Number, Value


class Scale(Kind):
    """A point from `from` to `to`; each has its button, which sends its digits."""

    said = "taps a point, or types its number"
    keys = frozenset({"from", "to"})

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """All points."""
        return (self.group(map(Number, range(asked.step.low, asked.step.high + 1)), ROW),)

    def data(self, value: Value, place: int = 0) -> str:
        """Its digits."""
        return str(value.n) if isinstance(value, Number) else super().data(value, place)

    def sample(self, step: Question) -> Value:
        """The highest."""
        return Number(step.high)
