"""`number`: a whole number, of which there are more than fit into one row."""

from __future__ import annotations

from bot.engine.kinds.kind import Asked, Kind
from bot.engine.step import Question
from bot.model.events import Taps
from bot.model.values import Number, Value

IN_A_ROW = 6


class NumberKind(Kind):
    """A whole number from `from` to `to`; each has its button, which sends its digits."""

    said = "taps a number, or types it"
    keys = frozenset({"from", "to"})
    bounds = (0, 10)

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """All of them."""
        return (self.group(map(Number, range(asked.step.low, asked.step.high + 1)), IN_A_ROW),)

    def data(self, value: Value, place: int = 0) -> str:
        """Its digits."""
        return str(value.n) if isinstance(value, Number) else super().data(value, place)

    def sample(self, step: Question) -> Value:
        """The greatest."""
        return Number(step.high)
