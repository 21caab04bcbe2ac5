"""`hour`: a time of day, on whatever day."""

from __future__ import annotations

from typing import Final

from bot.engine.kinds.kind import Asked, Kind
from bot.engine.step import Question
from bot.model.events import Taps
from bot.model.values import TimeOfDay, Value

IN_A_ROW: Final = 5
"""Hours that stand side by side."""


def hour_data(at: TimeOfDay) -> str:
    """What the button of a time of day sends: h and its minutes after midnight."""
    return f"h{at.minutes}"


class Hour(Kind):
    """A time of day; its presets have buttons."""

    said = "taps or says an hour of the day"
    keys = frozenset({"presets"})
    bounds = (0, 1439)

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """Its presets."""
        return (self.group(map(TimeOfDay, asked.step.presets), IN_A_ROW),)

    def data(self, value: Value, place: int = 0) -> str:
        """As of any time of day."""
        return hour_data(value) if isinstance(value, TimeOfDay) else super().data(value, place)

    def sample(self, step: Question) -> Value:
        """Its first preset."""
        return TimeOfDay(step.presets[0] if step.presets else 0)
