"""Days drawn by chance, for any language, and which of them the rules leave unclear."""

from __future__ import annotations

from datetime import date

from tests.understand.said_times.calendar import DAY, SUNDAY, WEEK, UnclearError, coming, coming_weekday, fixed, of_week
from tests.understand.said_times.saying import Clock, Day, Draw, Seat

WEEKDAY_WEIGHTS = ((2.0, 0), (2.0, 1), (2.0, 2), (3.0, 3), (5.0, 4), (5.0, 5), (3.0, 6))
DAWN, FEAST_HOURS = 4, range(4, 9)


def awake(seat: Seat) -> None:
    """Words that count days are unclear in the small hours."""
    if seat.night:
        raise UnclearError


def some_weekday(draw: Draw, seat: Seat) -> int:
    """A weekday; in the small hours not that of the evening before."""
    which = draw.heavy(WEEKDAY_WEIGHTS)
    if seat.night and which == (seat.today - DAY).weekday():
        raise UnclearError
    return which


def other_weekday(draw: Draw, seat: Seat) -> int:
    """A weekday that is not today's."""
    which = some_weekday(draw, seat)
    if which == seat.today.weekday():
        raise UnclearError
    return which


def alone(seat: Seat, which: int) -> tuple[date, ...]:
    """The days that a weekday alone may mean: on that weekday today or in a week, else the coming one."""
    day = coming_weekday(seat.today, which)
    return (seat.today, day) if which == seat.today.weekday() else (day,)


def of_this_week(seat: Seat, which: int) -> date:
    """The day that "this" weekday means: the coming one, or today."""
    return seat.today if which == seat.today.weekday() else coming_weekday(seat.today, which)


def following(seat: Seat, which: int) -> tuple[date, ...]:
    """The days that the "next" weekday may mean: if this week's is still to come, either that or the one after."""
    if seat.today.weekday() == SUNDAY and seat.sunday_first:
        raise UnclearError
    day = coming_weekday(seat.today, which)
    return (day, day + WEEK) if of_week(seat.today, which) > seat.today else (day,)


def of_next_week(seat: Seat, which: int) -> date:
    """A weekday of the week after this; where weeks may begin on Sunday, Sundays are unclear."""
    awake(seat)
    if seat.today.weekday() == SUNDAY or (which == SUNDAY and seat.sunday_first):
        raise UnclearError
    return of_week(seat.today + WEEK, which)


def some_date(draw: Draw, seat: Seat) -> date:
    """A date within a year, sooner rather than later."""
    days = draw.heavy(((6, draw.number(2, 40)), (3, draw.number(41, 120)), (1, draw.number(121, 270))))
    day = seat.days(days)
    if (day.month, day.day) == (2, 29) or coming(fixed(day.month, day.day), seat.today) != day:
        raise UnclearError
    return day


def two_weekdays(draw: Draw, seat: Seat) -> tuple[int, int]:
    """Two weekdays, neither of them today's."""
    first, second = other_weekday(draw, seat), other_weekday(draw, seat)
    if first == second:
        raise UnclearError
    return first, second


def fitting(day: Day, clock: Clock) -> None:
    """Unclear: the hours of a feast that may be meant of its night, and halves that are left out beside an ISO date."""
    hour = clock.minutes // 60
    if day.kind == "iso_date" and not clock.sure and not clock.figures:
        raise UnclearError
    if day.kind == "feast" and (hour < DAWN or hour >= 24 or clock.kind == "stretch"):
        raise UnclearError
    if day.kind == "feast" and not clock.sure and hour not in FEAST_HOURS:
        raise UnclearError
