"""Words for days in Spanish, and the days that they name."""

from __future__ import annotations

from tests.understand.said_times.calendar import (
    MONDAY,
    SUNDAY,
    WEEK,
    coming_weekday,
    months_later,
)
from tests.understand.said_times.drawn import (
    alone,
    awake,
    following,
    of_next_week,
    of_this_week,
    other_weekday,
    some_weekday,
)
from tests.understand.said_times.saying import Day, Draw, Seat

WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
SHORT = ("lun", "martes", "mié", "jue", "vie", "sáb", "dom")
MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
SHORT_MONTHS = ("ene", "feb", "marzo", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic")
NUMBERS = (
    *("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"),
    *("trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno"),
    *("veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho"),
    *("veintinueve", "treinta", "treinta y uno"),
)
OCHO = ("MX", "CO", "PE", "CL")
"""Where "de hoy en ocho" is said for a week from today."""
EN_LA = ("MX", "CO", "PE", "CL")
"""Where a part of the day is "en la tarde"; elsewhere it is "por la tarde", by the River Plate also "a la tarde"."""
RIVER_PLATE = ("AR", "UY")


def part_of_day(draw: Draw, seat: Seat, part: str) -> str:
    """A part of the day after a day: "por la tarde"."""
    if seat.at(*EN_LA):
        return f"{draw.of('en', 'en', 'por')} la {part}"
    return f"{draw.of('a', 'por')} la {part}" if seat.at(*RIVER_PLATE) else f"por la {part}"


def of_the(text: str) -> str:
    """Words after "de", with the article drawn to it."""
    return f"del {text[3:]}" if text.startswith("el ") else f"de {text}"


def name(draw: Draw, which: int) -> str:
    """A weekday as it is typed, full or short."""
    return SHORT[which] if draw.chance(0.12) else WEEKDAYS[which]


def with_article(draw: Draw, text: str) -> str:
    """A weekday with or without its article."""
    return f"el {text}" if draw.chance(0.7) else text


def month_name(draw: Draw, month: int) -> str:
    """A month as it is typed, full or short."""
    return SHORT_MONTHS[month - 1] if draw.chance(0.2) else MONTHS[month - 1]


def no_day(draw: Draw, seat: Seat) -> Day:
    """Nothing is said of the day."""
    return Day("", "no_day")


def today(draw: Draw, seat: Seat) -> Day:
    """Today, by its name."""
    return Day(draw.heavy(((9, "hoy"), (1, "hoy mismo"))), "today", (seat.today,), takes_part=True)


def tomorrow(draw: Draw, seat: Seat) -> Day:
    """Tomorrow; in the small hours nobody knows which."""
    days = (seat.today, seat.tomorrow) if seat.night else (seat.tomorrow,)
    return Day(draw.heavy(((30, "mañana"), (1, "mñn"), (1, "mñna"))), "tomorrow", days, takes_part=True)


def day_after_tomorrow(draw: Draw, seat: Seat) -> Day:
    """The day after tomorrow."""
    awake(seat)
    return Day("pasado mañana", "day_after_tomorrow", (seat.days(2),), takes_part=True)


def weekday(draw: Draw, seat: Seat) -> Day:
    """A weekday alone; on that weekday it may be today or in a week."""
    which = some_weekday(draw, seat)
    return Day(with_article(draw, name(draw, which)), "weekday", alone(seat, which), takes_part=True)


def this_weekday(draw: Draw, seat: Seat) -> Day:
    """This weekday: the coming one, or today."""
    which = some_weekday(draw, seat)
    day = of_this_week(seat, which)
    return Day(f"este {WEEKDAYS[which]}", "this_weekday", (day,), takes_part=True)


def next_weekday(draw: Draw, seat: Seat) -> Day:
    """The next weekday: if this week's is still to come, this one or that of the week after."""
    which = some_weekday(draw, seat)
    word = WEEKDAYS[which]
    text = draw.of(f"el próximo {word}", f"el {word} que viene", f"el {word} próximo", f"el {word} que viene")
    return Day(text, "next_weekday", following(seat, which), takes_part=True)


def weekday_of_next_week(draw: Draw, seat: Seat) -> Day:
    """A weekday of the week after this."""
    which = draw.number(MONDAY, SUNDAY)
    week = draw.of("la semana que viene", "la próxima semana", "la semana próxima", "la semana que viene")
    word = f"el {WEEKDAYS[which]}"
    text = draw.heavy(((3, f"{word} de {week}"), (1, f"{week} {word}")))
    return Day(text, "weekday_of_next_week", (of_next_week(seat, which),))


def weekday_and_weeks(draw: Draw, seat: Seat) -> Day:
    """Weeks after a weekday: "del viernes en ocho"."""
    which = other_weekday(draw, seat)
    day, word = coming_weekday(seat.today, which), WEEKDAYS[which]
    if seat.at(*OCHO) and draw.chance(0.5):
        text, weeks = draw.of((f"del {word} en ocho", 1), (f"de este {word} en ocho", 1), (f"del {word} en 8 días", 1))
    else:
        text, weeks = draw.of(
            (f"una semana después del {word}", 1),
            (f"dos semanas después del {word}", 2),
            (f"2 semanas después de este {word}", 2),
            (f"una semana después de este {word}", 1),
        )
    return Day(text, "weekday_and_weeks", (day + weeks * WEEK,))


def today_and_weeks(draw: Draw, seat: Seat) -> Day:
    """Weeks and days after today or tomorrow."""
    awake(seat)
    options = [("dentro de una semana", 7), ("en una semana", 7), ("en dos semanas", 14), ("dentro de 2 semanas", 14)]
    options += [("dos días después de mañana", 3), ("una semana después de mañana", 8)]
    options += [("de hoy en ocho", 7), ("de hoy en ocho días", 7), ("de mañana en ocho", 8)] * seat.at(*OCHO)
    text, days = draw.among(options)
    return Day(text, "today_and_weeks", (seat.days(days),))


def in_days(draw: Draw, seat: Seat) -> Day:
    """So many days from now; eight and fifteen are also said for weeks."""
    awake(seat)
    count = draw.of(2, 2, 3, 3, 4, 5, 6, 10)
    text = f"{draw.of('en', 'dentro de')} {draw.of(str(count), NUMBERS[count])} días"
    return Day(text, "in_days", (seat.days(count),))


def in_months(draw: Draw, seat: Seat) -> Day:
    """So many months from now."""
    awake(seat)
    count = draw.heavy(((4, 1), (2, 2), (1, 3)))
    many = draw.of("un mes", "1 mes") if count == 1 else f"{draw.of(str(count), NUMBERS[count])} meses"
    return Day(f"{draw.of('en', 'dentro de')} {many}", "in_months", (months_later(seat.today, count),))
