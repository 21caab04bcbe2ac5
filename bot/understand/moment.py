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

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal

from bot.understand.found_day import agreed, contradict
from bot.understand.hour import Hour
from bot.understand.mentions import Mentions, find_mentions
from bot.understand.own_clock import without_own_clock
from bot.understand.timewords import Line, Part
from bot.understand.wall import instant

Reason = Literal["past", "which_half", "which_clock", "which_day", "no_clock", "no_day", "no_such_day", "not_all"]

MOST_OPTIONS = 4
"""How many times to tap are offered at most."""

_SMALL_HOURS = 4
_AT_LEAST = timedelta(minutes=20)
"""Who goes "later" does not go before that."""

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
    week or month only; no_such_day: 31 February; not_all: some words about time were not understood (options: what the
    others would mean).
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
    if (written := _with_offset(text)) is not None:
        return Moment(written, day_said=True, clock_said=True) if written >= now else Unclear("past")
    rest, clock = without_own_clock(text, now)
    line = Line(rest, language)
    try:
        heard = find_mentions(line, now.date())
        if line.refused():
            # "Every Friday at six", "not at six": about a time, and none.
            return Unclear("not_all") if heard.hours else None
        found = _Meaning(heard, now, zone, day).read()
        return found if clock is None else _by_clock(found, clock, zone, now)
    except OverflowError:
        return None


def _by_clock(found: Moment | Unclear | None, clock: timedelta, zone: tzinfo, now: datetime) -> Moment | Unclear | None:
    """Of a time that clocks show twice, the one that the clock's name tells; asked back where the name fits none."""
    if not isinstance(found, Moment):
        return found
    wall = found.at.astimezone(zone)
    for fold in (0, 1):
        at = wall.replace(fold=fold)
        if at.utcoffset() == clock and at >= now:
            return Moment(at.astimezone(UTC), found.day_said, found.clock_said)
    return Unclear("not_all", (found.at,))


_OFFSET = re.compile(
    r"\s*(\d{4}-\d{2}-\d{2})[tT ](\d{2}:\d{2})(?::\d{2})?(?:\.\d+)?\s?(?:([zZ])|([+-]\d{2}):?(\d{2}))\s*"
)


def _with_offset(text: str) -> datetime | None:
    """Return the instant of "2026-12-24T18:00:00-05:00", which says its clock itself."""
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    offset = "+00:00" if found[3] else f"{found[4]}:{found[5]}"
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2]}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class _Meaning:
    def __init__(self, heard: Mentions, now: datetime, zone: tzinfo, known: date | None) -> None:
        self.heard = heard
        self.now = now.astimezone(UTC)
        self.zone = zone
        self.small_hours = now.hour < _SMALL_HOURS
        self.today = now.date()
        self.known = known if known is not None and known >= self.today else None
        self.part = heard.parts[0] if len(heard.parts) == 1 else None

    def read(self) -> Moment | Unclear | None:
        found = self.understood()
        if found is not None and self.heard.or_on and not self.heard.left:
            return Unclear("which_day", (), tuple(sorted({*self.days(), *self.heard.or_on})))
        if self.heard.strange == "day" or (self.heard.strange and isinstance(found, Moment)):
            self.heard.left.append(0)
        if not self.heard.left or found is None:
            return found
        if isinstance(found, Moment):
            plain = found.day_said or self.heard.only_figures_left
            return Unclear("not_all", (found.at,) if found.at > self.now and plain else ())
        if found.reason in ("no_day", "which_day", "past"):
            return Unclear("no_day")
        return Unclear("not_all", found.options if found.reason in ("which_half", "which_clock") else ())

    def understood(self) -> Moment | Unclear | None:
        """What the mentions mean, whatever was left over."""
        heard = self.heard
        if heard.waits and heard.parts:
            # "In two hours, in the evening": do they agree?
            heard.left.append(0)
        if heard.now and (heard.days or heard.hours or heard.parts or heard.waits):
            # "Now" beside another time: which of them is meant?
            heard.left.append(0)
        if heard.soon and self.today not in (self.days() or (self.today,)):
            # "Later", on another day?
            heard.left.append(0)
        if heard.waits:
            alone = len(heard.waits) == 1 and not heard.hours and all(day.sort == "today" for day in heard.days)
            at = self.now.replace(second=0, microsecond=0) + timedelta(minutes=heard.waits[0])
            return Moment(at, day_said=True, clock_said=True) if alone else Unclear("not_all")
        if any(day.sort == "past" for day in heard.days):
            return self.past()
        named = any(day.sort != "period" for day in heard.days)
        if heard.days and not named:
            return Unclear("no_day")
        if named and not self.days():
            return Unclear("no_such_day")
        if any(day.sort == "period" for day in heard.days):
            # A week or month beside a day: how they belong together was not said.
            heard.left.append(0)
        if not heard.hours:
            return self.without_clock(named)
        if len(heard.parts) > 1:
            return None
        return self.on_days() if self.days() else self.on_next_day()

    def in_a_while(self) -> Unclear | None:
        """A length alone, "twenty minutes": it may be so long until then."""
        minutes = self.heard.spans[0]
        soon = len(self.heard.spans) == 1 and minutes < _DAY_MINUTES and not self.heard.left
        at = self.now.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
        return Unclear("not_all", (at,)) if soon and at > self.now else None

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
        if options and contradict([day for day in self.heard.days if day.sort != "period"]):
            return Unclear("not_all", tuple(options))
        if options and not self.says_one_hour(left[0], options):
            return self.unclear("which_clock", options, left)
        if options:
            return Moment(options.pop(), day_said=True, clock_said=True)
        return self.past() if self.readings(self.today) else None

    def on_next_day(self) -> Moment | Unclear | None:
        options = self.next_times()
        if len(options) == 1 and self.says_one_hour(options[0].astimezone(self.zone).date(), options):
            return Moment(options[0], day_said=False, clock_said=True)
        return self.unclear(self.which(), options) if options else None

    def says_one_hour(self, day: date, options: Iterable[datetime]) -> bool:
        """Whether each hour that was said comes to the same; one that has gone by was not meant to be passed over."""
        return len(self.heard.hours) == 1 or all(set(options) & set(self.times(day, [h])) for h in self.heard.hours)

    def past(self) -> Unclear:
        """Offer the same time when it comes next; a date that has just passed, in a year."""
        again = {day for found in self.heard.days if found.sort == "past" for day in found.dates}
        options = [at for day in again for at in self.times(day)] if again else self.next_times()
        return self.unclear("past", options)

    def without_clock(self, named: bool) -> Moment | Unclear | None:
        if not (named or self.heard.parts or self.heard.soon):
            if self.heard.spans and not self.heard.now:
                return self.in_a_while()
            return Moment(self.now, day_said=True, clock_said=True) if self.heard.now else None
        days = self.days()
        if not days:
            days = (self.today,) if self.offered(self.today) else (self.today + _DAY,)
        offered = [self.offered(day) for day in days]
        if len(days) == 1:
            if (self.heard.parts or self.heard.soon) and not offered[0]:
                # "This morning" may be tomorrow's, where it is over; a day that was named is no other day.
                by_name = any(day.sort == "today" or day.weekday is not None for day in self.heard.days)
                return self.unclear("past", self.offered(self.today + _DAY) if not by_name else ())
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

    def times(self, day: date, hours: Sequence[Hour] = ()) -> list[datetime]:
        """Return the instants that may be meant on a day by all hours or by some, ascending, none before now."""
        found: set[datetime] = set()
        for hour in hours or self.heard.hours:
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
        if self.heard.soon and not self.heard.parts:
            return self.coming_hours()
        instants = [self.instant(day, hour * 60) for hour in _OFFERED[self.part]]
        return [at for at in instants if at >= self.now]

    def coming_hours(self) -> list[datetime]:
        """The next full hours, for who goes later."""
        hour = self.now.astimezone(self.zone).replace(minute=0, second=0, microsecond=0).astimezone(UTC)
        later = (hour + timedelta(hours=n) for n in range(1, MOST_OPTIONS + 2))
        near = [at for at in later if at - self.now >= _AT_LEAST]
        return near[:MOST_OPTIONS]

    def instant(self, day: date, minutes: int) -> datetime:
        return instant(day, minutes, self.zone, self.now)

    def which(self) -> Reason:
        return "which_clock" if len(self.heard.hours) > 1 else "which_half"

    def unclear(self, reason: Reason, options: Iterable[datetime], days: Sequence[date] = ()) -> Unclear:
        return Unclear(reason, tuple(sorted(options)[:MOST_OPTIONS]), tuple(days))
