"""Dates, feasts and what is reckoned from them in English, and the days that they name."""

from __future__ import annotations

from datetime import date

from tests.understand.said_times.calendar import (
    DAY,
    WEEK,
    UnclearError,
    coming,
    coming_day_of_month,
    coming_weekday,
    fixed,
    just_past,
    month_end,
    months_later,
    nth_weekday,
    weekday_before,
)
from tests.understand.said_times.drawn import some_date
from tests.understand.said_times.english_days import (
    FEASTS,
    MONTHS,
    ORDINALS,
    WEEKDAYS,
    month_name,
    name,
    ordinal,
)
from tests.understand.said_times.saying import EITHER_FIRST, MONTH_FIRST, Day, Draw, Seat

NTH = ((3.0, "first", 1), (1, "1st", 1), (2, "second", 2), (1, "2nd", 2), (2, "third", 3), (3, "last", -1))


def in_words(draw: Draw, seat: Seat, day: date) -> str:
    """A date with the name of its month."""
    month, number = month_name(draw, day.month), day.day
    american = seat.at("US", "CA", "PH")
    return draw.heavy(
        (
            (8 if american else 2, f"{month} {number}"),
            (0.5 if american else 5, f"{number} {month}"),
            (7 if american else 2, f"{month} {ordinal(number)}"),
            (0.5 if american else 5, f"{ordinal(number)} {month}"),
            (2 if american else 5, f"the {ordinal(number)} of {MONTHS[day.month - 1]}"),
            (2, f"{ordinal(number)} of {MONTHS[day.month - 1]}"),
            (1, f"{MONTHS[day.month - 1]} the {ordinal(number)}"),
            (1, f"{MONTHS[day.month - 1]} {ORDINALS[number - 1]}"),
            (1, f"the {ORDINALS[number - 1]} of {MONTHS[day.month - 1]}"),
        )
    )


def worded(draw: Draw, seat: Seat) -> Day:
    """A date in words, at times with its weekday or its year."""
    day = some_date(draw, seat)
    text = in_words(draw, seat, day)
    if draw.chance(0.2):
        comma = draw.of(" ", " ", ", ")
        return Day(f"{name(draw, day.weekday())}{comma}{text}", "weekday_and_date", (day,))
    if draw.chance(0.1):
        return Day(f"{text}{draw.of(' ', ', ')}{day.year}", "date_and_year", (day,))
    return Day(text, "date_in_words", (day,))


def figures(draw: Draw, seat: Seat, first: int, second: int, year: int) -> str:
    """A date in figures, in the order given."""
    padded, mark = draw.chance(0.3), draw.heavy(((9, "/"), (1, "." if seat.at("GB", "IE") else "/")))
    numbers = [f"{first:02}", f"{second:02}"] if padded else [str(first), str(second)]
    if mark == "." or draw.chance(0.15):
        numbers.append(draw.of(str(year), str(year)[2:]))
    return mark.join(numbers)


def numeric(draw: Draw, seat: Seat) -> Day:
    """A date in the figures of the locale; where both orders are in use both readings are asked."""
    day = some_date(draw, seat)
    month_first = seat.locale in MONTH_FIRST
    first, second = (day.month, day.day) if month_first else (day.day, day.month)
    days: tuple[date, ...] = (day,)
    text = figures(draw, seat, first, second, day.year)
    if seat.locale in EITHER_FIRST and day.day <= 12 and day.day != day.month:
        if str(day.year) in text or text.count("/") == 2:
            raise UnclearError
        days = (day, coming(fixed(day.day, day.month), seat.today))
    return Day(text, "date_in_figures", days)


def iso(draw: Draw, seat: Seat) -> Day:
    """A date as machines write it."""
    day = some_date(draw, seat)
    return Day(day.isoformat(), "iso_date", (day,))


def day_of_month(draw: Draw, seat: Seat) -> Day:
    """The number of a day alone, or with its weekday."""
    number = draw.number(1, 31)
    day = coming_day_of_month(seat.today, number)
    if draw.chance(0.25):
        return Day(f"{name(draw, day.weekday())} the {ordinal(number)}", "weekday_and_number", (day,))
    text = draw.heavy(((8, f"the {ordinal(number)}"), (2, ordinal(number)), (1, f"the {ORDINALS[number - 1]}")))
    return Day(text, "day_of_month", (day,))


def number_of_month(draw: Draw, seat: Seat) -> Day:
    """The number of a day of this month or the next."""
    if seat.night or draw.chance(0.6):
        first = months_later(seat.today.replace(day=1), 1)
        number, which = draw.number(1, 28), "next"
    else:
        first, which = seat.today.replace(day=1), "this"
        number = draw.number(1, 28)
        if number <= seat.today.day:
            raise UnclearError
    text = draw.of(f"the {ordinal(number)} of {which} month", f"the {ordinal(number)} {which} month")
    return Day(text, "number_of_month", (first.replace(day=number),))


def some_month(draw: Draw, seat: Seat) -> tuple[str, date]:
    """A month by words, and its first day: the next month, or a named one within ten."""
    if draw.chance(0.4):
        return "next month", months_later(seat.today.replace(day=1), 1)
    first = months_later(seat.today.replace(day=1), draw.number(1, 8))
    return month_name(draw, first.month), first


def nth_of_month(draw: Draw, seat: Seat) -> Day:
    """The n-th or last weekday of a month."""
    word, number = draw.heavy([(weight, (word, number)) for weight, word, number in NTH])
    which = draw.number(0, 6)
    if number == -1 and draw.chance(0.4):
        text, first = "the month", seat.today.replace(day=1)
    else:
        text, first = some_month(draw, seat)
    day = nth_weekday(first.year, first.month, which, number)
    if day <= seat.today:
        raise UnclearError
    joined = draw.heavy(((5, "of"), (2, "in"))) if text not in ("the month", "next month") else "of"
    return Day(f"{draw.of('the ', 'the ', '')}{word} {name(draw, which)} {joined} {text}", "nth_of_month", (day,))


def last_of_month(draw: Draw, seat: Seat) -> Day:
    """The last day of a month."""
    text, first = some_month(draw, seat) if draw.chance(0.5) else ("the month", seat.today)
    day = month_end(first)
    if day <= seat.today:
        raise UnclearError
    return Day(f"{draw.of('the ', 'the ', '')}last day of {text}", "last_of_month", (day,))


def some_feast(draw: Draw, seat: Seat) -> tuple[str, date]:
    """A feast that is kept where the phone is, and its next day."""
    place = seat.locale[3:]
    kept = [(weight, (texts, yearly)) for weight, texts, yearly, places in FEASTS if place in places]
    texts, yearly = draw.heavy(kept)
    return draw.among(texts), coming(yearly, seat.today)


def feast(draw: Draw, seat: Seat) -> Day:
    """A feast by its name."""
    text, day = some_feast(draw, seat)
    return Day(text, "feast", (day,))


def from_feast(draw: Draw, seat: Seat) -> Day:
    """Days before and after a feast."""
    text, day = some_feast(draw, seat)
    which = draw.number(0, 6)
    after, before = coming_weekday(day, which), weekday_before(day, which)
    words, found = draw.heavy(
        (
            (5, (f"the day after {text}", day + DAY)),
            (3, (f"the day before {text}", day - DAY)),
            (2, (f"two days after {text}", day + 2 * DAY)),
            (1, (f"2 days before {text}", day - 2 * DAY)),
            (2, (f"the {WEEKDAYS[which]} after {text}", after)),
            (2, (f"the {WEEKDAYS[which]} before {text}", before)),
            (1, (f"a week after {text}", day + WEEK)),
        )
    )
    if found <= seat.today:
        raise UnclearError
    return Day(words, "from_feast", (found,))


def past_date(draw: Draw, seat: Seat) -> Day:
    """A date that was a few days ago: next year's is offered."""
    gone = seat.days(-draw.number(1, 12))
    days = just_past(fixed(gone.month, gone.day), seat.today)
    return Day(in_words(draw, seat, gone), "past_date", days)


def no_such_day(draw: Draw, seat: Seat) -> str:
    """A date that no calendar has."""
    month = draw.of(4, 6, 9, 11)
    return draw.of(
        f"the {ordinal(draw.number(32, 39))}",
        f"{draw.of('feb', 'february')} 30",
        "the 30th of february",
        f"{MONTHS[month - 1]} 31st",
        f"31 {MONTHS[month - 1]}",
    )
