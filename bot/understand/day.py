"""Days inside a text: "tomorrow", "el viernes", "5 Dec", "a week from Friday" -> the dates that may be meant."""

from __future__ import annotations

from datetime import date

from bot.understand.found_day import DayFound
from bot.understand.offset import find_offset
from bot.understand.plain_day import find_plain_day
from bot.understand.timewords import Line


def find_day(line: Line, at: int, today: date) -> DayFound | None:
    """Return what day a text names at a position, or None. Raises nothing, whatever the text."""
    try:
        return find_offset(line, at, today) or find_plain_day(line, at, today)
    except (OverflowError, ValueError):
        return DayFound("days", (), at + 1)
