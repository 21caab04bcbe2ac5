"""When the nudges of an outing are due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.engine.quiet import in_quiet, outside_quiet
from bot.model.events import NudgeReason
from bot.model.state import Item, Person

Moment = Literal["start", "until", "eve", "next_evening", "next_week"]
"""Where on an outing's way a nudge comes."""

DROPPED_AFTER = timedelta(minutes=15)
"""A late "go now" is worth nothing after this; a late "welcome back" always comes."""

EVENING = 19
"""The hour, in the person's own time zone, of what comes on the evening before or after."""

SAME_DAY = timedelta(hours=2)
"""How long before the start its eve is, when it is planned on its own day."""

REASONS: Mapping[str, NudgeReason] = {"until": "back", "start": "go", "eve": "eve", "next_evening": "share"}


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
    if at == "next_evening":
        return evening(until.astimezone(zone).date() + timedelta(days=1), zone)
    day = started.astimezone(zone).date()
    today = now.astimezone(zone).date() == day
    due = outside_quiet(started - SAME_DAY if today else evening(day - timedelta(days=1), zone), [person])
    return due if now < due < started and not in_quiet(person, due) else None


def evening(day: date, zone: ZoneInfo) -> datetime:
    """Of a day of the calendar: where the clocks change, the day before is not 24 hours ago."""
    return datetime(day.year, day.month, day.day, EVENING, tzinfo=zone).astimezone(UTC)
