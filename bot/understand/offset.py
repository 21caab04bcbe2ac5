"""Offsets: days counted from another day: "a week from tomorrow", "two days after Christmas", "in a month", "de hoy en
ocho" -> the days that may be meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

from dateutil.relativedelta import relativedelta, weekday

from bot.understand.found_day import DayFound
from bot.understand.languages import by_word, vocabulary
from bot.understand.plain_day import find_plain_day
from bot.understand.span import find_wait
from bot.understand.timewords import Line, calendar
from bot.understand.words import number_at

_DAY_MINUTES = 24 * 60
_MOST = 400
"""Nobody counts so many of anything."""

_Step: TypeAlias = relativedelta | int
"""What is counted: a length of the calendar, or a weekday's number, so many of which go by."""


def find_offset(line: Line, at: int, today: date) -> DayFound | None:
    """Return the days that are counted from another day at a position, or None."""
    return (
        _beside(line, at, today)
        or _weekday_in_weeks(line, at, today)
        or _weekday_beside(line, at, today)
        or _counted(line, at, today)
        or _waited(line, at, today)
        or _in_days(line, at, today)
        or _in_eight(line, at, today)
    )


def _beside(line: Line, at: int, today: date) -> DayFound | None:
    """Read "the day after Christmas", "la víspera de Reyes"."""
    words = line.day
    for phrases, days in ((words.day_after, 1), (words.day_before, -1)):
        start = line.phrase_end(at, phrases)
        base = _base(line, start, today) if start else None
        if base is not None:
            return _moved(base, relativedelta(days=days), 1, today)
    return None


def _weekday_beside(line: Line, at: int, today: date) -> DayFound | None:
    """Read "the Saturday after Easter", "el viernes antes de Navidad"."""
    words, number = line.day, calendar().weekdays.get(line.word(at))
    if number is None:
        return None
    after, before = line.phrase_end(at + 1, words.counted_from - {"on"}), line.phrase_end(at + 1, words.counted_before)
    base = _base(line, after or before, today) if after or before else None
    if base is None or base.weekday is not None:
        return None
    return _moved(base, number, 1 if after else -1, today)


def _weekday_in_weeks(line: Line, at: int, today: date) -> DayFound | None:
    """Read "in two weeks on Saturday", "el viernes dentro de dos semanas": so many weeks after the coming one."""
    first = calendar().weekdays.get(line.word(at))
    start = line.phrase_end(at + 1 if first is not None else at, line.day.counted_in)
    amount = _amount(line, start) if start else None
    if amount is None:
        return None
    count, step, end = amount
    if isinstance(step, int) or step.days % 7 or not step.days:
        return None
    then = end
    while first is None and line.word(then) in line.day.the | line.day.of | {"on"}:
        then += 1
    number = first if first is not None else calendar().weekdays.get(line.word(then))
    if number is None:
        return None
    coming = today + timedelta(days=(number - today.weekday()) % 7)
    return DayFound("days", (coming + timedelta(weeks=step.weeks * count),), end if first is not None else then + 1)


def _counted(line: Line, at: int, today: date) -> DayFound | None:
    """Read "two weeks from friday", "3 days before Christmas", "a week tomorrow", "two saturdays from now"."""
    amount = _amount(line, at)
    if amount is None:
        return None
    count, step, end = amount
    words = line.day
    after, before = line.phrase_end(end, words.counted_from), line.phrase_end(end, words.counted_before)
    weeks = isinstance(step, relativedelta) and step.days % 7 == 0
    start = after or before or (end if weeks else 0)
    if not start:
        return None
    base = _base(line, start, today)
    if base is None or (start == end and base.weekday is None and base.sort == "days"):
        return None
    return _moved(base, step, -count if before else count, today)


def _waited(line: Line, at: int, today: date) -> DayFound | None:
    """Read "in a month", "dentro de tres domingos", and "de mañana en una semana"."""
    start = line.phrase_end(at, line.day.counted_in)
    amount = _amount(line, start) if start else None
    if amount is None:
        return None
    count, step, end = amount
    then = line.phrase_end(end, line.day.counted_from - {"on"})
    base = _base(line, then, today) if then else None
    if base is not None:
        return _moved(base, step, count, today)
    if isinstance(step, relativedelta) and not (step.months or step.years):
        return None
    now = line.phrase_end(end, vocabulary().duration.from_now)
    return _moved(DayFound("today", (today,), now or end), step, count, today)


def _in_days(line: Line, at: int, today: date) -> DayFound | None:
    wait = find_wait(line, at)
    # "In 24 hours" is a moment, "in a day" a day.
    units = vocabulary().duration.day_units
    if wait is None or wait[0] % _DAY_MINUTES or not units.intersection(line.words[at : wait[1]]):
        return None
    return DayFound("days", (today + timedelta(minutes=wait[0]),), wait[1])


def _in_eight(line: Line, at: int, today: date) -> DayFound | None:
    """Read "de hoy en ocho", "el viernes en quince", "tomorrow week", "de mañana en una semana"."""
    words, base = line.day, find_plain_day(line, at, today)
    if base is None or base.sort in ("period", "past"):
        return None
    if line.word(base.end) in words.a_week_later and base.weekday is None:
        return _moved(replace(base, end=base.end + 1), relativedelta(weeks=1), 1, today)
    if line.word(base.end) not in words.in_eight_lead:
        return None
    days = by_word(words.in_eight).get(line.word(base.end + 1))
    figure = line.number(base.end + 1)
    days = days if days is not None else {8: 7, 15: 14}.get(figure or 0) if words.in_eight else None
    if days is not None and line.word(base.end + 2) not in vocabulary().clock.hours:
        end = line.skip(base.end + 2, words.counted.day)
        return _moved(replace(base, end=end), relativedelta(days=days), 1, today)
    amount = _amount(line, base.end + 1)
    if amount is None or not isinstance(amount[1], relativedelta):
        return None
    return _moved(replace(base, end=amount[2]), amount[1], amount[0], today)


def _base(line: Line, at: int, today: date) -> DayFound | None:
    """The day that is counted from."""
    start = at
    while line.word(start) in line.day.the | line.day.this | line.day.coming:
        start += 1
    if line.word(start) in line.day.now:
        return DayFound("today", (today,), start + 1)
    base = find_plain_day(line, start, today)
    return base if base is not None and base.sort not in ("period", "past") else None


def _amount(line: Line, at: int) -> tuple[int, _Step, int] | None:
    """Return (how many, of what, position after it) of "two weeks", "a month", "un par de días", "tres domingos"."""
    count = _count(line, at)
    if count is None:
        return None
    number, end = count
    word, words = line.word(end), line.day
    for unit, step in (
        (words.counted.day, relativedelta(days=1)),
        (words.counted.week, relativedelta(weeks=1)),
        (words.counted.fortnight, relativedelta(weeks=2)),
        (words.counted.month, relativedelta(months=1)),
        (words.counted.year, relativedelta(years=1)),
    ):
        if word in unit and 0 < number <= _MOST:
            return number, step, end + 1
    day = calendar().weekdays.get(word)
    return (number, day, end + 1) if day is not None and 1 < number <= _MOST else None


def _count(line: Line, at: int) -> tuple[int, int] | None:
    figure = line.number(at)
    if figure is not None:
        return figure, at + 1
    for tongue in line.tongues():
        if line.word(at) in tongue.articles and line.word(at + 1) not in tongue.pairs:
            return 1, at + 1
        pair = line.skip(at, tongue.articles)
        if line.word(pair) in tongue.pairs:
            return 2, line.skip(pair + 1, tongue.of)
        if (named := number_at(line.words, at, tongue)) is not None:
            return named
    return None


def _moved(base: DayFound, step: _Step, count: int, today: date) -> DayFound:
    """Move each day that may be meant; what then is gone by is no day any more."""
    dates = [_after(day, step, count) for day in base.dates]
    ahead = tuple(sorted(day for day in dates if day >= today))
    return DayFound("days" if ahead or not dates else "past", ahead, base.end)


def _after(day: date, step: _Step, count: int) -> date:
    if isinstance(step, relativedelta):
        return day + step * count
    later: Sequence[int] = (1, count) if count > 0 else (-1, count)
    return day + timedelta(days=later[0]) + relativedelta(weekday=weekday(step)(later[1]))
