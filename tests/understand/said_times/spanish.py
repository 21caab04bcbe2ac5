"""How people say times in Spanish: days and clock times put together, waits and stretches."""

from __future__ import annotations

from datetime import timedelta

from tests.understand.said_times import spanish_clocks as clocks
from tests.understand.said_times import spanish_dates as dates
from tests.understand.said_times import spanish_days as days
from tests.understand.said_times.calendar import UnclearError, later
from tests.understand.said_times.drawn import fitting
from tests.understand.said_times.meaning import meaning
from tests.understand.said_times.saying import Clock, Day, Days, Draw, Meaning, Phrase, Phrases, Seat
from tests.understand.said_times.spanish_clocks import the
from tests.understand.said_times.spanish_days import EN_LA, NUMBERS, RIVER_PLATE, of_the, part_of_day

DAYS: tuple[tuple[float, Days], ...] = (
    (10, days.no_day),
    (6, days.today),
    (22, days.tomorrow),
    (3, days.day_after_tomorrow),
    (25, days.weekday),
    (6, days.this_weekday),
    (1.5, days.next_weekday),
    (3, days.weekday_of_next_week),
    (1.5, days.weekday_and_weeks),
    (2, days.today_and_weeks),
    (2.5, days.in_days),
    (1, days.in_months),
    (9, dates.worded),
    (4, dates.numeric),
    (0.7, dates.iso),
    (5, dates.day_of_month),
    (1, dates.number_of_month),
    (2, dates.nth_of_month),
    (1.5, dates.last_of_month),
    (3, dates.feast),
    (2, dates.from_feast),
)
LATER_DAYS = tuple((weight, made) for weight, made in DAYS if made not in (days.no_day, days.today))
DAY_PARTS = ((5.0, "mañana"), (6, "tarde"), (4, "noche"))
CLOCK_FIRST = frozenset(
    {
        *("weekday", "this_weekday", "next_weekday", "today", "tomorrow", "day_after_tomorrow", "date_in_words"),
        *("weekday_and_date", "day_of_month", "weekday_and_number", "date_in_figures", "feast", "nth_of_month"),
    }
)
"""Days that may stand after the clock time."""
HOURS = tuple(NUMBERS[1:])
WAITS: tuple[tuple[float, str, int], ...] = (
    *((2, "{} minutos", 1), (4, "{} min", 1), (4, "{} horas", 60), (1, "{} hs", 60), (2, "una hora", 60)),
    *((1, "1 hora", 60), (3, "media hora", 30), (1, "un cuarto de hora", 15), (1, "tres cuartos de hora", 45)),
    *((2, "una hora y media", 90), (1, "hora y media", 90), (1, "dos horas y media", 150), (1, "un par de horas", 120)),
    *((1, "una hora y cuarto", 75), (1, "2h", 120)),
)


def day_of(draw: Draw, seat: Seat, made: tuple[tuple[float, Days], ...] = DAYS) -> Day:
    """Words for some day."""
    return draw.heavy(made)(draw, seat)


def about(draw: Draw, seat: Seat, text: str) -> str:
    """A time that is said roughly."""
    whole = the(text)
    latin = 0 if seat.at("ES") else 4
    return draw.heavy(
        (
            (4, f"sobre {whole}"),
            (3, f"a eso de {whole}"),
            (2, f"hacia {whole}"),
            (latin, f"como a {whole}"),
            (4 if seat.at(*RIVER_PLATE) else 0, f"tipo {text}"),
            (1, f"alrededor de {whole}"),
            (1, f"a {whole} más o menos"),
        )
    )


def with_at(draw: Draw, seat: Seat, clock: Clock, share: float = 0.6) -> str:
    """A clock time's words with what stands before them: "a las", "sobre las", "al"."""
    kind = clock.kind.rsplit("_", 1)[-1]
    if clock.kind in ("noon", "midnight"):
        return f"{draw.of('al', 'a') if clock.kind == 'noon' else 'a'} {clock.text}"
    if kind == "para":
        bare = clock.text.startswith("cuarto") or (clock.text.startswith("un ") and draw.chance(0.5))
        return clock.text if bare else f"a {clock.text}"
    if clock.loose and not draw.chance(share):
        return clock.text
    if draw.chance(0.12) and kind not in ("punto", "hour"):
        return about(draw, seat, clock.text)
    return f"a {the(clock.text)}"


def joined(draw: Draw, seat: Seat, day: Day, clock: Clock) -> str:
    """A day and a clock time, in either order."""
    if not day.text:
        return with_at(draw, seat, clock)
    short = day.kind == "tomorrow" and day.takes_part and (not clock.sure or clock.minutes < 12 * 60)
    if draw.chance(0.78) or day.kind not in CLOCK_FIRST or short:
        numbered = day.text[-1].isdigit() or day.text.endswith(HOURS) or day.kind in ("nth_of_month", "last_of_month")
        apart = day.kind in ("date_in_figures", "iso_date") or not numbered
        return f"{day.text}{draw.heavy(((12, ' '), (1, ', ')))}{with_at(draw, seat, clock, 0.6 if apart else 1)}"
    first = with_at(draw, seat, clock)
    if day.text.startswith("el ") and draw.chance(0.6) and clock.text != "medianoche" and "más o menos" not in first:
        return f"{first} {of_the(day.text)}"
    bare = day.kind in ("date_in_words", "date_in_figures", "weekday_and_date", "weekday_and_number", "weekday")
    if bare and not day.text.startswith("el ") and (day.kind != "weekday" or draw.chance(0.8)):
        return f"{first} el {day.text}"
    return f"{first} {day.text}"


def plain(draw: Draw, seat: Seat) -> Phrase:
    """A day and a clock time."""
    day = day_of(draw, seat)
    clock = draw.heavy(
        (
            (16, clocks.bare),
            (14, clocks.with_half),
            (18, clocks.round_the_clock),
            (2, clocks.noon),
            (1.5, clocks.midnight),
            (2, clocks.odd_part),
        )
    )(draw, seat)
    fitting(day, clock)
    return Phrase(joined(draw, seat, day, clock), meaning(day, clock, seat), f"{day.kind} × {clock.kind}")


def with_part(draw: Draw, seat: Seat) -> Phrase:
    """A day, a part of it, and a clock time."""
    day, part = day_of(draw, seat), draw.heavy(DAY_PARTS)
    clock = clocks.in_part(draw, seat, part)
    kind = f"{day.kind} × {clock.kind}"
    if day.kind == "today" and draw.chance(0.6):
        this = Day(f"esta {part}", "this_part", (seat.today,))
        return Phrase(joined(draw, seat, this, clock), meaning(this, clock, seat), f"this_part × {clock.kind}")
    if day.takes_part and draw.chance(0.3):
        inside = day.text.startswith("el ") and draw.chance(0.15)
        words = f"la {part} del {day.text[3:]}" if inside else f"{day.text} {part_of_day(draw, seat, part)}"
        whole = Day(words, day.kind, day.days)
        return Phrase(joined(draw, seat, whole, clock), meaning(day, clock, seat), kind)
    text = f"{clock.text} de la {part}"
    if clock.kind.endswith("_punto"):
        text = f"{clock.text.removesuffix(' en punto')} de la {part} en punto"
    short = day.takes_part and clock.kind.endswith(("number", "word")) and draw.chance(0.06)
    told = Clock(text, clock.kind, clock.minutes, loose=short)
    if short and day.kind != "next_weekday":
        return Phrase(f"{day.text} {text}", meaning(day, told, seat), f"{kind} short")
    return Phrase(joined(draw, seat, day, told), meaning(day, told, seat), kind)


def small_hours(draw: Draw, seat: Seat) -> Phrase:
    """The hours after midnight of the night that begins on a day: "el sábado por la noche a las 2"."""
    if seat.night:
        raise UnclearError
    day = draw.heavy(((3, days.weekday), (1, days.tomorrow), (1, days.this_weekday), (2, days.today)))(draw, seat)
    text = "esta noche" if day.kind == "today" else f"{day.text} {part_of_day(draw, seat, 'noche')}"
    clock = clocks.small_hour(draw, seat)
    return Phrase(f"{text} a {the(clock.text)}", meaning(day, clock, seat), f"{day.kind} × {clock.kind}")


def wait(draw: Draw, seat: Seat) -> Phrase:
    """So long from now."""
    text, unit = draw.heavy([(weight, (text, unit)) for weight, text, unit in WAITS])
    if " hs" in text and not seat.at(*RIVER_PLATE):
        raise UnclearError
    count = 1
    if "{}" in text:
        count = draw.of(10, 15, 20, 30, 40, 45, 90) if unit == 1 else draw.number(2, 6)
        text = text.format(NUMBERS[count] if count < 31 and draw.chance(0.3) else count)
    moment = later(seat.now, seat.zone, timedelta(minutes=count * unit))
    return Phrase(f"{draw.of('en', 'en', 'dentro de')} {text}", Meaning(frozenset({moment})), "wait")


def at_once(draw: Draw, seat: Seat) -> Phrase:
    """Now."""
    return Phrase(draw.of("ahora", "ahora mismo", "ahora mismo"), Meaning(frozenset({seat.now})), "now")


def stretch(draw: Draw, seat: Seat) -> Phrase:
    """From one time to another: the start is meant."""
    day = day_of(draw, seat)
    start = draw.of(2, 3, 4, 4, 5, 5, 6, 6, 10, 11)
    end = start + draw.of(1, 2, 2)
    if day.kind == "no_day" or end > 12:
        raise UnclearError
    part = draw.of(" de la tarde", "") if start < 9 and end < (8 if seat.at(*EN_LA) else 9) else ""
    shift = 12 * (start < 9)
    between = f"entre las {start} y las {end}{part}"
    text = draw.heavy(
        (
            (3, f"de {start} a {end}{part}"),
            (4, between),
            (1, f"entre las {start} y {end}{part}"),
            (1, f"desde las {start} hasta las {end}{part}"),
            (1, f"de {start + shift} a {end + shift}"),
            (2, f"de {start + shift}:00 a {end + shift}:00"),
            (1, f"entre las {start + shift}:00 y las {end + shift}:00"),
        )
    )
    if day.text[-1].isdigit() or day.text.endswith(HOURS):
        text = between
    clock = Clock(text, "stretch", (start + shift) * 60)
    fitting(day, clock)
    return Phrase(f"{day.text} {text}", meaning(day, clock, seat), f"{day.kind} × stretch")


TAKEN: tuple[tuple[float, Phrases], ...] = (
    (60, plain),
    (30, with_part),
    (1.5, small_hours),
    (6, wait),
    (0.7, at_once),
    (4, stretch),
)
