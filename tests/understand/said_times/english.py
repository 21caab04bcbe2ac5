"""How people say times in English: days and clock times put together, waits, stretches, and what cannot be taken."""

from __future__ import annotations

from datetime import timedelta

from tests.understand.said_times import english_clocks as clocks
from tests.understand.said_times import english_dates as dates
from tests.understand.said_times import english_days as days
from tests.understand.said_times.calendar import UnclearError, later
from tests.understand.said_times.drawn import fitting
from tests.understand.said_times.english_days import NUMBERS
from tests.understand.said_times.meaning import meaning, one
from tests.understand.said_times.saying import Clock, Day, Days, Draw, Meaning, Phrase, Phrases, Seat

ON = frozenset(
    {
        *("weekday", "date_in_words", "date_in_figures", "weekday_and_date", "date_and_year", "day_of_month"),
        *("weekday_and_number", "iso_date", "nth_of_month", "last_of_month", "number_of_month", "weekday_of_next_week"),
        *("feast",),
    }
)
"""Days that may have "on" before them."""
RECKONED = frozenset({"in_days", "in_months", "today_and_weeks", "weekday_and_weeks"})
DATED = frozenset({"date_in_words", "weekday_and_date", "date_and_year", "weekday_and_number", "date_in_figures"})
OF_MONTH = frozenset({"nth_of_month", "last_of_month"})
NEAR = frozenset({"today", "tomorrow", "this_part"})
FIGURES = frozenset({"date_in_figures", "iso_date"})
"""Days of which a number that stands beside the clock's would be taken for a part of it, or that are all figures."""

DAYS: tuple[tuple[float, Days], ...] = (
    (10, days.no_day),
    (6, days.today),
    (22, days.tomorrow),
    (2, days.day_after_tomorrow),
    (25, days.weekday),
    (5, days.this_weekday),
    (1.5, days.next_weekday),
    (3, days.weekday_of_next_week),
    (3, days.weekday_and_weeks),
    (2, days.today_and_weeks),
    (2.5, days.in_days),
    (1, days.in_months),
    (8, dates.worded),
    (5, dates.numeric),
    (1, dates.iso),
    (4, dates.day_of_month),
    (1, dates.number_of_month),
    (2, dates.nth_of_month),
    (1.5, dates.last_of_month),
    (3, dates.feast),
    (2, dates.from_feast),
)
LATER_DAYS = tuple((weight, made) for weight, made in DAYS if made not in (days.no_day, days.today))
DAY_PARTS = ((5.0, "morning"), (4, "afternoon"), (5, "evening"), (2, "night"))
THIS_PART = {"morning": "this morning", "afternoon": "this afternoon", "evening": "this evening", "night": "tonight"}


def day_of(draw: Draw, seat: Seat, made: tuple[tuple[float, Days], ...] = DAYS) -> Day:
    """Words for some day."""
    return draw.heavy(made)(draw, seat)


def with_on(draw: Draw, day: Day, share: float) -> str:
    """A day's words, at times with "on" before them."""
    plain = day.kind not in ON or day.text.startswith("next") or not draw.chance(share)
    return day.text if plain else f"on {day.text}"


def with_at(draw: Draw, clock: Clock, share: float = 0.6) -> str:
    """A clock time's words with "at" before them, where they need it or by chance."""
    if clock.loose and not draw.chance(share):
        return clock.text
    about = draw.heavy(((6, "around"), (3, "about"), (1, "at about"), (1, "roughly at")))
    plain = draw.heavy(((30, "at "), (1, "@ "), (1, "@" if clock.text[0].isdigit() else "at ")))
    approximate = clock.kind not in ("noon", "midnight", "ish", "sharp") and draw.chance(0.1)
    return f"{about} {clock.text}" if approximate else plain + clock.text


def joined(draw: Draw, day: Day, clock: Clock) -> str:
    """A day and a clock time, in either order."""
    if not day.text:
        return with_at(draw, clock)
    if day.kind in NEAR and clock.kind.endswith("number") and draw.chance(0.08):
        return draw.of(f"{day.text} {clock.text}", f"{clock.text} {day.text}")
    reckoned = day.kind in RECKONED and (not clock.loose or day.text[0].isdigit())
    if reckoned or draw.chance(0.7):
        apart = day.kind in FIGURES or not (day.text[-1].isdigit() or day.kind in OF_MONTH)
        comma = draw.heavy(((12, " "), (1, ", ")))
        return f"{with_on(draw, day, 0.15)}{comma}{with_at(draw, clock, 0.6 if apart else 1)}"
    dated = (
        day.text[0].isdigit()
        or day.kind == "number_of_month"
        or day.kind == "day_of_month"
        or (day.kind in DATED and not clock.loose)
    )
    return f"{with_at(draw, clock)} {with_on(draw, day, 1.0 if dated else 0.5)}"


def plain(draw: Draw, seat: Seat) -> Phrase:
    """A day and a clock time."""
    day = day_of(draw, seat)
    clock = draw.heavy(
        (
            (16, clocks.bare),
            (32, clocks.with_half),
            (14, clocks.round_the_clock),
            (2.5, clocks.noon),
            (1.5, clocks.midnight),
        )
    )(draw, seat)
    fitting(day, clock)
    return Phrase(joined(draw, day, clock), meaning(day, clock, seat), f"{day.kind} × {clock.kind}")


def with_part(draw: Draw, seat: Seat) -> Phrase:
    """A day, a part of it, and a clock time."""
    day, part = day_of(draw, seat), draw.heavy(DAY_PARTS)
    clock = clocks.in_part(draw, seat, part)
    if day.kind == "today" or (day.kind == "no_day" and draw.chance(0.5)):
        day = Day(THIS_PART[part], "this_part", (seat.today,))
        return Phrase(joined(draw, day, clock), meaning(day, clock, seat), f"this_part × {clock.kind}")
    kind = f"{day.kind} × {clock.kind}"
    if clock.kind.endswith("am_pm") and draw.chance(0.8):
        raise UnclearError
    if day.takes_part and draw.chance(0.7):
        whole = Day(f"{day.text} {part}", day.kind, day.days)
        return Phrase(joined(draw, whole, clock), meaning(day, clock, seat), kind)
    if day.text.startswith("the ") and day.kind in ("day_of_month", "date_in_words") and draw.chance(0.3):
        words = f"on the {part} of {day.text} at {clock.text}"
        return Phrase(words, meaning(day, clock, seat), kind)
    spoken = f"{clock.text} {'at night' if part == 'night' else f'in the {part}'}"
    short = day.takes_part and clock.kind.endswith("number") and draw.chance(0.15)
    told = Clock(spoken, clock.kind, clock.minutes, loose=clock.loose or short)
    return Phrase(joined(draw, day, told), meaning(day, told, seat), kind)


def small_hours(draw: Draw, seat: Seat) -> Phrase:
    """The hours after midnight of the night that begins on a day: "saturday night at 2"."""
    if seat.night:
        raise UnclearError
    day = draw.heavy(((3, days.weekday), (1, days.tomorrow), (1, days.this_weekday), (2, days.today)))(draw, seat)
    text = "tonight" if day.kind == "today" else f"{day.text} night"
    clock = clocks.small_hour(draw, seat)
    words = f"{text} at {clock.text}" if draw.chance(0.8) else f"at {clock.text} {text}"
    return Phrase(words, meaning(day, clock, seat), f"{day.kind} × {clock.kind}")


WAITS: tuple[tuple[float, str, int], ...] = (
    *((2, "{} minutes", 1), (3, "{} min", 1), (2, "{} mins", 1), (3, "{} hours", 60), (1, "{} hrs", 60)),
    *((1, "an hour", 60), (1, "1 hour", 60), (1, "1h", 60), (2, "half an hour", 30), (1, "a quarter of an hour", 15)),
    *((1, "three quarters of an hour", 45), (2, "an hour and a half", 90), (1, "1.5 hours", 90), (1, "half hour", 30)),
    *(
        (1, "two and a half hours", 150),
        (1, "an hour and 15 minutes", 75),
        (1, "2h 30", 150),
        (1, "a couple of hours", 120),
    ),
)


def wait(draw: Draw, seat: Seat) -> Phrase:
    """So long from now."""
    text, unit = draw.heavy([(weight, (text, unit)) for weight, text, unit in WAITS])
    count = 1
    if "{}" in text:
        count = draw.of(10, 15, 20, 30, 40, 45, 90) if unit == 1 else draw.number(2, 6)
        text = text.format(NUMBERS[count] if count < 13 and draw.chance(0.4) else count)
    words = draw.heavy(((6, f"in {text}"), (1, f"{text} from now")))
    moment = later(seat.now, seat.zone, timedelta(minutes=count * unit))
    return Phrase(words, Meaning(one(moment, seat).right if count * unit >= 15 else frozenset({moment})), "wait")


def at_once(draw: Draw, seat: Seat) -> Phrase:
    """Now."""
    return Phrase(draw.of("now", "right now"), Meaning(frozenset({seat.now})), "now")


def stretch(draw: Draw, seat: Seat) -> Phrase:
    """From one time to another: the start is meant."""
    day = day_of(draw, seat)
    start = draw.of(1, 2, 3, 4, 5, 6, 6, 10, 11)
    end = start + draw.of(1, 2, 2, 3)
    if day.kind == "no_day" or end > 12 or (start > 9 and draw.chance(0.5)):
        raise UnclearError
    half, own = draw.of("pm", "pm", "") if start < 9 else "", "pm" if start < 9 else "am"
    first, last = draw.heavy(
        (
            (3, (f"from {start}", f"to {end}{half}")),
            (3, (f"between {start}", f"and {end}{half}")),
            (2 * bool(half), (f"{start}", f"- {end}{half}")),
            (2 * bool(half), (f"{start}-{end}{half}", "")),
            (1, (f"from {start + 12 * (start < 9)}:00", f"to {end + 12 * (start < 9)}:00")),
            (2, (f"from {start}{own}", f"to {end}{'am' if end < 12 and start > 9 else 'pm'}")),
        )
    )
    text = f"{first} {last}".strip()
    clock = Clock(text, "stretch", start * 60 + 12 * 60 * (start < 9))
    fitting(day, clock)
    words = f"{day.text} {text}" if text[0].isalpha() or half else f"{day.text}, {text}"
    if day.kind not in ("date_in_figures", "iso_date") and text[0].isalpha() and draw.chance(0.3):
        words = f"{text} {with_on(draw, day, 0.9)}"
    if day.text[-1].isdigit() and text[0].isdigit():
        raise UnclearError
    return Phrase(words, meaning(day, clock, seat), f"{day.kind} × stretch")


TAKEN: tuple[tuple[float, Phrases], ...] = (
    (68, plain),
    (18, with_part),
    (1.5, small_hours),
    (6, wait),
    (0.7, at_once),
    (4, stretch),
)
