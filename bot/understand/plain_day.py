"""Plain days: "tomorrow", "el viernes", "5 Dec", "at the weekend", "next week", without anything that moves them."""

from __future__ import annotations

from datetime import date, timedelta

from bot.understand.dates import find_date
from bot.understand.feast import find_feast
from bot.understand.found_day import DayFound
from bot.understand.span import find_span
from bot.understand.timewords import Line, calendar
from bot.understand.weekday import find_in_month, find_weekday


def find_plain_day(line: Line, at: int, today: date) -> DayFound | None:
    """Return what day a text names at a position, whatever is counted from it, or None."""
    return (
        _gone_by(line, at, today)
        or _by_word(line, at, today)
        or find_feast(line, at, today)
        or find_in_month(line, at, today)
        or find_date(line, at, today)
        or find_weekday(line, at, today)
        or _period(line, at)
    )


def morning_at(line: Line, at: int) -> bool:
    """Tell whether "mañana" at a position is the morning ("por la mañana") and not tomorrow."""
    return line.word(at - 1) in line.day.morning_after


def _gone_by(line: Line, at: int, today: date) -> DayFound | None:
    word, after = line.word(at), line.word(at + 1)
    words, weekdays = line.day, calendar().weekdays
    if word in words.yesterday:
        return DayFound("past", (), at + 1)
    if word in words.last and (after in weekdays or after in words.last_what):
        # "The last Sunday of November" may be ahead.
        return None if find_in_month(line, at, today) is not None else DayFound("past", (), at + 2)
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
        return DayFound("days", (today,), at + 1)
    if word in words.tomorrow or (word in words.tomorrow_or_morning and not morning_at(line, at)):
        return DayFound("tomorrow", (today + timedelta(days=1),), at + 1)
    if word in words.after_tomorrow or (word in words.after_tomorrow_first and at == 0):
        return DayFound("days", (today + timedelta(days=2),), at + 1)
    if word == "weekend":
        return _weekend(line, at, today)
    return None


def _weekend(line: Line, at: int, today: date) -> DayFound:
    words = line.day
    after_next = line.phrase_end(at + 1, words.after_next)
    if after_next:
        return DayFound("period", (), after_next)
    if line.word(at - 1) in words.next:
        return DayFound("period", (), at + 1)
    if line.word(at + 1) in words.next:
        return DayFound("period", (), at + 2)
    start = today + timedelta(days=(5 - today.weekday()) % 7 if today.weekday() != 6 else 0)
    return DayFound("days", (start, start + timedelta(days=1))[: 7 - start.weekday()], at + 1)


def _period(line: Line, at: int) -> DayFound | None:
    """Read "next week", "this month", "in January": a time that has many days."""
    words, word = line.day, line.word(at)
    if word == "nextweek" and not line.names_weekday():
        return DayFound("period", (), at + 1)
    periods = words.counted.week | words.counted.month | words.counted.year
    if word in periods and (after_next := line.phrase_end(at + 1, words.after_next)):
        return DayFound("period", (), after_next)
    if word in periods:
        led = line.word(at - 1) in words.next | words.coming
        follows = line.word(at + 1) in words.next
        return DayFound("period", (), at + 1 + follows) if led or follows else None
    alone = at == 0 or line.word(at - 1) in words.in_month
    return DayFound("period", (), at + 1) if alone and word in calendar().months else None
