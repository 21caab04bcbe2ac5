"""A day asked for alone, as in "by when?": "friday", "el 5 de diciembre", "in two weeks"."""

from __future__ import annotations

from datetime import date

from bot.understand.found_day import agreed
from bot.understand.mentions import find_mentions
from bot.understand.timewords import Line


def read_day(text: str, language: str, today: date) -> date | None:
    """Return the day, from `today` on, that a text names, or None if it names none or more than one, or if anything
    that it says of time was not understood.

    language: "en", "es" or a tag such as "en-GB", whose region tells whether 12/5 begins with the day. Every
    language is understood in any.
    """
    line = Line(text, language)
    if line.refused():
        return None
    heard = find_mentions(line, today)
    if heard.left or not heard.days or any(found.sort in ("past", "period") for found in heard.days):
        return None
    dates = agreed(heard.days)
    return dates[0] if len(dates) == 1 else None
