"""Moments: "tomorrow at six", "el viernes a las siete y media", "in two hours" -> one instant, or what to ask back.

The rules, where a text leaves something open (the understood time is always said back, so a sensible reading is
better than a question):

- No day: the next such time from now on. No clock: asked back, with the day kept.
- Which half of the day: hour.py. What is past is never meant, so at 15:00 "at eight" is this evening.
- Midnight, and the first hours of a *night*, belong to the day before: "Saturday at midnight" is Sunday 00:00.
- Between midnight and 04:00 "tomorrow" is asked back: it may mean the day that has begun.
- Which of two days: day.py.
- A time that the clocks leap over or show twice: wall.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal

from bot.understand.clock import HourFound, find_hour, find_part
from bot.understand.day import DayFound, agreed, day_of_month, find_day
from bot.understand.hour import Hour
from bot.understand.languages import vocabulary
from bot.understand.span import find_span, find_wait
from bot.understand.timewords import Line, Part, calendar
from bot.understand.wall import instant

Reason = Literal["past", "which_half", "which_clock", "which_day", "no_clock", "no_day", "no_such_day"]

MOST_OPTIONS = 4
"""How many times to tap are offered at most."""

_SMALL_HOURS = 4
_DAY = timedelta(days=1)
_DAY_MINUTES = 24 * 60
_OFFERED: dict[Part | None, tuple[int, ...]] = {
    None: (10, 15, 18, 20), "early": (5, 6), "morning": (8, 9, 10, 11), "midday": (12, 13, 14),
    "afternoon": (15, 16, 17, 18), "evening": (18, 19, 20, 21), "night": (20, 21, 22, 23),
}  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """An instant in UTC, never before now; whether a day and a time of day were said or had to be concluded."""

    at: datetime
    day_said: bool
    clock_said: bool


@dataclass(frozen=True)
class Unclear:
    """What must be asked back, and at most MOST_OPTIONS instants in UTC to tap, ascending, none before now.

    past: it has gone by (options: the same time, next); which_half: morning or evening; which_clock and which_day: two
    were said or may be meant (with no time said, options only suggest some); no_clock: a day without a time; no_day: a
    week or month only; no_such_day: 31 February.
    days: the days that may be meant. If it is one, it is known: give it to read_moment with the next answer.
    """

    reason: Reason
    options: tuple[datetime, ...] = ()
    days: tuple[date, ...] = ()


def read_moment(text: str, language: str, now: datetime, day: date | None = None) -> Moment | Unclear | None:
    """Return the moment from `now` on that a text names, what to ask back, or None if it names no time.

    language: "en", "es", or a tag such as "en-US", whose region tells what 12/5 means; every language is understood
    in any. now: aware, in the person's zone. day: the day already known, meant if the text names none.
    """
    zone = now.tzinfo
    if zone is None:
        raise ValueError("now must be aware of its zone")
    line = Line(text, language)
    if line.refused():
        return None
    try:
        heard = _hear(line, now.date())
        return _Meaning(heard, now, zone, day).read()
    except OverflowError:
        return None


@dataclass
class _Heard:
    """Everything about time that a text names, in the order of its words."""

    days: list[DayFound]
    hours: list[Hour]
    parts: list[Part]
    waits: list[int]
    now: bool = False


def _hear(line: Line, today: date) -> _Heard:
    heard = _Heard([], [], [], [])
    bare: list[tuple[int, HourFound]] = []
    at = 0
    while at < len(line):
        part = None
        day = find_day(line, at, today)
        wait = None if day else find_wait(line, at)
        hour = None if day or wait else find_hour(line, at)
        span = None if day or wait or hour else find_span(line, at)
        if day:
            heard.days.append(day)
            # "Tonight" is a day and a part of it.
            part = find_part(line, at)
        elif wait:
            heard.waits.append(wait[0])
        elif hour:
            if not hour.sure:
                bare.append((at, hour))
            elif not hour.bound and hour.hour not in heard.hours:
                heard.hours.append(hour.hour)
        elif not span:
            part = find_part(line, at)
            heard.now = heard.now or line.word(at) in line.day.now
        if part and part not in heard.parts:
            heard.parts.append(part)
        found = day or hour
        at = found.end if found else wait[1] if wait else span[1] if span else at + 1
    return _with_bare(line, heard, bare, today)


def _with_bare(line: Line, heard: _Heard, bare: list[tuple[int, HourFound]], today: date) -> _Heard:
    """Take a number that stands alone for the hour, or for the day where the hour is known: "Sat 5, 10:00"."""
    either = [found for _, found in bare if line.word(found.end) in line.clock.either and heard.hours]
    heard.hours[:0] = [found.hour for found in either]
    if len(bare) != 1 or either:
        return heard
    at, found = bare[0]
    if not heard.hours:
        if not found.bound and (heard.parts or _ends(line, found.end, today)):
            heard.hours.append(found.hour)
    elif line.word(at - 1) in calendar().weekdays and found.hour.minute == 0 and found.hour.hour:
        dates = day_of_month(found.hour.hour, today)
        heard.days.append(DayFound("days", dates, found.end))
    return heard


def _ends(line: Line, at: int, today: date) -> bool:
    word = line.word(at)
    ends = line.kind(at) in ("", "mark") or word in line.day.fillers or word in vocabulary().talk.small_talk
    return ends or find_part(line, at) is not None or find_day(line, at, today) is not None


class _Meaning:
    def __init__(self, heard: _Heard, now: datetime, zone: tzinfo, known: date | None) -> None:
        self.heard = heard
        self.now = now.astimezone(UTC)
        self.zone = zone
        self.small_hours = now.hour < _SMALL_HOURS
        self.today = now.date()
        self.known = known if known is not None and known >= self.today else None
        self.part = heard.parts[0] if len(heard.parts) == 1 else None

    def read(self) -> Moment | Unclear | None:
        heard = self.heard
        if heard.waits:
            alone = len(heard.waits) == 1 and not heard.hours and all(day.sort == "today" for day in heard.days)
            at = self.now.replace(second=0, microsecond=0) + timedelta(minutes=heard.waits[0])
            return Moment(at, day_said=True, clock_said=True) if alone else None
        if any(day.sort == "past" for day in heard.days):
            return self.past()
        named = any(day.sort != "period" for day in heard.days)
        if heard.days and not named:
            return Unclear("no_day")
        if named and not self.days():
            return Unclear("no_such_day")
        if not heard.hours:
            return self.without_clock(named)
        if len(heard.parts) > 1:
            return None
        return self.on_days() if self.days() else self.on_next_day()

    def on_days(self) -> Moment | Unclear | None:
        options: set[datetime] = set()
        left = []
        for day in self.days():
            times = self.times(day)
            options.update(times)
            left += [day] * bool(times)
        if len(options) > 1 and len(left) > 1:
            # With two times as well, which belongs to which day is not known.
            return self.unclear("which_day", options if len(self.heard.hours) == 1 else (), left)
        if len(options) > 1:
            return self.unclear(self.which(), options, left)
        if options:
            return Moment(options.pop(), day_said=True, clock_said=True)
        return self.past() if self.readings(self.today) else None

    def on_next_day(self) -> Moment | Unclear | None:
        options = self.next_times()
        if len(options) == 1:
            return Moment(options[0], day_said=False, clock_said=True)
        return self.unclear(self.which(), options) if options else None

    def past(self) -> Unclear:
        """Offer the same time when it comes next; a date that has just passed, in a year."""
        again = {day for found in self.heard.days if found.sort == "past" for day in found.dates}
        options = [at for day in again for at in self.times(day)] if again else self.next_times()
        return self.unclear("past", options)

    def without_clock(self, named: bool) -> Moment | Unclear | None:
        if not (named or self.heard.parts):
            return Moment(self.now, day_said=True, clock_said=True) if self.heard.now else None
        days = self.days()
        if not days:
            days = (self.today,) if self.offered(self.today) else (self.today + _DAY,)
        offered = [self.offered(day) for day in days]
        if len(days) == 1:
            if self.heard.parts and not offered[0]:
                return self.unclear("past", self.offered(self.today + _DAY))
            return self.unclear("no_clock", offered[0], days)
        return self.unclear("which_day", [at for some in offered for at in some[::2][:2]], days)

    def days(self) -> tuple[date, ...]:
        founds = [day for day in self.heard.days if day.sort != "period"]
        if not founds:
            return (self.known,) if self.known else ()
        days = agreed(founds)
        if self.small_hours and any(day.sort == "tomorrow" for day in founds):
            days = tuple(sorted({self.today, *days}))
        return days

    def next_times(self) -> list[datetime]:
        """Return the instants that may be meant if no day was said: today's, or else tomorrow's."""
        today, tomorrow = self.times(self.today), self.times(self.today + _DAY)
        open_figures = any(hour.figures and hour.certain(self.part) is None for hour in self.heard.hours)
        if open_figures and today and min(today).astimezone(self.zone).hour >= 12:
            # "10:00" said at noon: tonight, or tomorrow as it is written?
            return today + tomorrow
        return today or tomorrow

    def times(self, day: date) -> list[datetime]:
        """Return the instants that may be meant on a day, ascending, none before now."""
        found: set[datetime] = set()
        for hour in self.heard.hours:
            ahead = sorted(
                at for reading in self.read_hour(hour, day) if (at := self.instant(day, reading)) >= self.now
            )
            found.update(ahead[:1] if hour.figures else ahead)
        return sorted(found)

    def readings(self, day: date) -> list[int]:
        return [reading for hour in self.heard.hours for reading in self.read_hour(hour, day)]

    def read_hour(self, hour: Hour, day: date) -> tuple[int, ...]:
        readings = hour.readings(self.part, day_ahead=day > self.today)
        if self.small_hours and day == self.today and self.part == "night" and hour.hour <= _SMALL_HOURS:
            # The night that is meant has begun already.
            earlier = tuple(reading - _DAY_MINUTES for reading in readings)
            return tuple(reading for reading in earlier if self.instant(day, reading) >= self.now) or readings
        return readings

    def offered(self, day: date) -> list[datetime]:
        instants = [self.instant(day, hour * 60) for hour in _OFFERED[self.part]]
        return [at for at in instants if at >= self.now]

    def instant(self, day: date, minutes: int) -> datetime:
        return instant(day, minutes, self.zone, self.now)

    def which(self) -> Reason:
        return "which_clock" if len(self.heard.hours) > 1 else "which_half"

    def unclear(self, reason: Reason, options: Iterable[datetime], days: Sequence[date] = ()) -> Unclear:
        return Unclear(reason, tuple(sorted(options)[:MOST_OPTIONS]), tuple(days))
