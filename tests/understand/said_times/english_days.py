"""Words for days in English, and the days that they name."""

from __future__ import annotations

from tests.understand.said_times.calendar import (
    MONDAY,
    SUNDAY,
    THURSDAY,
    WEEK,
    Yearly,
    coming_weekday,
    fixed,
    from_easter,
    months_later,
    nth,
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

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT = (("mon",), ("tue", "tues"), ("wed", "weds"), ("thu", "thur", "thurs"), ("fri",), ("sat",), ("sun",))
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
SHORT_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sept", "oct", "nov", "dec")
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    *("twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth"),
    *("twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first"),
)
TOMORROW = ((30.0, "tomorrow"), (3, "tmrw"), (2, "tmr"), (1, "2moro"), (1, "tomorow"), (1, "tommorow"), (1, "2mrw"))
BRITISH = ("GB", "IE", "AU", "NZ", "ZA", "IN")
EVERYWHERE = ("GB", "IE", "AU", "NZ", "ZA", "IN", "US", "CA", "PH", "")
FEASTS: tuple[tuple[float, tuple[str, ...], Yearly, tuple[str, ...]], ...] = (
    (5, ("christmas day", "christmas", "xmas", "xmas day"), fixed(12, 25), EVERYWHERE),
    (5, ("christmas eve", "xmas eve"), fixed(12, 24), EVERYWHERE),
    (4, ("boxing day",), fixed(12, 26), BRITISH),
    (5, ("new year's eve", "new years eve", "nye"), fixed(12, 31), EVERYWHERE),
    (4, ("new year's day", "new years day"), fixed(1, 1), EVERYWHERE),
    (3, ("valentine's day", "valentines day", "valentines"), fixed(2, 14), EVERYWHERE),
    (2, ("halloween",), fixed(10, 31), EVERYWHERE),
    (2, ("st patrick's day", "paddy's day"), fixed(3, 17), ("IE",)),
    (4, ("thanksgiving", "thanksgiving day"), nth(11, THURSDAY, 4), ("US",)),
    (2, ("black friday",), nth(11, THURSDAY, 4, 1), ("US",)),
    (2, ("the 4th of july", "the fourth of july"), fixed(7, 4), ("US",)),
    (1, ("labor day",), nth(9, MONDAY, 1), ("US",)),
    (1, ("memorial day",), nth(5, MONDAY, -1), ("US",)),
    (2, ("good friday",), from_easter(-2), EVERYWHERE),
    (2, ("easter sunday",), from_easter(0), EVERYWHERE),
    (2, ("easter monday",), from_easter(1), ("GB", "IE", "AU", "NZ")),
    (1, ("australia day",), fixed(1, 26), ("AU",)),
)


def ordinal(number: int) -> str:
    """5: "5th"."""
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def name(draw: Draw, weekday: int) -> str:
    """A weekday as it is typed, full or short."""
    return draw.among(SHORT[weekday]) if draw.chance(0.25) else WEEKDAYS[weekday]


def month_name(draw: Draw, month: int) -> str:
    """A month as it is typed, full or short."""
    return SHORT_MONTHS[month - 1] if draw.chance(0.4) else MONTHS[month - 1]


def no_day(draw: Draw, seat: Seat) -> Day:
    """Nothing is said of the day."""
    return Day("", "no_day")


def today(draw: Draw, seat: Seat) -> Day:
    """Today, by its name."""
    return Day(draw.heavy(((9, "today"), (1, "2day"))), "today", (seat.today,))


def tomorrow(draw: Draw, seat: Seat) -> Day:
    """Tomorrow; in the small hours nobody knows which."""
    text = "tomoz" if seat.at("GB", "AU") and draw.chance(0.04) else draw.heavy(TOMORROW)
    return Day(text, "tomorrow", (seat.today, seat.tomorrow) if seat.night else (seat.tomorrow,), takes_part=True)


def day_after_tomorrow(draw: Draw, seat: Seat) -> Day:
    """The day after tomorrow."""
    awake(seat)
    text = draw.heavy(((5, "the day after tomorrow"), (3, "day after tomorrow"), (1, "day after tmrw")))
    return Day(text, "day_after_tomorrow", (seat.days(2),))


def weekday(draw: Draw, seat: Seat) -> Day:
    """A weekday alone; on that weekday it may be today or in a week."""
    which = some_weekday(draw, seat)
    return Day(name(draw, which), "weekday", alone(seat, which), takes_part=True)


def this_weekday(draw: Draw, seat: Seat) -> Day:
    """This weekday: the coming one, or today."""
    which = some_weekday(draw, seat)
    day = of_this_week(seat, which)
    if day != seat.today and draw.chance(0.2):
        return Day(f"this coming {WEEKDAYS[which]}", "this_weekday", (day,))
    return Day(f"this {name(draw, which)}", "this_weekday", (day,), takes_part=True)


def next_weekday(draw: Draw, seat: Seat) -> Day:
    """Next weekday: if this week's is still to come, this one or that of the week after."""
    which = some_weekday(draw, seat)
    return Day(f"next {name(draw, which)}", "next_weekday", following(seat, which), takes_part=True)


def weekday_of_next_week(draw: Draw, seat: Seat) -> Day:
    """A weekday of the week after this."""
    which = draw.number(MONDAY, SUNDAY)
    word = name(draw, which)
    text = draw.of(f"{word} next week", f"next week {word}", f"next week on {word}", f"{word} of next week")
    return Day(text, "weekday_of_next_week", (of_next_week(seat, which),))


def weekday_and_weeks(draw: Draw, seat: Seat) -> Day:
    """Weeks after a weekday: "friday week", "two weeks from friday"."""
    which = other_weekday(draw, seat)
    day, word = coming_weekday(seat.today, which), name(draw, which)
    if seat.at("GB", "IE", "AU", "NZ") and draw.chance(0.6):
        text, weeks = draw.of((f"{WEEKDAYS[which]} week", 1), (f"a week on {word}", 1), (f"a fortnight on {word}", 2))
    else:
        count = draw.heavy(((5, 1), (4, 2), (1, 3)))
        many = "a week" if count == 1 else f"{draw.of(str(count), NUMBERS[count])} weeks"
        text, weeks = f"{many} from {word}", count
    return Day(text, "weekday_and_weeks", (day + weeks * WEEK,))


def today_and_weeks(draw: Draw, seat: Seat) -> Day:
    """Weeks and days after today or tomorrow."""
    awake(seat)
    british = seat.at("GB", "IE", "AU")
    options = [("a week from tomorrow", 8), ("a week from today", 7), ("two weeks from today", 14), ("in a week", 7)]
    options += [
        ("2 weeks from tomorrow", 15),
        ("two days after tomorrow", 3),
        ("in 2 weeks", 14),
        ("1 week from today", 7),
    ]
    options += [("a week today", 7), ("a week tomorrow", 8), ("tomorrow week", 8), ("in a fortnight", 14)] * british
    text, days = draw.among(options)
    return Day(text, "today_and_weeks", (seat.days(days),))


def in_days(draw: Draw, seat: Seat) -> Day:
    """So many days from now."""
    awake(seat)
    count = draw.number(2, 10)
    many = f"{draw.of(str(count), NUMBERS[count])} days"
    return Day(draw.heavy(((4, f"in {many}"), (1, f"{many} from now"))), "in_days", (seat.days(count),))


def in_months(draw: Draw, seat: Seat) -> Day:
    """So many months from now."""
    awake(seat)
    count = draw.heavy(((4, 1), (2, 2), (1, 3)))
    many = draw.of("a month", "one month") if count == 1 else f"{draw.of(str(count), NUMBERS[count])} months"
    return Day(draw.of(f"in {many}", f"{many} from now"), "in_months", (months_later(seat.today, count),))
