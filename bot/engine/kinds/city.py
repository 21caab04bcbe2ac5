"""`city`: a place with a clock, found by its name."""

from __future__ import annotations

from typing import ClassVar, Final

from bot.engine.kinds.kind import Asked, Examples, Kind, Said
from bot.engine.step import Question
from bot.model.events import Taps
from bot.model.values import City, Unclear, Value

LONG: Final = City("W" * 40, "Europe/Lisbon", "PT")
"""A city with a long name."""


class CityKind(Kind):
    """A city. There are buttons only once a name could mean several; they are known by their place: c0, c1 …"""

    said = "names a city"
    way_back = "other_city"
    prompts: ClassVar[Examples] = {"which_city": [{"place": LONG.name}, {"place": ""}]}
    labels = ("other_city",)

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """The cities that were meant."""
        return (self.group(asked.ask.cities),)

    def data(self, value: Value, place: int = 0) -> str:
        """A city by its place."""
        return f"c{place}" if isinstance(value, City) else super().data(value, place)

    def ask_back(self, asked: Asked, unclear: Unclear) -> Said:
        """Which city was meant, or which place in a country of several clocks."""
        asked.ask.cities = list(unclear.cities)
        return "which_city", {"place": unclear.place}

    def sample(self, step: Question) -> Value:
        """A long one."""
        return LONG
