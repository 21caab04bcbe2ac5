"""Dates: "5 Dec", "el 5 de diciembre de 2027", "27.11.", "2026-12-05", "the 5th" -> the days that may be meant.

A date without a year is the next one there is. 12/5 may be two days where it is not known whether the day or the month
comes first: the region of the language tag decides, if there is one; so does a language that always puts the day first.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bot.understand.found_day import DayFound
from bot.understand.languages import FALLBACK, in_order, vocabularies
from bot.understand.span import find_span
from bot.understand.timewords import Line, calendar

_YEARS_AHEAD = 10
_MOST_AHEAD = 370
"""Without its year no date is farther away: who says 29 February in another year has looked at no calendar."""

# A date that passed within so many days is more likely a slip than one in a year.
_JUST_PASSED = timedelta(days=60)
_MONTH_FIRST = frozenset(("us", "ph"))
_DAY_OR_MONTH_FIRST = frozenset(("ca", "pr", "za"))
_SOON = timedelta(days=45)
_FRACTIONS = ((1, 2), (1, 4), (3, 4))
_TAGS = re.compile(r"[-_]")


def find_date(line: Line, at: int, today: date) -> DayFound | None:
    """Return what day a text names at a position by its number in a month, or None."""
    return _in_figures(line, at, today) or _by_month(line, at, today) or _by_number(line, at, today)


def day_of_month(number: int, today: date) -> tuple[date, ...]:
    """Return the next day with this number (1 to 31) in its month; on such a day, it and the one after."""
    found: list[date] = []
    for ahead in range(4):
        years, month = divmod(today.month - 1 + ahead, 12)
        day = _date(today.year + years, month + 1, number)
        if day is not None and day >= today:
            found.append(day)
    # On that day itself it may be that of the next month.
    return tuple(found[:2] if found[:1] == [today] else found[:1])


def _in_figures(line: Line, at: int, today: date) -> DayFound | None:
    if line.kind(at) == "iso":
        return _dated([line.pieces[at].numbers], today, at + 1)
    numbers, end = _figures(line, at)
    if not numbers or (numbers in _FRACTIONS and find_span(line, at)):
        return None
    first, second, *years = numbers
    year = (years[0] + (2000 if years[0] < 100 else 0),) if years else ()
    day_first, month_first = (*year, second, first), (*year, first, second)
    if not years:
        day_first, month_first = (0, second, first), (0, first, second)
    order = _order(line.language)
    if order == "either":
        return _dated([day_first, month_first], today, end)
    usual, other = (day_first, month_first) if order == "day" else (month_first, day_first)
    # Where the month comes first, 24/12 is Christmas Eve all the same.
    return _dated([usual if 1 <= usual[1] <= 12 else other], today, end)


def _figures(line: Line, at: int) -> tuple[tuple[int, ...], int]:
    """Return the figures of a date, and the position after it; none where they are an hour or a stretch of hours."""
    if line.kind(at) == "date":
        return line.pieces[at].numbers, at + 1
    if line.kind(at) == "clock" and "." in line.pieces[at].text:
        # "27.11." and "5.12. 17:30": a date where no hour could be written so, or where another hour comes after it.
        hour, other = line.pieces[at].numbers[:2]
        ends = line.mark(at + 1) == "."
        led = line.word(at - 1) in line.clock.leads
        goes_on = not led and _order(line.language) != "month" and _has_hour(line, at + 1)
        return ((hour, other), at + 1 + ends) if other <= 12 and (hour > 24 or goes_on) else ((), at)
    first, second = line.number(at), line.number(at + 2)
    if first is None or second is None or line.mark(at + 1) != "-":
        return (), at
    is_date = max(first, second) > 24 or (_has_hour(line, at + 3) and line.word(at - 1) not in line.clock.open_range)
    return ((first, second), at + 3) if is_date and max(first, second) <= 31 and min(first, second) <= 12 else ((), at)


def _has_hour(line: Line, at: int) -> bool:
    """Whether an hour is written from a position on: "5-12 *18:00*"."""
    signs = line.clock.hour_signs | {"am", "pm"}
    later = range(at, len(line))
    return any(line.kind(n) == "clock" or (line.number(n) is not None and line.word(n + 1) in signs) for n in later)


def _order(language: str) -> str:
    name, *rest = _TAGS.split(language.lower())
    region = rest[-1] if rest else ""
    day_first = vocabularies().get(name, vocabularies()[FALLBACK]).day.day_first
    if region in _MONTH_FIRST:
        return "either" if day_first else "month"
    if region in _DAY_OR_MONTH_FIRST or not (region or day_first):
        return "either"
    return "day"


def _by_month(line: Line, at: int, today: date) -> DayFound | None:
    """Read "5 dec", "the fifth of december 2027", "december 5th", "5 de diciembre de 2027", "1st of next month"."""
    day = _ordinal(line, at)
    if day is not None:
        number, end = day
        end = line.skip(end, line.day.of)
        end += line.mark(end) in ("-", "/", ".") and line.word(end + 1) in calendar().months
        coming = month_at(line, end, today)
        if coming is not None and (end > day[1] or line.word(end) in line.day.next | line.day.coming):
            found = _in_month(number, coming, today)
            this = any(line.word(n) in line.day.coming for n in range(end, coming[2]))
            gone = this and any(day.month != today.month for day in found.dates)
            return DayFound("past", (), found.end) if gone else found
        month = calendar().months.get(line.word(end))
        if month is None:
            return None
        year, end = _year(line, end + 1, today)
        return _dated([(year, month, number)], today, end)
    month = calendar().months.get(line.word(at))
    if month is None:
        return None
    # The Spanish "mar" before a number is a Tuesday.
    tuesday = line.word(at) in in_order(vocabularies()[line.own].day.weekdays)
    day = None if tuesday else _ordinal(line, line.skip(at + 1, line.day.the))
    if day is None or line.number(at + 1) == 0:
        return None
    year, end = _year(line, day[1], today)
    return _dated([(year, month, day[0])], today, end)


def _ordinal(line: Line, at: int) -> tuple[int, int] | None:
    if line.kind(at) in ("number", "ordinal"):
        number = line.pieces[at].numbers[0]
        return (number, at + 1) if 1 <= number <= 31 else None
    word = line.word(at)
    if word in calendar().ordinals:
        return calendar().ordinals[word], at + 1
    for tongue in line.tongues():
        if word in tongue.numbers and 1 <= tongue.numbers[word] <= 31:
            ones = tongue.numbers.get(line.word(at + 2), 0)
            if tongue.numbers[word] in (20, 30) and line.word(at + 1) in tongue.ten_joints and 0 < ones < 10:
                return tongue.numbers[word] + ones, at + 3
            return tongue.numbers[word], at + 1
    return None


def _year(line: Line, at: int, today: date) -> tuple[int, int]:
    """Return (year, position after it); 0 if none is said."""
    said = at + 1 if line.word(at) in line.day.of or line.mark(at) == "," else at
    number = line.number(said)
    fits = number is not None and today.year - 100 <= number <= today.year + _YEARS_AHEAD
    # "5 dec 2030" is a year; "5 dec at 2030" an hour.
    return (number, said + 1) if number is not None and fits else (0, at)


def _dated(said: list[tuple[int, ...]], today: date, end: int) -> DayFound:
    """Return the days of one or two readings (year or 0, month, day); a reading that no calendar has is left out."""
    ahead, gone, again = set[date](), False, set[date]()
    for year, month, number in said:
        if year:
            day = _date(year, month, number)
            if day is not None and day >= today and year <= today.year + _YEARS_AHEAD:
                ahead.add(day)
            gone = gone or (day is not None and day < today)
            continue
        this_year = _date(today.year, month, number)
        coming = next(
            (day for add in range(9) if (day := _date(today.year + add, month, number)) and day >= today), None
        )
        if coming is None or (coming - today).days > _MOST_AHEAD:
            continue
        last_year = _date(today.year - 1, month, number)
        if any(past and timedelta(0) < today - past <= _JUST_PASSED for past in (this_year, last_year)):
            gone = True
            again.add(coming)
        else:
            ahead.add(coming)
    if ahead:
        return DayFound("days", tuple(sorted(ahead)), end)
    return DayFound("past" if gone else "days", tuple(sorted(again)), end)


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _by_number(line: Line, at: int, today: date) -> DayFound | None:
    """Read "the 5th", "el 5", "el día 5", "el cinco", "on the fifth", "Sunday 29": the next such day of a month."""
    word, before = line.word(at), line.word(at - 1)
    ordinals = calendar().ordinals
    if line.kind(at) == "ordinal" or (word in ordinals and before in line.day.the and ordinals[word] != 2):
        number = ordinals[word] if word else line.pieces[at].numbers[0]
        return DayFound("days", day_of_month(number, today), at + 1) if 1 <= number <= 31 else None
    if before in line.day.day_number:
        day = _ordinal(line, at)
        return DayFound("days", day_of_month(day[0], today), day[1]) if day is not None else None
    if line.kind(at) == "number" and before in calendar().weekdays:
        figure = line.pieces[at].numbers[0]
        # Beside a weekday less may be its hour.
        dates = on_weekday(line, at, today) if figure > 12 else ()
        dates = dates or (day_of_month(figure, today) if 25 <= figure <= 31 else ())
        return DayFound("days", dates, at + 1) if dates else None
    return None


def on_weekday(line: Line, at: int, today: date) -> tuple[date, ...]:
    """Return the next day, soon, that has the number at a position and is the weekday named before it."""
    weekday, number = calendar().weekdays.get(line.word(at - 1)), line.number(at)
    if weekday is None or number is None or line.word(at + 1) in line.clock.hours | {"am", "pm"}:
        return ()
    months = (today + relativedelta(day=1, months=ahead) for ahead in range(3))
    days = (_date(month.year, month.month, number) for month in months)
    return tuple(d for d in days if d is not None and today <= d <= today + _SOON and d.weekday() == weekday)[:1]


def named_month(line: Line, at: int, today: date) -> tuple[int, int, int] | None:
    """Return (year, month, position after it) of "December" at a position, the next one from today on; or what
    `month_at` finds."""
    month = calendar().months.get(line.word(at))
    return (today.year + (month < today.month), month, at + 1) if month is not None else month_at(line, at, today)


def month_at(line: Line, at: int, today: date) -> tuple[int, int, int] | None:
    """Return (year, month, position after it) of "the month", "this month", "next month" at a position, or None."""
    words, start = line.day, at
    while line.word(start) in words.the | words.coming | words.next:
        start += 1
    if line.word(start) not in words.counted.month:
        return None
    follows = line.word(start + 1) in words.next
    ahead = follows or any(line.word(n) in words.next for n in range(at, start))
    day = today + relativedelta(day=1, months=int(ahead))
    return day.year, day.month, start + 1 + follows


def _in_month(number: int, month: tuple[int, int, int], today: date) -> DayFound:
    """Return a day of a month; where that has passed in the month that runs, the next day of that number."""
    day = _date(month[0], month[1], number)
    if day is not None and day < today:
        return DayFound("days", day_of_month(number, today), month[2])
    return DayFound("days", (day,) if day is not None else (), month[2])
