"""`day`: a day of the calendar, in the person's own time zone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Final

from bot.engine.kinds.kind import Asked, Examples, Given, Kind, Said
from bot.engine.step import Question
from bot.model.events import Taps
from bot.model.values import Day, Unclear, Value

AHEAD: Final = 8
"""How many days can be tapped, from today on."""

IN_A_ROW: Final = 4
"""Days that stand side by side."""

LONG: Final = date(2026, 9, 23)
"""A day that takes many words to say."""

WHICH: Final[Examples] = {
    "which_moment": [
        {"reason": reason, "day": None}
        for reason in (
            *("past", "which_half", "which_clock", "which_day", "no_clock", "no_day", "no_such_day"),
            *("not_all", "this_one"),
        )
    ]
}
"""What asks back where typed words leave a day or a moment open, for each reason."""


def day_data(day: Day) -> str:
    """What the button of a day sends: d and its date."""
    return f"d{day.on.isoformat()}"


def days_ahead(asked: Asked) -> tuple[date, ...]:
    """The days that can be tapped."""
    today = asked.now.astimezone(asked.zone).date()
    return tuple(today + timedelta(days=n) for n in range(AHEAD))


def which_moment(asked: Asked, unclear: Unclear) -> Said:
    """Keep the moments that words may have meant, or the one day."""
    ask = asked.ask
    ask.moments, ask.day = list(unclear.options), unclear.days[0] if len(unclear.days) == 1 else None
    reason = "this_one" if unclear.reason == "not_all" and len(unclear.options) == 1 else unclear.reason
    return "which_moment", {"reason": reason, "day": Day(ask.day) if ask.day is not None else None}


class DayKind(Kind):
    """A day; those of the next week have buttons."""

    said = "taps or says a day, as in “tomorrow”"
    way_back = "change"
    prompts: ClassVar[Examples] = {**WHICH, "day_understood": [{"day": Day(LONG)}]}
    labels = ("today", "tomorrow", "change")

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """The next days."""
        return (self.group(map(Day, days_ahead(asked)), IN_A_ROW),)

    def data(self, value: Value, place: int = 0) -> str:
        """As of any day."""
        return day_data(value) if isinstance(value, Day) else super().data(value, place)

    def ask_back(self, asked: Asked, unclear: Unclear) -> Said:
        """Which day was meant."""
        return which_moment(asked, unclear)

    def said_back(self, given: Given) -> Said | None:
        """The day; a tapped one stands on its button."""
        return ("day_understood", {"day": given.value}) if given.typed and isinstance(given.value, Day) else None

    def sample(self, step: Question) -> Value:
        """A long one."""
        return Day(LONG)
