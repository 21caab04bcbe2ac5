"""Days: "tomorrow", "el viernes", "5 Dec", "2026-12-05" -> the dates that may be meant.

A day without a year is the next one there is. These may mean two days, and both are given: "next Friday" within the
same week (this one or the one after), a weekday's name on that weekday (today or in a week), and 12/5 where it is not
known whether the day or the month comes first (the region of the language tag decides, if there is one; so does a
language that always puts the day first).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.understand.languages import FALLBACK, in_order, vocabularies, vocabulary
from bot.understand.span import find_span, find_wait
from bot.understand.timewords import Line, calendar

_DAY_MINUTES = 24 * 60
_YEARS_AHEAD = 10
# A date that passed within so many days is more likely a slip than one in a year.
_JUST_PASSED = timedelta(days=60)
_MONTH_FIRST = frozenset(("us",))
_DAY_OR_MONTH_FIRST = frozenset(("ca", "ph", "pr"))
_FRACTIONS = ((1, 2), (1, 4), (3, 4))
_TAGS = re.compile(r"[-_]")


@dataclass(frozen=True)
class DayFound:
    """The days that a piece of text may mean (ascending), and the position after it.

    sort: "days": they stand in `dates` (none, if there is no such date); "past": it names a day gone by (`dates` holds
    the same day of next year, if it was a date); "period": a week or month without a day; "today" and "tomorrow": as
    "days", said by these words. weekday: 0 (Monday) to 6, if the day was named by it alone.
    """

    sort: Literal["days", "today", "tomorrow", "past", "period"]
    dates: tuple[date, ...]
    end: int
    weekday: int | None = None


def read_day(text: str, language: str, today: date) -> date | None:
    """Return the day, from `today` on, that a text names, or None if it names none or more than one.

    language: "en", "es" or a tag such as "en-GB", whose region tells whether 12/5 begins with the day. Every
    language is understood in any.
    """
    line = Line(text, language)
    if line.refused():
        return None
    founds = []
    at = 0
    while at < len(line):
        found = find_day(line, at, today)
        if found is not None:
            founds.append(found)
        at = found.end if found is not None else at + 1
    if not founds or any(found.sort in ("past", "period") for found in founds):
        return None
    dates = agreed(founds)
    return dates[0] if len(dates) == 1 else None


def agreed(founds: list[DayFound]) -> tuple[date, ...]:
    """Return the days that all of several mentions may mean ("tomorrow, Saturday"); if they contradict, all of them."""
    firm = [found for found in founds if found.weekday is None]
    weekdays = {found.weekday for found in founds} - {None}
    if firm and weekdays and all(day.weekday() in weekdays for found in firm for day in found.dates):
        founds = firm
    sets = [frozenset(found.dates) for found in founds]
    both = frozenset.intersection(*sets) if sets else frozenset()
    return tuple(sorted(both or frozenset().union(*sets)))


def find_day(line: Line, at: int, today: date) -> DayFound | None:
    """Return what day a text names at a position, or None. Raises nothing, whatever the text."""
    try:
        return (
            _gone_by(line, at)
            or _by_word(line, at, today)
            or _in_days(line, at, today)
            or _in_figures(line, at, today)
            or _by_month(line, at, today)
            or _by_weekday(line, at, today)
            or _by_number(line, at, today)
        )
    except OverflowError:
        return DayFound("days", (), at + 1)


def day_of_month(number: int, today: date) -> tuple[date, ...]:
    """Return the next day with this number (1 to 31) in its month, from `today` on."""
    for ahead in range(4):
        years, month = divmod(today.month - 1 + ahead, 12)
        day = _date(today.year + years, month + 1, number)
        if day is not None and day >= today:
            return (day,)
    return ()


def _gone_by(line: Line, at: int) -> DayFound | None:
    word, after = line.word(at), line.word(at + 1)
    words, weekdays = line.day, calendar().weekdays
    if word in words.yesterday:
        return DayFound("past", (), at + 1)
    if word in words.last and (after in weekdays or after in words.last_what):
        return DayFound("past", (), at + 2)
    if after in words.gone and (word in weekdays or word in words.gone_what):
        return DayFound("past", (), at + 2)
    first = word in words.ago_first
    span = find_span(line, at + first)
    if span is not None and (first or line.word(span[1]) in words.ago):
        return DayFound("past", (), span[1] + (not first))
    return None


def _by_word(line: Line, at: int, today: date) -> DayFound | None:
    word, words = line.word(at), line.day
    if word in words.today:
        return DayFound("today", (today,), at + 1)
    if word in words.this and line.word(at + 1) in words.day_parts:
        # The part itself is left for the reader of hours.
        return DayFound("today", (today,), at + 1)
    if word in words.tomorrow or (word in words.tomorrow_or_morning and not morning_at(line, at)):
        return DayFound("tomorrow", (today + timedelta(days=1),), at + 1)
    if word in words.after_tomorrow or (word in words.after_tomorrow_first and at == 0):
        return DayFound("days", (today + timedelta(days=2),), at + 1)
    if word == "weekend":
        start = today + timedelta(days=(5 - today.weekday()) % 7 if today.weekday() != 6 else 0)
        if line.word(at - 1) in words.next or line.word(at + 1) in words.next:
            return DayFound("period", (), at + 1)
        return DayFound("days", (start, start + timedelta(days=1))[: 7 - start.weekday()], at + 1)
    if word in ("nextweek", "someday") and not any(said in calendar().weekdays for said in line.words):
        return DayFound("period", (), at + 1)
    return None


def morning_at(line: Line, at: int) -> bool:
    """Tell whether "mañana" at a position is the morning ("por la mañana") and not tomorrow."""
    return line.word(at - 1) in line.day.morning_after


def _in_days(line: Line, at: int, today: date) -> DayFound | None:
    wait = find_wait(line, at)
    # "In 24 hours" is a moment, "in a day" a day.
    units = vocabulary().duration.day_units
    if wait is None or wait[0] % _DAY_MINUTES or not units.intersection(line.words[at : wait[1]]):
        return None
    return DayFound("days", (today + timedelta(minutes=wait[0]),), wait[1])


def _in_figures(line: Line, at: int, today: date) -> DayFound | None:
    if line.kind(at) == "iso":
        return _dated([line.pieces[at].numbers], today, at + 1)
    if line.kind(at) != "date" or (line.pieces[at].numbers in _FRACTIONS and find_span(line, at)):
        return None
    first, second, *years = line.pieces[at].numbers
    year = (years[0] + (2000 if years[0] < 100 else 0),) if years else ()
    day_first, month_first = (*year, second, first), (*year, first, second)
    if not years:
        day_first, month_first = (0, second, first), (0, first, second)
    order = _order(line.language)
    if order == "either":
        return _dated([day_first, month_first], today, at + 1)
    usual, other = (day_first, month_first) if order == "day" else (month_first, day_first)
    # Where the month comes first, 24/12 is Christmas Eve all the same.
    return _dated([usual if 1 <= usual[1] <= 12 else other], today, at + 1)


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
    """Read "5 dec", "the fifth of december 2027", "december 5th", "5 de diciembre de 2027"."""
    day = _ordinal(line, at)
    if day is not None:
        number, end = day
        end = line.skip(end, line.day.of)
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
        if coming is None:
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


def _by_weekday(line: Line, at: int, today: date) -> DayFound | None:
    word, before = line.word(at), line.word(at - 1)
    words, weekdays = line.day, calendar().weekdays
    if word not in weekdays or before in words.not_after.get(word, ()):
        return None
    weekday, week = weekdays[word], timedelta(days=7)
    coming = today + timedelta(days=(weekday - today.weekday()) % 7)
    end = line.skip(at + 1, words.next)
    if "nextweek" in line.words:
        dates: tuple[date, ...] = (today + timedelta(days=weekday - today.weekday()) + week,)
    elif line.word(at + 1) in words.a_week_later:
        dates, end = (coming + week,), at + 2
    elif before in words.next or end > at + 1:
        dates = (coming + week,) if coming == today else (coming, coming + week)
        # Once the week is over, only one such day is "next".
        dates = dates if weekday > today.weekday() else dates[:1]
    elif coming == today and before not in words.coming:
        dates = (coming, coming + week)
    else:
        dates = (coming,)
    return DayFound("days", dates, end, weekday)


def _by_number(line: Line, at: int, today: date) -> DayFound | None:
    """Read "the 5th", "el 5", "el día 5", "on the fifth", "Sunday 29": the next such day of a month."""
    word, before = line.word(at), line.word(at - 1)
    ordinals = calendar().ordinals
    if line.kind(at) == "ordinal" or (word in ordinals and before in line.day.the and ordinals[word] != 2):
        number = ordinals[word] if word else line.pieces[at].numbers[0]
        return DayFound("days", day_of_month(number, today), at + 1) if 1 <= number <= 31 else None
    if line.kind(at) == "number" and (before in line.day.day_number or before in calendar().weekdays):
        figure = line.pieces[at].numbers[0]
        least = 1 if before in line.day.day_number else 25  # beside a weekday less may be its hour
        return DayFound("days", day_of_month(figure, today), at + 1) if least <= figure <= 31 else None
    return None
