"""What a tapped button means for a question: an answer, or a step on the way to one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.engine.script import Question
from bot.engine.turn import Turn
from bot.model.state import Ask
from bot.model.values import Day, Duration, Instant, Many, Number, Option, TimeOfDay, Value, Words

DAYS_AHEAD: Final = 8
"""How many days can be tapped, from today on."""

HOURS: Final = tuple(range(7 * 60, 23 * 60, 60))
"""The hours that can be tapped, in minutes after midnight."""


def tapped(turn: Turn, who: int, step: Question, ask: Ask, data: str) -> Value | None:
    """The answer that a button's data stands for; None when the question has no such button, or is not answered yet."""
    if step.kind == "many":
        return None
    if data in step.options:
        return Option(data)
    kind, rest = data[:1], data[1:]
    if kind == "s" and rest.isascii() and rest.isdigit() and int(rest) < len(ask.suggestions):
        return Words(ask.suggestions[int(rest)])
    if step.kind == "city":
        chosen = kind == "c" and rest.isascii() and rest.isdigit() and int(rest) < len(ask.cities)
        return ask.cities[int(rest)] if chosen else None
    if step.kind == "hour":
        chosen = kind == "h" and rest.isascii() and rest.isdigit() and len(rest) < 5 and int(rest) in step.presets
        return TimeOfDay(int(rest)) if chosen else None
    if step.kind == "moment":
        return _moment(turn, who, ask, kind, rest)
    if step.kind == "day":
        day = _day(rest) if kind == "d" else None
        return Day(day) if day is not None and day in days_ahead(turn, who) else None
    return _number(step, data)


def picked(step: Question, ask: Ask) -> Many | None:
    """The answer to a question for several, once it is done; None while nothing is picked."""
    return Many(tuple(option for option in step.options if option in ask.picked)) if ask.picked else None


def pick_day(turn: Turn, who: int, step: Question, ask: Ask, data: str) -> bool:
    """Take a tapped day of a question for a moment, whose hour is asked next; whether it was one."""
    day = _day(data[1:]) if step.kind == "moment" and data[:1] == "d" else None
    if day is None or day not in days_with_hours(turn, who):
        return False
    ask.day, ask.moments = day, []
    return True


def days_ahead(turn: Turn, who: int) -> tuple[date, ...]:
    """The days that can be tapped, in the person's own time zone."""
    today = turn.world.now.astimezone(ZoneInfo(turn.person(who).zone)).date()
    return tuple(today + timedelta(days=n) for n in range(DAYS_AHEAD))


def days_with_hours(turn: Turn, who: int) -> tuple[date, ...]:
    """The days that can be tapped for a moment: those of which some hour is still ahead."""
    return tuple(day for day in days_ahead(turn, who) if hours_left(turn, who, day))


def hours_left(turn: Turn, who: int, day: date) -> tuple[int, ...]:
    """The hours of a day that are still ahead."""
    return tuple(h for h in HOURS if _at(turn, who, day, h) > turn.world.now)


def _moment(turn: Turn, who: int, ask: Ask, kind: str, rest: str) -> Instant | None:
    if not (rest.isascii() and rest.isdigit() and len(rest) < 12):
        return None
    if kind == "t":
        moment = next((m for m in ask.moments if int(m.timestamp()) == int(rest)), None)
        return Instant(moment) if moment is not None and moment > turn.world.now else None
    if kind == "h" and ask.day is not None and int(rest) in hours_left(turn, who, ask.day):
        return Instant(_at(turn, who, ask.day, int(rest)))
    return None


def _at(turn: Turn, who: int, day: date, minutes: int) -> datetime:
    zone = ZoneInfo(turn.person(who).zone)
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=zone).astimezone(UTC)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(step: Question, data: str) -> Value | None:
    if not (data.isascii() and data.isdigit() and len(data) < 6):
        return None
    number = int(data)
    if step.kind in ("scale", "number") and step.low <= number <= step.high:
        return Number(number)
    return Duration(number) if step.kind == "duration" and number in step.presets else None
