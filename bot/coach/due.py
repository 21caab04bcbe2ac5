"""When the nudges of an outing are due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.engine.quiet import in_quiet, outside_quiet
from bot.engine.steps.nudge import NudgeStep
from bot.engine.turn import Turn
from bot.engine.world import Nudging
from bot.model.events import NudgeReason, Prompt, SetNudge
from bot.model.state import Item, Person

DROPPED_AFTER = timedelta(minutes=15)
"""A late "go now" is worth nothing after this; a late "welcome back" always comes."""

EVENING = 19
"""The hour, in the person's own time zone, of what comes on the evening before or after."""

SAME_DAY = timedelta(hours=2)
"""How long before the start its eve is, when it is planned on its own day."""

SOME_DAYS = timedelta(days=3)
"""After so many days a plan without a moment is asked for once more."""

REASONS: Mapping[str, NudgeReason] = {
    "until": "back",
    "start": "go",
    "eve": "eve",
    "next_evening": "share",
    "some_days_later": "undated",
}


def due_time(person: Person, item: Item, at: str, now: datetime) -> datetime | None:
    """When a nudge of an outing is due; None when that has gone by.

    Only the start and the end are times that the person chose: the eve waits for the end of quiet hours, and is left
    out when the outing has begun by then.
    """
    started, until = item.started or now, item.until or now
    if at == "until":
        return until
    if at == "start":
        return started
    zone = ZoneInfo(person.zone)
    if at == "some_days_later":
        return evening(now.astimezone(zone).date() + SOME_DAYS, zone)
    if at == "next_evening":
        return evening(until.astimezone(zone).date() + timedelta(days=1), zone)
    day = started.astimezone(zone).date()
    today = now.astimezone(zone).date() == day
    due = outside_quiet(started - SAME_DAY if today else evening(day - timedelta(days=1), zone), [person])
    return due if now < due < started and not in_quiet(person, due) else None


def evening(day: date, zone: ZoneInfo) -> datetime:
    """Of a day of the calendar: where the clocks change, the day before is not 24 hours ago."""
    return datetime(day.year, day.month, day.day, EVENING, tzinfo=zone).astimezone(UTC)


def set_nudge(turn: Turn, who: int, dialog: str, nudge: Nudging, item: Item) -> None:
    """Set a script's nudge for an item as it is now."""
    due = due_time(turn.person(who), item, nudge.at, turn.world.now)
    if due is not None:
        expires = due + DROPPED_AFTER if nudge.late == "drop" else None
        id, prompt, reason = turn.world.fresh.id(), Prompt(dialog, nudge.id), REASONS[nudge.at]
        turn.emit(SetNudge(id, who, reason, due, item.id, item.revision, prompt, nudge.policy, expires, nudge.opens))


def set_anew(turn: Turn, who: int, dialog: str, item: Item, moments: tuple[str, ...]) -> None:
    """Set the nudges of an outing's own dialog once more, for the outing as it is now."""
    script = turn.world.library.dialogs.get(dialog)
    for step in script.steps.values() if script is not None else ():
        if isinstance(step, NudgeStep) and step.at in moments:
            set_nudge(turn, who, dialog, step, item)
