"""`duration`: a length of time, or an option in its place."""

from __future__ import annotations

from bot.engine.kinds.kind import ROW, Asked, Kind
from bot.engine.step import Question
from bot.model.events import Taps
from bot.model.values import Duration, Value

LONG = 1439
"""Minutes that take many words to say."""


class DurationKind(Kind):
    """Whole minutes from `from` to `to`; its presets have buttons, which send their minutes."""

    said = "taps or says how long, as in “an hour and a half”"
    keys = frozenset({"presets", "from", "to", "options"})
    bounds = (1, 1440)
    goes_by_moment = True

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """Its presets, then its options."""
        return (self.group(map(Duration, asked.step.presets), ROW), *super().taps(asked))

    def data(self, value: Value, place: int = 0) -> str:
        """Its minutes; options by their id."""
        return str(value.minutes) if isinstance(value, Duration) else super().data(value, place)

    def sample(self, step: Question) -> Value:
        """Nearly the longest."""
        return Duration(max(step.high - 1, LONG))
