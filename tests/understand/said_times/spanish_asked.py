"""What people say in Spanish of a time that cannot be taken for a moment: it is asked back, or not understood."""

from __future__ import annotations

from tests.understand.said_times import spanish_clocks as clocks
from tests.understand.said_times import spanish_dates as dates
from tests.understand.said_times import spanish_days as days
from tests.understand.said_times.calendar import UnclearError, coming_weekday, weekend_days
from tests.understand.said_times.drawn import fitting, some_date, two_weekdays
from tests.understand.said_times.meaning import abroad, ask, meaning
from tests.understand.said_times.saying import Clock, Day, Draw, Meaning, Phrase, Phrases, Seat
from tests.understand.said_times.spanish import DAY_PARTS, LATER_DAYS, day_of, joined
from tests.understand.said_times.spanish_clocks import the
from tests.understand.said_times.spanish_days import MONTHS, NUMBERS, WEEKDAYS, part_of_day

ZONES: tuple[tuple[str, str], ...] = (
    ("hora de Madrid", "Europe/Madrid"),
    ("hora peninsular", "Europe/Madrid"),
    ("hora española", "Europe/Madrid"),
    ("hora de Canarias", "Atlantic/Canary"),
    ("hora de Argentina", "America/Argentina/Buenos_Aires"),
    ("hora de Colombia", "America/Bogota"),
    ("hora de Bogotá", "America/Bogota"),
    ("hora de Nueva York", "America/New_York"),
    ("hora de Londres", "Europe/London"),
    ("hora de Ciudad de México", "America/Mexico_City"),
    ("UTC", "UTC"),
    ("hora del este", "America/New_York"),
    ("CET", "Europe/Madrid"),
    ("GMT", "Europe/London"),
)
VAGUE = (
    *("después del trabajo", "después de cenar", "después de comer", "más tarde", "al salir del trabajo"),
    *("cuando salga de trabajar", "después del gimnasio", "cuando se duerman los niños"),
)
WHENEVER = ("luego", "más tarde", "un día de estos", "pronto", "cuando pueda", "después", "después de cenar")
NO_DAY = ("la semana que viene", "la próxima semana", "el mes que viene", "en unas semanas", "algún día de la semana")
WEEKENDS = ("este finde", "el finde", "este fin de semana", "el fin de semana", "finde")
REPEATED = ("todos los {}", "cada {}", "los {}", "cada dos {}", "todos los {} y domingos")
DAILY = ("a diario", "todos los días", "entre semana", "cada mañana", "todas las noches", "dos veces por semana")
WITH_HOUR = ("cada mañana", "todas las noches")
NOT = (
    *("{} no", "{} no puedo", "cualquier día menos {}", "{} imposible", "todos los días menos {}", "{} no me va bien"),
    *("no {}", "cuando sea menos {}"),
)


def told(draw: Draw, seat: Seat) -> Clock:
    """A time whose half of the day is plain."""
    if draw.chance(0.5):
        return draw.heavy(((3, clocks.with_half), (4, clocks.round_the_clock)))(draw, seat)
    part = draw.heavy(DAY_PARTS)
    clock = clocks.in_part(draw, seat, part)
    if clock.kind.endswith(("para", "punto")):
        raise UnclearError
    return Clock(f"{clock.text} de la {part}", clock.kind, clock.minutes)


def without_clock(draw: Draw, seat: Seat) -> Phrase:
    """A day alone, or with a part of it."""
    day, part = day_of(draw, seat, LATER_DAYS), draw.heavy(DAY_PARTS)
    text = day.text
    if day.takes_part and draw.chance(0.3):
        text = f"{text} {part_of_day(draw, seat, part)}"
    elif draw.chance(0.12) and not seat.night and seat.now.hour < 17:
        day = Day("", "this_part", (seat.today,))
        text = draw.of("esta noche", "esta tarde" if seat.now.hour < 12 else "esta noche")
    return Phrase(text, meaning(day, None, seat), f"{day.kind} × no_clock")


def unsure_half(draw: Draw, seat: Seat) -> Phrase:
    """Seven or eight, or a time whose halves are both ahead."""
    day, clock = day_of(draw, seat), clocks.bare(draw, seat)
    fitting(day, clock)
    return Phrase(joined(draw, seat, day, clock), meaning(day, clock, seat), f"{day.kind} × {clock.kind}")


def unsure_day(draw: Draw, seat: Seat) -> Phrase:
    """Words that fit two days."""
    day = draw.heavy(((5.0, days.next_weekday), (2.0, days.tomorrow), (2.0, days.weekday)))(draw, seat)
    clock = told(draw, seat)
    if len(day.days) < 2:
        raise UnclearError
    return Phrase(joined(draw, seat, day, clock), meaning(day, clock, seat), f"{day.kind} × {clock.kind}")


def past(draw: Draw, seat: Seat) -> Phrase:
    """A date that has just passed."""
    day = dates.past_date(draw, seat)
    return Phrase(joined(draw, seat, day, told(draw, seat)), ask(*day.days), "past_date")


def weekend(draw: Draw, seat: Seat) -> Phrase:
    """A weekend, of which no day was said."""
    text, found = draw.among(WEEKENDS), weekend_days(seat.today)
    if draw.chance(0.4):
        text = f"{text} a {the(told(draw, seat).text)}"
    return Phrase(text, ask(*found), "weekend")


def no_day(draw: Draw, seat: Seat) -> Phrase:
    """A week or a month, or a day that does not come."""
    month = MONTHS[(seat.today.month + draw.number(1, 7)) % 12]
    at = f" a {the(told(draw, seat).text)}"
    if draw.chance(0.25):
        return Phrase(f"{dates.no_such_day(draw, seat)}{at}", ask(), "no_such_day")
    text = draw.heavy(((4, draw.among(NO_DAY)), (2, f"en {month}"), (1, f"algún día de {month}")))
    return Phrase(text + (at if draw.chance(0.3) else ""), ask(), "no_day")


def two(draw: Draw, seat: Seat) -> Phrase:
    """Two days or two times."""
    first, second = two_weekdays(draw, seat)
    found, clock = coming_weekday(seat.today, first), told(draw, seat)
    if draw.chance(0.5):
        either = draw.of("el {} o el {}", "{} o {}", "o el {} o el {}", "el {} o si no el {}", "{} / {}")
        text = f"{either.format(WEEKDAYS[first], WEEKDAYS[second])} a {the(clock.text)}"
        return Phrase(text, ask(found, coming_weekday(seat.today, second)), "two_days")
    hour = draw.number(2, 5)
    form = draw.of("a las {} o {} de la tarde", "a las {} o a las {} de la tarde", "a las {} o las {} de la tarde")
    return Phrase(f"el {WEEKDAYS[first]} {form.format(hour, hour + 1)}", ask(found), "two_times")


def repeated(draw: Draw, seat: Seat) -> Phrase:
    """What comes again and again."""
    form, which = draw.among(REPEATED), draw.number(0, 5)
    many = WEEKDAYS[which] + ("s" if which == 5 and not form.startswith("cada {}") else "")
    text = draw.among(DAILY) if draw.chance(0.4) else form.format(many)
    if text not in WITH_HOUR and draw.chance(0.6):
        text = f"{text} a {the(told(draw, seat).text)}"
    return Phrase(text, ask(), "repeated")


def bounded(draw: Draw, seat: Seat) -> Phrase:
    """A bound of a time, which is not the time."""
    day, clock = day_of(draw, seat, LATER_DAYS), the(told(draw, seat).text)
    bound = f"{draw.of('antes de', 'después de', 'hasta', 'no antes de', 'pasadas')} {clock}"
    if draw.chance(0.3):
        return Phrase(bound, ask(), "bound")
    return Phrase(f"{day.text} {bound}", ask(*day.days), "bound")


def denied(draw: Draw, seat: Seat) -> Phrase:
    """A no, which is no time."""
    day = draw.heavy(((2, days.tomorrow), (3, days.weekday), (1, days.today)))(draw, seat)
    form = draw.among(NOT)
    text = day.text
    if form.startswith("{}") and draw.chance(0.3):
        text = f"{text} a {the(told(draw, seat).text)}"
    return Phrase(form.format(text), ask(), "not", chat=False)


def corrected(draw: Draw, seat: Seat) -> Phrase:
    """One day taken back for another: the second is meant."""
    first, second = two_weekdays(draw, seat)
    clock, day = told(draw, seat), Day("", "weekday", (coming_weekday(seat.today, second),))
    form = draw.of("el {} no, el {} a {}", "el {} no, mejor el {} a {}", "el {}, no perdón, el {} a {}")
    taken = meaning(day, clock, seat)
    text = form.format(WEEKDAYS[first], WEEKDAYS[second], the(clock.text))
    return Phrase(text, Meaning(taken.right, frozenset()), "corrected", chat=False)


def zoned(draw: Draw, seat: Seat) -> Phrase:
    """A time of another zone's clocks."""
    day = draw.heavy(((2, days.no_day), (3, days.tomorrow), (3, days.weekday)))(draw, seat)
    name, zone = draw.among(ZONES)
    clock = told(draw, seat)
    text = f"{day.text} a {the(clock.text)} {draw.of('', '', '(')}{name}".strip()
    return Phrase(text + ")" * ("(" in text), abroad(day, clock, seat, zone, name), "zone")


def vague(draw: Draw, seat: Seat) -> Phrase:
    """A time that no clock shows."""
    if draw.chance(0.25) and seat.at("MX", "CO", "PE"):
        text = draw.of("ahorita", "al rato", "ahorita")
        return Phrase(text, Meaning(frozenset({seat.now} if text == "ahorita" else ()), frozenset()), "vague")
    if draw.chance(0.4):
        return Phrase(draw.among(WHENEVER), ask(), "vague")
    day = draw.heavy(((3, days.tomorrow), (3, days.weekday), (1, days.today)))(draw, seat)
    return Phrase(f"{day.text} {draw.among(VAGUE)}", ask(*day.days), "vague")


def against_itself(draw: Draw, seat: Seat) -> Phrase:
    """A weekday and a date that do not go together."""
    day = some_date(draw, seat)
    wrong = WEEKDAYS[(day.weekday() + draw.of(1, 2, 5, 6)) % 7]
    number = draw.of(str(day.day), NUMBERS[day.day])
    text = f"el {wrong} {number} de {MONTHS[day.month - 1]} a {the(told(draw, seat).text)}"
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
