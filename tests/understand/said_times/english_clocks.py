"""Words for clock times in English, and the minutes that they name."""

from __future__ import annotations

from tests.understand.said_times.calendar import UnclearError
from tests.understand.said_times.english_days import NUMBERS
from tests.understand.said_times.saying import Clock, Draw, Seat

MINUTES = ((60.0, 0), (20, 30), (7, 15), (6, 45), (1, 10), (1, 20), (1, 40), (1, 50), (0.5, 5), (0.5, 25), (0.5, 55))
MINUTE_WORDS = {5: "five", 10: "ten", 15: "fifteen", 20: "twenty", 25: "twenty five", 30: "thirty", 40: "forty"}
MINUTE_WORDS |= {45: "forty five", 50: "fifty", 55: "fifty five"}
HALVES = ("GB", "IE", "AU", "NZ", "ZA")
"""Where "half six" is half past six."""
DOTS = ("GB", "IE", "AU", "NZ", "IN")
BARE_HOURS = ((4.0, 1), (4, 2), (5, 3), (5, 4), (6, 5), (9, 6), (5, 7), (5, 8), (4, 9), (6, 10), (5, 11), (3, 12))
PARTS: dict[str, tuple[tuple[float, int], ...]] = {
    "morning": ((1.0, 6), (3, 7), (5, 8), (6, 9), (6, 10), (4, 11)),
    "afternoon": ((2.0, 1), (4, 2), (5, 3), (5, 4), (4, 5)),
    "evening": ((1.0, 5), (5, 6), (7, 7), (6, 8), (3, 9), (1, 10)),
    "night": ((1.0, 7), (4, 8), (5, 9), (4, 10), (3, 11)),
}
SMALL_HOURS = ((4.0, 12 * 60), (3, 60), (2, 120), (1, 90), (1, 12 * 60 + 30))
DAY = 24 * 60


def hour_name(draw: Draw, hour: int) -> str:
    """An hour of the clock face, in figures or in words."""
    return NUMBERS[hour] if draw.chance(0.3) else str(hour)


def sharp(draw: Draw, hour: int) -> tuple[str, str]:
    """A full hour: the words, and how they are made."""
    return draw.heavy(
        (
            (10.0, (str(hour), "number")),
            (4, (NUMBERS[hour], "word")),
            (1, (f"{hour} o'clock", "o_clock")),
            (1, (f"{NUMBERS[hour]} o'clock", "o_clock")),
            (1, (f"{hour} oclock", "o_clock")),
        )
    )


def colon(draw: Draw, seat: Seat, hour: int, minute: int) -> tuple[str, str]:
    """Hour and minutes in figures."""
    mark = "." if seat.at(*DOTS) and draw.chance(0.3) else ":"
    return f"{hour}{mark}{minute:02}", "figures"


def spoken(draw: Draw, seat: Seat, hour: int, minute: int) -> tuple[str, str]:
    """Hour and minutes in words, as they are told."""
    this, following = hour_name(draw, hour), hour_name(draw, hour % 12 + 1)
    to = draw.of("to", "to", "till") if seat.at("US") else "to"
    past = draw.of("past", "after") if seat.at("US") else "past"
    if minute == 30:
        if seat.at(*HALVES) and draw.chance(0.4):
            return f"half {this}", "half_hour"
        return draw.heavy(((3, (f"half past {this}", "half_past")), (1, (f"{NUMBERS[hour]} thirty", "two_words"))))
    if minute in (15, 45):
        a = draw.of("", "", "a ")
        return (f"{a}quarter {past} {this}", "quarter_past") if minute == 15 else (f"{a}quarter {to} {following}", "to")
    if draw.chance(0.3):
        middle = f"oh {MINUTE_WORDS[5]}" if minute == 5 else MINUTE_WORDS[minute]
        return f"{NUMBERS[hour]} {middle}", "two_words"
    count = minute if minute < 30 else 60 - minute
    number = draw.of(str(count), MINUTE_WORDS[count], MINUTE_WORDS[count])
    if minute > 30 and count < 12 and number.isdigit():
        number = f"{number} {draw.of('mins', 'minutes')}"
    return (f"{number} {past} {this}", "past") if minute < 30 else (f"{number} {to} {following}", "to")


def face(draw: Draw, seat: Seat, hour: int, minute: int) -> tuple[str, str]:
    """A time of the clock face, no half of the day said: the words, and how they are made."""
    if not minute:
        return sharp(draw, hour)
    return spoken(draw, seat, hour, minute) if draw.chance(0.5) else colon(draw, seat, hour, minute)


def bare(draw: Draw, seat: Seat) -> Clock:
    """A time whose half of the day is left out: "at six"."""
    hour, minute = draw.heavy(BARE_HOURS), draw.heavy(MINUTES)
    text, kind = face(draw, seat, hour, minute)
    if kind == "to" and hour == 8:
        raise UnclearError
    if not minute and kind == "number" and draw.chance(0.06):
        text, kind = draw.of((f"{hour}ish", "ish"), (f"{hour}-ish", "ish"), (f"{hour} sharp", "sharp"))
    figures = kind == "figures"
    return Clock(text, kind, hour * 60 + minute, sure=False, figures=figures and hour >= 9, loose=":" in text)


def with_half(draw: Draw, seat: Seat) -> Clock:
    """A time with am or pm."""
    hour, minute = draw.number(1, 12), draw.heavy(MINUTES)
    afternoon = draw.chance(0.75) if hour not in (9, 10, 11) else draw.chance(0.35)
    if (hour == 12 and not afternoon) or (hour < 6 and not afternoon and draw.chance(0.85)):
        raise UnclearError
    figures = colon(draw, seat, hour, minute)[0] if minute else str(hour)
    if minute in (0, 30, 45) and draw.chance(0.05):
        figures = NUMBERS[hour] if not minute else f"{NUMBERS[hour]} {MINUTE_WORDS[minute]}"
    letter = "p" if afternoon else "a"
    gap = " " if figures[0].isalpha() else draw.of("", "", " ")
    half = draw.heavy(((10, f"{gap}{letter}m"), (1, f" {letter}.m."), (0.5, f"{gap}{letter.upper()}M")))
    return Clock(figures + half, "am_pm", (hour % 12 + 12 * afternoon) * 60 + minute, loose="." not in figures)


def round_the_clock(draw: Draw, seat: Seat) -> Clock:
    """A time as a 24-hour clock writes it: "18:00", "0930", "18h"."""
    minute = draw.heavy(MINUTES)
    hour = draw.heavy(((3.0, draw.number(6, 9)), (3, draw.number(10, 11)), (1, 12), (8, draw.number(13, 22))))
    mark = draw.heavy(((14, ":"), (2, "." if seat.at(*DOTS) else ":"), (1.5, ""), (0 if seat.at("US") else 0.5, "h")))
    if mark == "h":
        text = f"{hour}h{minute or ''}"
        if hour < 13 or 0 < minute < 10:
            raise UnclearError
    else:
        text = f"{hour:02}{mark}{minute:02}"
    kind = {":": "24_hours", ".": "24_hours_dot", "": "24_hours_solid", "h": "24_hours_h"}[mark]
    sure = hour not in (10, 11, 12)
    return Clock(text, kind, hour * 60 + minute, sure=sure, figures=not sure, loose=mark in (":", "h"))


def noon(draw: Draw, seat: Seat) -> Clock:
    """The middle of the day."""
    return Clock(draw.heavy(((3, "noon"), (2, "midday"), (1, "12 noon"))), "noon", 12 * 60, loose=draw.chance(0.5))


def midnight(draw: Draw, seat: Seat) -> Clock:
    """The end of the day."""
    return Clock("midnight", "midnight", DAY, loose=draw.chance(0.3))


def in_part(draw: Draw, seat: Seat, part: str) -> Clock:
    """A time of the clock face that belongs to a part of the day, which is said beside."""
    hour, minute = draw.heavy(PARTS[part]), draw.heavy(MINUTES)
    text, kind = face(draw, seat, hour, minute)
    if draw.chance(0.25):
        figures = colon(draw, seat, hour, minute)[0] if minute else str(hour)
        text, kind = figures + ("am" if part == "morning" else "pm"), "am_pm"
    minutes = hour * 60 + minute + (0 if part == "morning" else DAY // 2)
    return Clock(text, f"{part}_{kind}", minutes, loose=kind == "am_pm" or ":" in text)


def small_hour(draw: Draw, seat: Seat) -> Clock:
    """A time after midnight, for the night that begins on the day that is said."""
    minutes = draw.heavy(SMALL_HOURS)
    hour, minute = divmod(minutes, 60)
    text, kind = face(draw, seat, hour, minute)
    return Clock(text, f"small_hour_{kind}", DAY + minutes % (12 * 60))
