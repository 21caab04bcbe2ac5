"""Words for clock times in Spanish, and the minutes that they name."""

from __future__ import annotations

import re

from tests.understand.said_times.calendar import UnclearError
from tests.understand.said_times.saying import Clock, Draw, Seat
from tests.understand.said_times.spanish_days import EN_LA, NUMBERS, RIVER_PLATE

MINUTES = ((60.0, 0), (20, 30), (7, 15), (6, 45), (1, 10), (1, 20), (1, 40), (1, 50), (0.5, 5), (0.5, 25), (0.5, 55))
BARE_HOURS = ((3.0, 1), (4, 2), (4, 3), (5, 4), (7, 5), (9, 6), (5, 7), (5, 8), (5, 9), (6, 10), (5, 11), (3, 12))
PARTS: dict[str, tuple[tuple[float, int], ...]] = {
    "mañana": ((1.0, 6), (3, 7), (5, 8), (6, 9), (6, 10), (4, 11)),
    "tarde": ((1.0, 1), (2, 2), (3, 3), (5, 4), (7, 5), (8, 6)),
    "noche": ((6.0, 8), (6, 9), (5, 10), (2, 11)),
}
LATE_TARDE = ((8.0, 7), (5, 8))
"""Hours that are still "de la tarde" in Spain and by the River Plate; elsewhere seven is "de la noche"."""
EARLY_NOCHE = ((6.0, 7),)
SMALL_HOURS = ((4.0, 60), (4, 120), (1, 90), (1, 12 * 60 + 30))
ONE = re.compile(r"(una|1)(?!\d)")
DAY = 24 * 60


def hour_name(draw: Draw, hour: int) -> str:
    """An hour of the clock face, in figures or in words."""
    return ("una" if hour == 1 else NUMBERS[hour]) if draw.chance(0.35) else str(hour)


def the(text: str) -> str:
    """An hour with its article: "la una", "las dos"."""
    return f"la {text}" if ONE.match(text) else f"las {text}"


def colon(draw: Draw, seat: Seat, hour: int, minute: int) -> str:
    """Hour and minutes in figures."""
    return f"{hour}{'.' if seat.at('ES', 'PE') and draw.chance(0.2) else ':'}{minute:02}"


def before_the_hour(draw: Draw, seat: Seat, hour: int, minute: int) -> tuple[str, str]:
    """Minutes that lack to the next hour: "menos cuarto", or "un cuarto para las"."""
    following, count = hour_name(draw, hour % 12 + 1), 60 - minute
    number = draw.of(str(count), NUMBERS[count])
    if seat.at(*EN_LA) and draw.chance(0.8):
        quarter = draw.of("un cuarto", "cuarto", "un cuarto")
        return f"{quarter if count == 15 else NUMBERS[count]} para {the(following)}", "para"
    return f"{following} menos {'cuarto' if count == 15 else number}", "menos"


def spoken(draw: Draw, seat: Seat, hour: int, minute: int) -> tuple[str, str]:
    """Hour and minutes in words, as they are told."""
    this = hour_name(draw, hour)
    if minute > 30 and draw.chance(0.85):
        return before_the_hour(draw, seat, hour, minute)
    if minute == 30:
        return draw.heavy(((9, (f"{this} y media", "y_media")), (1, (f"{this} y {draw.of('30', 'treinta')}", "y"))))
    if minute == 15:
        return draw.heavy(((9, (f"{this} y cuarto", "y_cuarto")), (1, (f"{this} y {draw.of('15', 'quince')}", "y"))))
    words = NUMBERS[minute] if minute <= 30 else {40: "cuarenta", 45: "cuarenta y cinco", 50: "cincuenta"}.get(minute)
    if words is None or (this.isdigit() and draw.chance(0.5)):
        return f"{this} y {minute}", "y"
    return f"{this} y {words}", "y"


def face(draw: Draw, seat: Seat, hour: int, minute: int) -> tuple[str, str]:
    """A time of the clock face, no half of the day said: the words, and how they are made."""
    if not minute:
        text = hour_name(draw, hour)
        return (f"{text} en punto", "en_punto") if draw.chance(0.05) else (text, "number" if text.isdigit() else "word")
    return spoken(draw, seat, hour, minute) if draw.chance(0.6) else (colon(draw, seat, hour, minute), "figures")


def bare(draw: Draw, seat: Seat) -> Clock:
    """A time whose half of the day is left out: "a las seis"."""
    hour, minute = draw.heavy(BARE_HOURS), draw.heavy(MINUTES)
    text, kind = face(draw, seat, hour, minute)
    if kind in ("menos", "para") and hour == 8:
        raise UnclearError
    figures = kind == "figures"
    return Clock(text, kind, hour * 60 + minute, sure=False, figures=figures and hour >= 9, loose=":" in text)


def with_half(draw: Draw, seat: Seat) -> Clock:
    """A time with am or pm."""
    hour, minute = draw.number(1, 12), draw.heavy(MINUTES)
    afternoon = draw.chance(0.75) if hour not in (9, 10, 11) else draw.chance(0.35)
    if (hour == 12 and not (afternoon and minute)) or (hour < 6 and not afternoon and draw.chance(0.85)):
        raise UnclearError
    figures, letter = colon(draw, seat, hour, minute) if minute else str(hour), "p" if afternoon else "a"
    half = draw.heavy(((6, f"{letter}m"), (4, f" {letter}m"), (2, f" {letter}. m."), (1, f" {letter}.m.")))
    return Clock(figures + half, "am_pm", (hour % 12 + 12 * afternoon) * 60 + minute, loose="." not in figures)


def round_the_clock(draw: Draw, seat: Seat) -> Clock:
    """A time as a 24-hour clock writes it: "18:00", "18h", "20 y 30"."""
    minute = draw.heavy(MINUTES)
    hour = draw.heavy(((3.0, draw.number(7, 9)), (3, draw.number(10, 11)), (1, 12), (12, draw.number(13, 22))))
    form = draw.heavy(
        ((14, ":"), (2, "." if seat.at("ES", "PE") else ":"), (0.5, ""), (2, "h"), (1.5, "y"), (1.5, "unit"))
    )
    text, kind = f"{hour:02}:{minute:02}", "24_hours"
    if form in ("h", "y") and hour < 13:
        raise UnclearError
    if form in (".", ""):
        text, kind = f"{hour:02}{form}{minute:02}", "24_hours_dot" if form else "24_hours_solid"
    elif form == "h":
        text, kind = f"{hour}h{minute or ''}" if minute > 9 or not minute else f"{hour}:{minute:02}h", "24_hours_h"
    elif form == "y":
        text, kind = f"{hour} y {minute}" if minute else str(hour), "24_hours_number"
    elif form == "unit":
        unit = draw.of("hs", " hs") if seat.at(*RIVER_PLATE) else draw.of("h", " h") if seat.at("ES") else " hrs"
        hours = draw.of(f"{hour}{unit}", f"{hour} horas") if not minute and hour > 12 else f"{text}{unit}"
        text, kind = draw.of(f"{text}{unit}", hours), "24_hours_unit"
    sure = hour not in (10, 11, 12)
    return Clock(text, kind, hour * 60 + minute, sure=sure, figures=not sure, loose=form in (":", "h", "unit"))


def noon(draw: Draw, seat: Seat) -> Clock:
    """The middle of the day; in Spain the word alone is also lunch time."""
    if seat.at("ES") or draw.chance(0.3):
        return Clock(draw.of("12 del mediodía", "doce del mediodía"), "noon_hour", 12 * 60)
    return Clock("mediodía", "noon", 12 * 60)


def midnight(draw: Draw, seat: Seat) -> Clock:
    """The end of the day."""
    if draw.chance(0.5):
        return Clock(draw.of("12 de la noche", "doce de la noche"), "midnight_hour", DAY)
    return Clock("medianoche", "midnight", DAY)


def hours_of(seat: Seat, part: str) -> tuple[tuple[float, int], ...]:
    """The hours that are said with a part of the day where the phone is."""
    if part == "tarde" and not seat.at(*EN_LA):
        return PARTS[part] + LATE_TARDE
    return PARTS[part] + EARLY_NOCHE if part == "noche" and seat.at(*EN_LA) else PARTS[part]


def in_part(draw: Draw, seat: Seat, part: str) -> Clock:
    """A time of the clock face that belongs to a part of the day, which is said beside."""
    hour, minute = draw.heavy(hours_of(seat, part)), draw.heavy(MINUTES)
    text, kind = face(draw, seat, hour, minute)
    minutes = hour * 60 + minute + (0 if part == "mañana" else DAY // 2)
    return Clock(text, f"{part}_{kind}", minutes)


def odd_part(draw: Draw, seat: Seat) -> Clock:
    """Times with the rarer parts of the day: "las 2 del mediodía", "las 5 de la madrugada"."""
    if draw.chance(0.4):
        hour = draw.of(4, 5)
        return Clock(f"{hour_name(draw, hour)} de la madrugada", "madrugada", hour * 60)
    if not seat.at("ES"):
        raise UnclearError
    if draw.chance(0.3):
        return Clock(f"{hour_name(draw, 12)} de la mañana", "doce_de_la_mañana", 12 * 60)
    hour = draw.of(1, 2)
    return Clock(f"{hour_name(draw, hour)} del mediodía", "del_mediodía", (hour + 12) * 60)


def small_hour(draw: Draw, seat: Seat) -> Clock:
    """A time after midnight, for the night that begins on the day that is said."""
    minutes = draw.heavy(SMALL_HOURS)
    text, kind = face(draw, seat, *divmod(minutes, 60))
    return Clock(text, f"small_hour_{kind}", DAY + minutes % (12 * 60))
