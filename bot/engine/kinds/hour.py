"""`hour`: a time of day, on whatever day."""

from __future__ import annotations

from typing import ClassVar, Final

from bot.engine.kinds.kind import Asked, Examples, Given, Kind, Said
from bot.engine.step import Question
from bot.model.events import Taps
from bot.model.values import TimeOfDay, Value

IN_A_ROW: Final = 5
"""Hours that stand side by side."""


LONG: Final = 22 * 60 + 30
"""A time of day that takes many characters to say, in minutes after midnight."""


def hour_data(at: TimeOfDay) -> str:
    """What the button of a time of day sends: h and its minutes after midnight."""
    return f"h{at.minutes}"


class Hour(Kind):
    """A time of day; its presets have buttons."""

    said = "taps or says an hour of the day"
    keys = frozenset({"presets"})
    bounds = (0, 1439)
    way_back = "change"
    prompts: ClassVar[Examples] = {"hours_understood": [{"first": TimeOfDay(LONG), "last": TimeOfDay(LONG)}]}
    labels = ("change",)

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """Its presets."""
        return (self.group(map(TimeOfDay, asked.step.presets), IN_A_ROW),)

    def data(self, value: Value, place: int = 0) -> str:
        """As of any time of day."""
        return hour_data(value) if isinstance(value, TimeOfDay) else super().data(value, place)

    def said_back(self, given: Given) -> Said | None:
        """From when until when, after the second of two; the question for the second one has said the first."""
        if not isinstance(given.value, TimeOfDay) or not isinstance(given.before, TimeOfDay):
            return None
        return "hours_understood", {"first": given.before, "last": given.value}

    def sample(self, step: Question) -> Value:
        """Its first preset."""
        return TimeOfDay(step.presets[0] if step.presets else 0)
