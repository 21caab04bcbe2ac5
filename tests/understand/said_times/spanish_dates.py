"""Dates, feasts and what is reckoned from them in Spanish, and the days that they name."""

from __future__ import annotations

from datetime import date

from tests.understand.said_times.calendar import (
    DAY,
    UnclearError,
    Yearly,
    coming,
    coming_day_of_month,
    coming_weekday,
    fixed,
    from_easter,
    just_past,
    month_end,
    months_later,
    nth_weekday,
)
from tests.understand.said_times.drawn import some_date
from tests.understand.said_times.saying import Day, Draw, Seat
from tests.understand.said_times.spanish_days import MONTHS, NUMBERS, WEEKDAYS, month_name, name, of_the, with_article

NTH = ((3.0, "primer", 1), (2, "segundo", 2), (2, "tercer", 3), (3, "último", -1), (0.5, "1er", 1))
ALL = ("ES", "MX", "AR", "CO", "CL", "PE", "UY")
FEASTS: tuple[tuple[float, tuple[str, ...], Yearly, tuple[str, ...]], ...] = (
    (5, ("el día de navidad", "navidad", "el día de navidad"), fixed(12, 25), ALL),
    (5, ("nochebuena", "en nochebuena"), fixed(12, 24), ALL),
    (4, ("nochevieja", "en nochevieja"), fixed(12, 31), ("ES",)),
    (3, ("fin de año", "en fin de año"), fixed(12, 31), ("AR", "UY", "MX", "CO", "PE")),
    (4, ("año nuevo", "el día de año nuevo", "en año nuevo"), fixed(1, 1), ALL),
    (4, ("el día de reyes", "reyes", "el día de reyes"), fixed(1, 6), ("ES", "MX", "AR", "UY", "CO")),
    (3, ("san valentín", "el día de san valentín"), fixed(2, 14), ("ES", "MX", "AR", "CL", "PE")),
    (2, ("el día de muertos",), fixed(11, 2), ("MX",)),
    (2, ("el día de la virgen de guadalupe",), fixed(12, 12), ("MX",)),
    (2, ("el día de la constitución",), fixed(12, 6), ("ES",)),
    (2, ("la inmaculada", "el día de la inmaculada"), fixed(12, 8), ("ES",)),
    (2, ("todos los santos", "el día de todos los santos"), fixed(11, 1), ("ES",)),
    (1, ("el jueves santo", "jueves santo"), from_easter(-3), ALL),
    (2, ("el viernes santo", "viernes santo"), from_easter(-2), ALL),
    (1, ("el domingo de resurrección", "domingo de resurrección"), from_easter(0), ("ES", "MX", "CL", "CO")),
    (1, ("el domingo de pascua",), from_easter(0), ("AR", "UY", "CL", "MX")),
)


def number_word(draw: Draw, seat: Seat, number: int) -> str:
    """The number of a day, in figures or in words; the first has words of its own."""
    if number == 1:
        return draw.of("1", "uno", "1") if seat.at("ES") else draw.of("1", "primero", "1º", "1ero")
    return NUMBERS[number] if draw.chance(0.15) else str(number)


def in_words(draw: Draw, seat: Seat, day: date) -> str:
    """A date with the name of its month."""
    number, month = number_word(draw, seat, day.day), month_name(draw, day.month)
    article = draw.heavy(((7, "el "), (2, ""), (0.5, "el día ")))
    if number.isdigit() and len(month) < 5 and month not in MONTHS and draw.chance(0.5):
        return f"{article}{number} {month}"
    return f"{article}{number} de {month}"


def worded(draw: Draw, seat: Seat) -> Day:
    """A date in words, at times with its weekday or its year."""
    day = some_date(draw, seat)
    text = in_words(draw, seat, day)
    if draw.chance(0.2):
        bare = text.removeprefix("el ").removeprefix("día ")
        return Day(f"{with_article(draw, name(draw, day.weekday()))} {bare}", "weekday_and_date", (day,))
    if draw.chance(0.1) and " de " in text:
        return Day(f"{text} {'de' if seat.at('ES') else draw.of('de', 'del')} {day.year}", "date_and_year", (day,))
    return Day(text, "date_in_words", (day,))


def numeric(draw: Draw, seat: Seat) -> Day:
    """A date in figures, day first."""
    day = some_date(draw, seat)
    padded, article = draw.chance(0.3), draw.heavy(((3, "el "), (2, "")))
    numbers = [f"{day.day:02}", f"{day.month:02}"] if padded else [str(day.day), str(day.month)]
    if dashed := draw.chance(0.12):
        numbers.append(str(day.year))
    elif draw.chance(0.15):
        numbers.append(draw.of(str(day.year), str(day.year)[2:]))
    return Day(article + ("-" if dashed and draw.chance(0.7) else "/").join(numbers), "date_in_figures", (day,))


def iso(draw: Draw, seat: Seat) -> Day:
    """A date as machines write it."""
    day = some_date(draw, seat)
    return Day(day.isoformat(), "iso_date", (day,))


def day_of_month(draw: Draw, seat: Seat) -> Day:
    """The number of a day alone, or with its weekday."""
    number = draw.number(1, 31)
    day = coming_day_of_month(seat.today, number)
    if draw.chance(0.3):
        return Day(f"{with_article(draw, name(draw, day.weekday()))} {number}", "weekday_and_number", (day,))
    text = draw.heavy(((6, f"el {number}"), (3, f"el día {number}"), (0.5, f"el día {NUMBERS[number]}")))
    return Day(text, "day_of_month", (day,))


def number_of_month(draw: Draw, seat: Seat) -> Day:
    """The number of a day of this month or the next."""
    number = draw.number(1, 28)
    if seat.night or draw.chance(0.6):
        first = months_later(seat.today.replace(day=1), 1)
        text = f"el {number} {draw.of('del mes que viene', 'del próximo mes', 'del mes próximo')}"
    else:
        first, text = seat.today.replace(day=1), f"el {number} de este mes"
        if number <= seat.today.day:
            raise UnclearError
    return Day(text, "number_of_month", (first.replace(day=number),))


def some_month(draw: Draw, seat: Seat) -> tuple[str, date]:
    """A month after "de", and its first day: the next month, or a named one."""
    if draw.chance(0.4):
        return draw.of("del mes que viene", "del próximo mes"), months_later(seat.today.replace(day=1), 1)
    first = months_later(seat.today.replace(day=1), draw.number(1, 8))
    return f"de {MONTHS[first.month - 1]}", first


def nth_of_month(draw: Draw, seat: Seat) -> Day:
    """The n-th or last weekday of a month."""
    word, number = draw.heavy([(weight, (word, number)) for weight, word, number in NTH])
    which = draw.number(0, 6)
    if number == -1 and draw.chance(0.4):
        text, first = draw.of("del mes", "de mes", "de este mes"), seat.today.replace(day=1)
    else:
        text, first = some_month(draw, seat)
    day = nth_weekday(first.year, first.month, which, number)
    if day <= seat.today:
        raise UnclearError
    return Day(f"el {word} {WEEKDAYS[which]} {text}", "nth_of_month", (day,))


def last_of_month(draw: Draw, seat: Seat) -> Day:
    """The last day of a month."""
    text, first = some_month(draw, seat) if draw.chance(0.5) else (draw.of("del mes", "de este mes"), seat.today)
    day = month_end(first)
    if day <= seat.today:
        raise UnclearError
    return Day(f"el último día {text}", "last_of_month", (day,))


def some_feast(draw: Draw, seat: Seat) -> tuple[str, date]:
    """A feast that is kept where the phone is, and its next day."""
    kept = [(weight, (texts, yearly)) for weight, texts, yearly, places in FEASTS if seat.at(*places)]
    texts, yearly = draw.heavy(kept)
    return draw.among(texts), coming(yearly, seat.today)


def feast(draw: Draw, seat: Seat) -> Day:
    """A feast by its name."""
    text, day = some_feast(draw, seat)
    return Day(text, "feast", (day,))


def from_feast(draw: Draw, seat: Seat) -> Day:
    """Days before and after a feast."""
    text, day = some_feast(draw, seat)
    of, which = of_the(text.removeprefix("en ")), draw.number(0, 6)
    words, found = draw.heavy(
        (
            (4, (f"el día después {of}", day + DAY)),
            (3, (f"el día antes {of}", day - DAY)),
            (2, (f"un día después {of}", day + DAY)),
            (2, (f"dos días después {of}", day + 2 * DAY)),
            (1, (f"2 días antes {of}", day - 2 * DAY)),
            (2, (f"la víspera {of}", day - DAY)),
            (2, (f"el {WEEKDAYS[which]} después {of}", coming_weekday(day, which))),
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
    month = MONTHS[draw.of(4, 6, 9, 11) - 1]
    return draw.of(
        f"el {draw.number(32, 39)}",
        "el 30 de febrero",
        f"el 31 de {month}",
        f"el día {draw.number(32, 39)}",
        "30 de feb",
    )
