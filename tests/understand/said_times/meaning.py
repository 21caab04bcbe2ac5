"""What a day and a clock time said together mean: the rules of asking and taking."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from tests.understand.said_times.calendar import DAY, WEEK, UnclearError, comes_once, elsewhere
from tests.understand.said_times.saying import Clock, Day, Meaning, Seat

NEAR = timedelta(minutes=15)
HALF = 12 * 60
NOON = 12
AFTERNOON = range(1, 7)
EITHER = (7, 8)
MORNING = (9, 10, 11)
TWO_DIGITS = (10, 11)


def on(day: date, minutes: int) -> datetime:
    """The wall time so many minutes from the start of a day."""
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def ahead(moment: datetime, seat: Seat) -> bool:
    """Whether a moment is still to come; unclear if it is about now."""
    if abs(moment - seat.now) < NEAR:
        raise UnclearError
    return moment > seat.now


def one(moment: datetime, seat: Seat) -> Meaning:
    """This moment alone is right; unclear if it is past, or if no clock or two show it."""
    if not ahead(moment, seat) or not comes_once(moment, seat.zone):
        raise UnclearError
    return Meaning(frozenset({moment}))


def ask(*days: date) -> Meaning:
    """Asking is right, about these days if any."""
    return Meaning(frozenset(), frozenset(days))


def meaning(day: Day, clock: Clock | None, seat: Seat) -> Meaning:
    """What a day and a clock time mean when they are said together; without a clock time it is asked for."""
    if clock is None:
        if not day.days:
            raise UnclearError
        return ask(*day.days)
    if len(day.days) > 1:
        return of_several(day.days, clock, seat)
    if not day.days:
        return without_day(clock, seat)
    if day.days[0] <= seat.today:
        return of_today(clock, seat)
    return of_later(day.days[0], clock, seat)


def of_several(days: tuple[date, ...], clock: Clock, seat: Seat) -> Meaning:
    """Which day is asked, except that a time which is past today can only be meant of the later day."""
    if seat.today not in days or ahead(latest(clock, seat.today), seat):
        return ask(*days)
    if not clock.sure or set(days) != {seat.today, seat.today + WEEK}:
        raise UnclearError
    return of_later(seat.today + WEEK, clock, seat)


def latest(clock: Clock, day: date) -> datetime:
    """The last moment of a day that a clock time can mean."""
    return on(day, clock.minutes if clock.sure else clock.minutes % HALF + HALF)


def of_later(day: date, clock: Clock, seat: Seat) -> Meaning:
    """A clock time of a named day that begins after today."""
    hour = clock.minutes // 60
    if clock.sure or hour == NOON or hour in MORNING:
        return one(on(day, clock.minutes), seat)
    if hour in EITHER:
        return ask(day)
    return one(on(day, clock.minutes + HALF), seat)


def of_today(clock: Clock, seat: Seat) -> Meaning:
    """A clock time of today, which was named: past is never meant."""
    hour = clock.minutes // 60
    if clock.sure or hour == NOON:
        return one(on(seat.today, clock.minutes), seat)
    if clock.figures and hour in MORNING:
        if hour not in TWO_DIGITS:
            raise UnclearError
        return one(on(seat.today, clock.minutes), seat)
    if hour not in AFTERNOON and ahead(on(seat.today, clock.minutes), seat):
        return ask(seat.today)
    return one(on(seat.today, clock.minutes + HALF), seat)


def without_day(clock: Clock, seat: Seat) -> Meaning:
    """A clock time alone: the next such time from now on."""
    hour = clock.minutes // 60
    if clock.sure and clock.minutes < 2 * HALF:
        first = on(seat.today, clock.minutes)
        return one(first if ahead(first, seat) else first + DAY, seat)
    if clock.sure or hour == NOON:
        return one(on(seat.today, clock.minutes), seat)
    if clock.figures and hour in MORNING:
        if not ahead(on(seat.today, clock.minutes + HALF), seat):
            return of_later(seat.tomorrow, clock, seat)
        if hour in TWO_DIGITS and not ahead(on(seat.today, clock.minutes), seat):
            return ask(seat.today, seat.tomorrow)
        return of_today(clock, seat)
    if ahead(on(seat.today, clock.minutes + HALF), seat):
        return of_today(clock, seat)
    if hour in EITHER:
        raise UnclearError
    return of_later(seat.tomorrow, clock, seat)


ABBREVIATIONS = {"CET": 1, "CEST": 2, "EST": -5, "PST": -8, "GMT": 0}
"""Names of a zone's winter or summer time, with its hours from UTC: by such a name nothing else is meant."""


def abroad(day: Day, clock: Clock, seat: Seat, other: str, name: str) -> Meaning:
    """A sure clock time as another zone's clocks show it: converted, or asked about."""
    there = elsewhere(seat.now, seat.zone, other)
    if there.date() != seat.today or seat.night or not clock.sure or len(day.days) > 1:
        raise UnclearError
    moment = on(day.days[0] if day.days else seat.today, clock.minutes)
    if not day.days and not ahead(moment, Seat(seat.locale, other, there)):
        moment += DAY
    here = elsewhere(moment, other, seat.zone)
    hours = (moment - elsewhere(moment, other, "UTC")).total_seconds() / 3600
    if here == moment or not comes_once(moment, other) or ABBREVIATIONS.get(name, hours) != hours:
        raise UnclearError
    return Meaning(one(here, seat).right, frozenset())
