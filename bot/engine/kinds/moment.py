"""`moment`: a day and its hour, one after the other; or one of the moments that typed words could mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar, Final

from bot.engine.kinds.day import IN_A_ROW as DAYS_IN_A_ROW
from bot.engine.kinds.day import WHICH, day_data, days_ahead, which_moment
from bot.engine.kinds.hour import IN_A_ROW as HOURS_IN_A_ROW
from bot.engine.kinds.hour import hour_data
from bot.engine.kinds.kind import ON_THE_WAY, Asked, Examples, Given, Kind, Pressed, Said
from bot.engine.step import Question
from bot.model.events import Taps
from bot.model.values import Day, Instant, TimeOfDay, Unclear, Value

HOURS: Final = tuple(range(7 * 60, 23 * 60, 60))
"""The hours that can be tapped, in minutes after midnight."""

DAYS: Final = "days"
"""The control that leads back to the days."""

LONG: Final = Instant(datetime(2026, 9, 23, 18, 0, tzinfo=UTC))
"""A moment that takes many words to say."""


_HALF_A_DAY: Final = timedelta(hours=12)


class Moment(Kind):
    """A moment to come. It has three faces: days, the hours of a day, and moments to choose from.

    Its option, where it has one, is that nothing is decided yet: it has no button, words say it.
    """

    said = "taps or says a day and an hour, as in “tomorrow at six”"
    keys = frozenset({"options"})
    way_back = "change"
    prompts: ClassVar[Examples] = {**WHICH, "moment_understood": [{"moment": LONG}]}
    labels = ("today", "tomorrow", "change", DAYS)

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """The face that the question shows."""
        if asked.ask.moments:
            return (self._moments(asked),)
        hours = self._hours(asked)
        return (hours if hours.each else self._days(asked),)

    def readable(self, asked: Asked) -> tuple[Taps, ...]:
        """All three faces: the buttons of an earlier one lead on as well."""
        return (self._moments(asked), self._hours(asked), self._days(asked))

    def data(self, value: Value, place: int = 0) -> str:
        """A moment by its second since 1970, a day and a time of day as anywhere."""
        match value:
            case Instant():
                return f"t{int(value.at.timestamp())}"
            case Day():
                return day_data(value)
            case TimeOfDay():
                return hour_data(value)
            case _:
                return super().data(value, place)

    def press(self, asked: Asked, data: str) -> Pressed:
        """A control leads back to the days."""
        if data != f"!{DAYS}":
            return super().press(asked, data)
        asked.ask.day, asked.ask.moments = None, []
        return ON_THE_WAY

    def tapped(self, asked: Asked, shown: Value) -> Pressed:
        """A day leads to its hours, an hour and a moment answer."""
        match shown:
            case Day():
                asked.ask.day, asked.ask.moments = shown.on, []
                return ON_THE_WAY
            case TimeOfDay():
                assert asked.ask.day is not None
                return Instant(_at(asked, asked.ask.day, shown.minutes))
            case Instant() if shown.at > asked.now:
                return shown
            case _:
                return None

    def controls(self, asked: Asked) -> tuple[str, ...]:
        """The days, where they are not shown."""
        return (DAYS,) if asked.ask.moments or asked.ask.day is not None else ()

    def takes_back(self, asked: Asked) -> Mapping[str, Value]:
        """The day whose hours are shown."""
        day = asked.ask.day
        shown = day is not None and (asked.ask.moments or _hours_left(asked, day))
        return {DAYS: Day(day)} if day is not None and shown else {}

    def of_those_shown(self, asked: Asked, unclear: Unclear) -> Value | None:
        """The moment that was offered: "at eight", beside hours of an evening; "in the evening", beside both halves."""
        offered = asked.ask.moments
        meant = [at for at in unclear.options if at in offered]
        if len(meant) == 1:
            return Instant(meant[0])
        halves = len(offered) == 2 and offered[1] - offered[0] == _HALF_A_DAY
        if not halves or unclear.reason != "no_clock" or unclear.days != (asked.ask.day,):
            return None
        return Instant(min(offered, key=lambda at: min(abs(at - other) for other in unclear.options)))

    def ask_back(self, asked: Asked, unclear: Unclear) -> Said:
        """Which moment was meant."""
        return which_moment(asked, unclear)

    def agreed(self, asked: Asked) -> Value | None:
        """The one moment that was asked about."""
        one = asked.ask.moments[0] if len(asked.ask.moments) == 1 else None
        return Instant(one) if one is not None and one > asked.now else None

    def said_back(self, given: Given) -> Said | None:
        """The moment, with its day."""
        return ("moment_understood", {"moment": given.value}) if isinstance(given.value, Instant) else None

    def sample(self, step: Question) -> Value:
        """A long one."""
        return LONG

    def _moments(self, asked: Asked) -> Taps:
        return self.group(map(Instant, asked.ask.moments))

    def _hours(self, asked: Asked) -> Taps:
        day = asked.ask.day
        return self.group(map(TimeOfDay, _hours_left(asked, day) if day is not None else ()), HOURS_IN_A_ROW)

    def _days(self, asked: Asked) -> Taps:
        """Those of which some hour is still ahead."""
        days = (day for day in days_ahead(asked) if _hours_left(asked, day))
        return self.group(map(Day, days), DAYS_IN_A_ROW)


def _hours_left(asked: Asked, day: date) -> tuple[int, ...]:
    """The hours of a day that are still ahead."""
    return tuple(minutes for minutes in HOURS if _at(asked, day, minutes) > asked.now)


def _at(asked: Asked, day: date, minutes: int) -> datetime:
    at = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=asked.zone)
    return at.astimezone(UTC)
