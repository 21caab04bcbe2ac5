"""What people say in English of a time that cannot be taken for a moment: it is asked back, or not understood."""

from __future__ import annotations

from tests.understand.said_times import english_clocks as clocks
from tests.understand.said_times import english_dates as dates
from tests.understand.said_times import english_days as days
from tests.understand.said_times.calendar import SUNDAY, UnclearError, coming_weekday, weekend_days
from tests.understand.said_times.drawn import fitting, some_date, two_weekdays
from tests.understand.said_times.english import DAY_PARTS, LATER_DAYS, THIS_PART, day_of, joined, with_on
from tests.understand.said_times.english_days import MONTHS, WEEKDAYS
from tests.understand.said_times.meaning import abroad, ask, meaning
from tests.understand.said_times.saying import Day, Draw, Meaning, Phrase, Phrases, Seat

ZONES: tuple[tuple[str, str], ...] = (
    ("{} New York time", "America/New_York"),
    ("{} London time", "Europe/London"),
    ("{} UK time", "Europe/London"),
    ("{} Paris time", "Europe/Paris"),
    ("{} Tokyo time", "Asia/Tokyo"),
    ("{} UTC", "UTC"),
    ("{} CET", "Europe/Paris"),
    ("{} CET", "Europe/Berlin"),
    ("{} CEST", "Europe/Paris"),
    ("{} EST", "America/New_York"),
    ("{} PST", "America/Los_Angeles"),
    ("{} GMT", "Europe/London"),
    ("{} eastern time", "America/New_York"),
    ("{} pacific", "America/Los_Angeles"),
    ("{} PT", "America/Los_Angeles"),
    ("{} ET", "America/New_York"),
    ("{} Sydney time", "Australia/Sydney"),
    ("{} India time", "Asia/Kolkata"),
)
VAGUE = (
    "after work",
    "after dinner",
    "after lunch",
    "later",
    "after school",
    "when the kids are asleep",
    "after the gym",
)
WHENEVER = (
    "later",
    "soon",
    "sometime",
    "one of these days",
    "whenever",
    "some day",
    "when i finish work",
    "after work",
)
NO_DAY = ("next week", "sometime next week", "next month", "in the new year", "in a few weeks", "later this week")
WEEKENDS = ("this weekend", "at the weekend", "the weekend", "on the weekend", "this wkend", "weekend")
REPEATED = ("every {}", "{}s", "every {} and sunday", "each {}", "every other {}")
DAILY = ("daily", "every day", "on weekdays", "every morning", "every evening", "every night", "twice a week", "weekly")
WITH_HOUR = ("every morning", "every evening", "every night")
SURE = ((5.0, clocks.with_half), (3, clocks.round_the_clock))


def without_clock(draw: Draw, seat: Seat) -> Phrase:
    """A day alone, or with a part of it."""
    day = day_of(draw, seat, LATER_DAYS)
    text, part = with_on(draw, day, 0.3), draw.heavy(DAY_PARTS)
    if day.takes_part and draw.chance(0.3):
        text = f"{text} {part}"
    elif draw.chance(0.12) and not seat.night:
        day = Day("", "this_part", (seat.today,))
        text = THIS_PART[draw.of("evening", "night")]
        if seat.now.hour >= 17:
            raise UnclearError
    return Phrase(text, meaning(day, None, seat), f"{day.kind} × no_clock")


def unsure_half(draw: Draw, seat: Seat) -> Phrase:
    """Seven or eight, or a time whose halves are both ahead."""
    day = day_of(draw, seat)
    clock = clocks.bare(draw, seat)
    fitting(day, clock)
    return Phrase(joined(draw, day, clock), meaning(day, clock, seat), f"{day.kind} × {clock.kind}")


def unsure_day(draw: Draw, seat: Seat) -> Phrase:
    """Words that fit two days."""
    made = (4.0, days.next_weekday), (2.0, days.tomorrow), (2.0, days.weekday), (3.0, dates.numeric)
    day = draw.heavy(made)(draw, seat)
    clock = draw.heavy(SURE)(draw, seat)
    if len(day.days) < 2:
        raise UnclearError
    return Phrase(joined(draw, day, clock), meaning(day, clock, seat), f"{day.kind} × {clock.kind}")


def past(draw: Draw, seat: Seat) -> Phrase:
    """A date that has just passed."""
    day = dates.past_date(draw, seat)
    clock = draw.heavy(SURE)(draw, seat)
    return Phrase(joined(draw, day, clock), ask(*day.days), "past_date")


def weekend(draw: Draw, seat: Seat) -> Phrase:
    """A weekend, of which no day was said."""
    text, found = draw.among(WEEKENDS), weekend_days(seat.today)
    if draw.chance(0.4):
        text = f"{text} {draw.of('at', 'around')} {clocks.with_half(draw, seat).text}"
    return Phrase(text, ask(*found), "weekend")


def no_day(draw: Draw, seat: Seat) -> Phrase:
    """A week or a month, or a day that does not come."""
    month = MONTHS[(seat.today.month + draw.number(1, 7)) % 12]
    text = draw.heavy(((4, draw.among(NO_DAY)), (2, f"in {month}"), (1, f"sometime in {month}")))
    if draw.chance(0.3):
        text = f"{text} {draw.of('at', 'around')} {clocks.with_half(draw, seat).text}"
    if draw.chance(0.25):
        return Phrase(f"{dates.no_such_day(draw, seat)} at {clocks.with_half(draw, seat).text}", ask(), "no_such_day")
    return Phrase(text, ask(), "no_day")


def two(draw: Draw, seat: Seat) -> Phrase:
    """Two days or two times."""
    first, second = two_weekdays(draw, seat)
    found, clock = coming_weekday(seat.today, first), clocks.with_half(draw, seat)
    either = draw.of("{} or {}", "either {} or {}", "{} or maybe {}", "{} / {}")
    if draw.chance(0.5):
        text = f"{either.format(WEEKDAYS[first], WEEKDAYS[second])} at {clock.text}"
        return Phrase(text, ask(found, coming_weekday(seat.today, second)), "two_days")
    hour = draw.number(1, 8)
    text = f"{WEEKDAYS[first]} at {draw.of('{} or {}pm', '{}pm or {}pm', 'either {} or {} pm').format(hour, hour + 1)}"
    return Phrase(text, ask(found), "two_times")


def repeated(draw: Draw, seat: Seat) -> Phrase:
    """What comes again and again."""
    text = draw.among(DAILY) if draw.chance(0.4) else draw.among(REPEATED).format(draw.among(WEEKDAYS[:SUNDAY]))
    if text not in WITH_HOUR and draw.chance(0.6):
        text = f"{text} at {draw.heavy(SURE)(draw, seat).text}"
    return Phrase(text, ask(), "repeated")


def bounded(draw: Draw, seat: Seat) -> Phrase:
    """A bound of a time, which is not the time."""
    day = day_of(draw, seat, LATER_DAYS)
    clock = clocks.with_half(draw, seat)
    bound = (
        f"{draw.of('before', 'after', 'until', 'not before', 'any time after', 'til', 'anytime before')} {clock.text}"
    )
    if draw.chance(0.3):
        return Phrase(bound, ask(), "bound")
    text = f"{day.text} {bound}" if draw.chance(0.6) else f"{bound} {with_on(draw, day, 0.9)}"
    return Phrase(text, ask(*day.days), "bound")


def denied(draw: Draw, seat: Seat) -> Phrase:
    """A no, which is no time."""
    day = draw.heavy(((2, days.tomorrow), (3, days.weekday), (1, days.today)))(draw, seat)
    clock = clocks.with_half(draw, seat)
    form = draw.of(
        "not {}", "any day but {}", "i can't do {}", "{} doesn't work", "anything but {}", "can't {}", "{} is no good"
    )
    text = form.format(day.text if draw.chance(0.7) or "but" in form else f"{day.text} at {clock.text}")
    return Phrase(text, ask(), "not", chat=False)


def corrected(draw: Draw, seat: Seat) -> Phrase:
    """One day taken back for another: the second is meant."""
    first, second = two_weekdays(draw, seat)
    clock, day = draw.heavy(SURE)(draw, seat), Day("", "weekday", (coming_weekday(seat.today, second),))
    form = draw.of("not {}, {} at {}", "{} no wait {} at {}", "{}, sorry {} at {}", "{} actually no {} at {}")
    taken = meaning(day, clock, seat)
    text = form.format(WEEKDAYS[first], WEEKDAYS[second], clock.text)
    return Phrase(text, Meaning(taken.right, frozenset()), "corrected", chat=False)


def zoned(draw: Draw, seat: Seat) -> Phrase:
    """A time of another zone's clocks."""
    day = draw.heavy(((2, days.no_day), (3, days.tomorrow), (3, days.weekday)))(draw, seat)
    form, zone = draw.among(ZONES)
    clock = draw.heavy(SURE)(draw, seat)
    text = f"{day.text} {draw.of('at ', '')}{form.format(clock.text)}".strip()
    return Phrase(text, abroad(day, clock, seat, zone, form[3:]), "zone")


def vague(draw: Draw, seat: Seat) -> Phrase:
    """A time that no clock shows."""
    if draw.chance(0.4):
        return Phrase(draw.among(WHENEVER), ask(), "vague")
    day = draw.heavy(((3, days.tomorrow), (3, days.weekday), (1, days.today)))(draw, seat)
    text = f"{day.text} {draw.among(VAGUE)}"
    return Phrase(text, ask(*day.days), "vague")


def against_itself(draw: Draw, seat: Seat) -> Phrase:
    """A weekday and a date that do not go together."""
    day = some_date(draw, seat)
    wrong = WEEKDAYS[(day.weekday() + draw.of(1, 2, 5, 6)) % 7]
    text = f"{wrong} {dates.in_words(draw, seat, day)} at {clocks.with_half(draw, seat).text}"
    return Phrase(text, ask(), "against_itself")


ASKED: tuple[tuple[float, Phrases], ...] = (
    (8, without_clock),
    (6, unsure_half),
    (5, unsure_day),
    (2, past),
    (3, weekend),
    (3, no_day),
    (4, two),
    (3, repeated),
    (4, bounded),
    (3, denied),
    (2, corrected),
    (3, zoned),
    (4, vague),
    (1, against_itself),
)
