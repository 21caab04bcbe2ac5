"""When the nudges of an outing are due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.coach.day_parts import on_day
from bot.engine.quiet import in_quiet, outside_quiet
from bot.engine.steps.nudge import NudgeStep
from bot.engine.turn import Turn
from bot.engine.world import Nudging
from bot.model.events import NudgeReason, Prompt, SetNudge
from bot.model.rhythm import Rhythm, falls_on
from bot.model.state import Item, Person

DROPPED_AFTER = timedelta(minutes=15)
"""A late "go now" is worth nothing after this; a late "welcome back" always comes."""

GIVEN_UP = timedelta(days=14)
"""What could not be offered for so long after its day is not offered any more."""

SAME_DAY = timedelta(hours=2)
"""How long before the start its eve is, when it is planned on its own day."""

SOME_DAYS = timedelta(days=3)
"""After so many days a plan without a moment is asked for once more."""

AGAIN: Final = ("daily", "recurring")
"""The moments that come again and again, until their owner wants no more of them."""

_DAY: Final = timedelta(days=1)

REASONS: Mapping[str, NudgeReason] = {
    "until": "back",
    "start": "go",
    "eve": "eve",
    "next_evening": "share",
    "some_days_later": "undated",
    "later": "later",
    "on_day": "on_day",
    "daily": "daily",
    "recurring": "recurring",
}


def due_time(person: Person, item: Item, at: str, now: datetime) -> datetime | None:
    """When a nudge of an outing is due; None when that has gone by.

    Only the start and the end are times that the person chose: what comes on a day comes in their part of it. The eve
    waits for the end of quiet hours, and is left out when the outing has begun by then.
    """
    started, until = item.started or now, item.until or now
    if at == "until":
        return until
    if at == "start":
        return started
    zone = ZoneInfo(person.zone)
    if at in AGAIN:
        return next_time(started, item.rhythm, zone, now)
    if at == "on_day":
        due = on_day(item.day, person) if item.day is not None else None
        return due if due is not None and due > now else None
    if at == "some_days_later":
        return on_day(now.astimezone(zone).date() + SOME_DAYS, person)
    if at == "next_evening":
        return on_day(until.astimezone(zone).date() + timedelta(days=1), person)
    day = started.astimezone(zone).date()
    today = now.astimezone(zone).date() == day
    due = outside_quiet(started - SAME_DAY if today else on_day(day - timedelta(days=1), person), [person])
    return due if now < due < started and not in_quiet(person, due) else None


def _later(person: Person, now: datetime, seconds: int) -> datetime:
    zone = ZoneInfo(person.zone)
    return on_day((now + timedelta(seconds=seconds)).astimezone(zone).date(), person)


def next_time(started: datetime, rhythm: Rhythm, zone: ZoneInfo, now: datetime) -> datetime:
    """The next time after now, on a day of the rhythm, at which a clock of that zone shows what it shows at `started`;
    not before that."""
    first = started.astimezone(zone)
    day = max(started, now).astimezone(zone).date()
    while True:
        due = datetime.combine(day, first.timetz()).astimezone(UTC)
        if falls_on(rhythm, day, first.date()) and due >= started and due > now:
            return due
        day += _DAY


def set_nudge(turn: Turn, who: int, dialog: str, nudge: Nudging, item: Item) -> None:
    """Set a script's nudge for an item as it is now."""
    person, now = turn.person(who), turn.world.now
    due = _later(person, now, nudge.after) if nudge.after is not None else due_time(person, item, nudge.at, now)
    if due is not None:
        expires = due + DROPPED_AFTER if nudge.late == "drop" or nudge.at in AGAIN else None
        expires = due + GIVEN_UP if expires is None and nudge.at in ("later", "on_day") else expires
        id, prompt, reason = turn.world.fresh.id(), Prompt(dialog, nudge.id), REASONS[nudge.at]
        turn.emit(SetNudge(id, who, reason, due, item.id, item.revision, prompt, nudge.policy, expires, nudge.opens))


def set_anew(turn: Turn, who: int, dialog: str, item: Item, moments: tuple[str, ...]) -> None:
    """Set the nudges of an outing's own dialog once more, for the outing as it is now."""
    script = turn.world.library.dialogs.get(dialog)
    for step in script.steps.values() if script is not None else ():
        if isinstance(step, NudgeStep) and step.at in moments:
            set_nudge(turn, who, dialog, step, item)
