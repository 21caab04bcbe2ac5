"""Hours: a time of day as it was said, and what it may mean.

What an hour without "am", "pm" or a part of the day stands for is decided here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.understand.timewords import Part


@dataclass(frozen=True)
class Hour:
    """A time of day as said: hour (0 to 24), minute; half: "am", "pm" or "" if not said.

    literal: only the 24-hour clock is written so ("18:00", "07:30"); figures: it may be ("10:00"), but need not.
    """

    hour: int
    minute: int
    half: str = ""
    literal: bool = False
    figures: bool = False

    def certain(self, part: Part | None) -> int | None:
        """Return the minutes after midnight, 1,440 or more on the next day; None if the half of the day is left open.

        part: the part of the day named beside it. -1 stands for what no clock shows, such as "18:00 am" or "10 in the
        evening, 10 am".
        """
        minutes = self._said(part)
        if minutes is None or part is None or minutes < 0:
            return minutes
        return minutes if minutes // 60 % 24 in _HOURS_OF[part] else -1

    def _said(self, part: Part | None) -> int | None:
        hour = self.hour
        if self.half:
            if hour > 12:
                return self._at(hour) if self.half == "pm" else -1
            hour = hour % 12 + (12 if self.half == "pm" else 0)
            # "Saturday night at 2 am" is on Sunday.
            return self._at(hour + 24 if part == "night" and hour <= _SMALL else hour)
        if hour > 12:
            return self._at(hour)
        if self.literal and hour == 12 and part != "night":
            return self._at(hour)
        if part is not None:
            return self._at(_IN_PART[part](hour))
        return self._at(hour) if self.literal or hour == 0 else None

    def readings(self, part: Part | None, *, day_ahead: bool) -> tuple[int, ...]:
        """Return what may be meant, in minutes after midnight, ascending.

        day_ahead: the day was named and begins after now. Left open, 12 is noon; 1 to 6 are in the afternoon; 7 and 8
        in either half; 9 to 11 in the morning of a day ahead, and in either half of today.
        """
        certain = self.certain(part)
        if certain is not None:
            return (certain,) if certain >= 0 else ()
        early, late = self._at(self.hour), self._at(self.hour + 12)
        if self.hour == 12:
            return (early,)
        if self.hour < 7:
            return (late,)
        return (early,) if day_ahead and self.hour > 8 else (early, late)

    def _at(self, hour: int) -> int:
        return hour * 60 + self.minute


_SMALL = 4
_HOURS_OF: Mapping[Part, frozenset[int]] = {
    "early": frozenset(range(9)), "morning": frozenset(range(13)), "midday": frozenset(range(11, 17)),
    "afternoon": frozenset(range(12, 22)), "evening": frozenset(range(16, 24)) | {0},
    "night": frozenset((*range(18, 24), *range(7))),
}  # fmt: skip
"""The hours of a 24-hour clock that people call so; any other beside that part of the day is a contradiction."""

_IN_PART: Mapping[Part, Callable[[int], int]] = {
    "early": lambda hour: hour % 12,
    # "Las doce de la mañana" is noon.
    "morning": lambda hour: hour,
    "midday": lambda hour: hour + 12 if 1 <= hour <= 4 else hour,
    "afternoon": lambda hour: hour % 12 + 12,
    "evening": lambda hour: hour + 12 if hour else 24,
    # "Saturday night at one" is on Sunday.
    "night": lambda hour: hour + 24 if hour <= 4 else hour + 12,
}
