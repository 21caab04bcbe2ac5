"""`percent`: how much of something, in quarters, and in tens for who asks for them."""

from __future__ import annotations

from bot.engine.kinds.kind import ON_THE_WAY, Asked, Kind, Pressed
from bot.engine.step import Question
from bot.model.events import Taps
from bot.model.values import Number, Value

FINER = "finer"


class Percent(Kind):
    """A number from 0 to 100. `finer` shows more of them."""

    keys = frozenset({"to"})
    bounds = (0, 100)
    labels = (FINER,)

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """Quarters, or tens."""
        return (self.group(map(Number, range(0, 101, 10 if FINER in asked.ask.picked else 25)), 5),)

    def readable(self, asked: Asked) -> tuple[Taps, ...]:
        """Both."""
        return (self.group(map(Number, sorted({*range(0, 101, 10), *range(0, 101, 25)}))),)

    def data(self, value: Value, place: int = 0) -> str:
        """p and its digits."""
        return f"p{value.n}" if isinstance(value, Number) else super().data(value, place)

    def press(self, asked: Asked, data: str) -> Pressed:
        """The control shows tens."""
        if data != f"!{FINER}":
            return super().press(asked, data)
        asked.ask.picked = [FINER]
        return ON_THE_WAY

    def controls(self, asked: Asked) -> tuple[str, ...]:
        """Tens, where there are quarters."""
        return () if asked.ask.picked else (FINER,)

    def sample(self, step: Question) -> Value:
        """All of it."""
        return Number(100)
