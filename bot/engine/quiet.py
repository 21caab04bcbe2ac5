"""Quiet hours: whether an instant falls into somebody's night, and the next one that falls into nobody's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model.state import Person


def in_quiet(person: Person, instant: datetime) -> bool:
    """Whether the instant falls into the person's quiet hours, in their own time zone."""
    local = instant.astimezone(ZoneInfo(person.zone))
    minute = local.hour * 60 + local.minute
    if person.quiet_from <= person.quiet_to:
        return person.quiet_from <= minute < person.quiet_to
    return minute >= person.quiet_from or minute < person.quiet_to


def quiet_end(person: Person, instant: datetime) -> datetime:
    """The end of the quiet hours that the instant falls into, in UTC."""
    zone = ZoneInfo(person.zone)
    today = instant.astimezone(zone).date()
    wall = time(person.quiet_to // 60, person.quiet_to % 60)
    # Compared in UTC, since an hour that the clocks repeat comes twice by the wall.
    ends = (
        datetime.combine(today + timedelta(days=days), wall.replace(fold=fold), zone).astimezone(UTC)
        for days in (0, 1)
        for fold in (0, 1)
    )
    return next((end for end in ends if end > instant), instant + timedelta(days=1))


def outside_quiet(instant: datetime, people: Iterable[Person]) -> datetime:
    """The first moment from `instant` on that is outside everybody's quiet hours.

    Where two people's days never overlap, the instant itself: a promise kept at night beats one never kept.
    """
    everybody = list(people)
    moment = instant
    for _ in range(2 * len(everybody) + 2):
        asleep = next((p for p in everybody if in_quiet(p, moment)), None)
        if asleep is None:
            return moment
        moment = quiet_end(asleep, moment)
    return instant
