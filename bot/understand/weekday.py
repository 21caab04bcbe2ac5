"""Weekdays: "friday", "el viernes que viene", "friday week", "the first saturday of december" -> the days that may be
meant.

These may mean two days, and both are given: "next Friday" within the same week (this one or the one after), and a
weekday's name on that weekday (today or in a week).
"""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta, weekday

from bot.understand.dates import named_month
from bot.understand.found_day import DayFound
from bot.understand.languages import by_word
from bot.understand.timewords import Line, calendar

_WEEK = timedelta(days=7)


def find_weekday(line: Line, at: int, today: date) -> DayFound | None:
    """Return what days a text names at a position by their weekday, or None."""
    word, before = line.word(at), line.word(at - 1)
    words, weekdays = line.day, calendar().weekdays
    if word not in weekdays or before in words.not_after.get(word, ()):
        return None
    if word in words.short_weekdays and not (at == 0 and line.kind(1) in ("number", "clock")):
        return None
    number = weekdays[word]
    coming = today + timedelta(days=(number - today.weekday()) % 7)
    end = line.skip(at + 1, words.next)
    after_next = line.phrase_end(at + 1, words.after_next)
    if after_next:
        return DayFound("days", (coming + _WEEK, coming + 2 * _WEEK), after_next, number)
    if "nextweek" in line.words:
        dates: tuple[date, ...] = (today + timedelta(days=number - today.weekday()) + _WEEK,)
    elif line.word(at + 1) in words.a_week_later:
        dates, end = (coming + _WEEK,), at + 2
    elif before in words.next or end > at + 1:
        dates = (coming + _WEEK,) if coming == today else (coming, coming + _WEEK)
        # Once the week is over, only one such day is "next".
        dates = dates if number > today.weekday() else dates[:1]
    elif coming == today and before not in words.coming:
        dates = (coming, coming + _WEEK)
    else:
        dates = (coming,)
    return DayFound("days", dates, end, number)


def find_in_month(line: Line, at: int, today: date) -> DayFound | None:
    """Return the day that a text names at a position by its place in a month, as "the first Saturday of December"."""
    return _last_day(line, at, today) or _nth(line, at, today)


def _nth(line: Line, at: int, today: date) -> DayFound | None:
    """Read "the first saturday of december", "el último domingo del mes": which one of a month."""
    words, number = line.day, calendar().weekdays.get(line.word(at + 1))
    if number is None or line.word(at + 2) not in words.of_month:
        return None
    place = by_word(words.nth).get(line.word(at))
    if line.kind(at) == "ordinal" and 1 <= line.pieces[at].numbers[0] <= 5:
        place = line.pieces[at].numbers[0]
    month = named_month(line, at + 3, today)
    if place is None or month is None:
        return None
    year, of_year, end = month
    for ahead in (0, 1, 12):
        first = date(year, of_year, 1) + relativedelta(months=ahead)
        last = first + relativedelta(day=31)
        found = last + relativedelta(weekday=weekday(number)(-1)) if place < 0 else None
        found = found or first + relativedelta(weekday=weekday(number)(place))
        named = calendar().months.get(line.word(at + 3)) is not None
        if found >= today and found.month == first.month and (ahead != 1 or not named):
            return DayFound("days", (found,), end)
    return DayFound("days", (), end)


def _last_day(line: Line, at: int, today: date) -> DayFound | None:
    """Read "the last day of the month", "el último día de noviembre"."""
    start = line.phrase_end(at, line.day.last_day)
    month = named_month(line, start, today) if start else None
    if month is None:
        return None
    return DayFound("days", (date(month[0], month[1], 1) + relativedelta(day=31),), month[2])
