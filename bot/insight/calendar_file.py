"""A plan as a file that any calendar opens: once, or again and again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from bot.insight.days import zone_of
from bot.model.rhythm import Rhythm, falls_on

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_NONE = timedelta(0)

_AHEAD = timedelta(days=3650)
"""For how long the file of something that comes again tells the changes of its clock."""

_RULES: Mapping[Rhythm, Mapping[str, str | list[str]]] = {
    "daily": {"freq": "daily"},
    "weekdays": {"freq": "weekly", "byday": ["MO", "TU", "WE", "TH", "FR"]},
    "weekends": {"freq": "weekly", "byday": ["SA", "SU"]},
    "weekly": {"freq": "weekly"},
}
"""How RFC 5545 says how often something comes again."""


def outing_event(
    uid: str,
    start: datetime,
    end: datetime,
    zone: str,
    summary: str,
    description: str,
    *,
    made: datetime,
    sequence: int = 0,
    cancelled: bool = False,
    rhythm: Rhythm | None = None,
) -> bytes:
    """One private event as an iCalendar file (.ics): start, end and `made` (when it was last changed) are aware.

    The times stand in the IANA zone `zone`, with its changes of offset in the file; an unknown zone leaves them in
    UTC. A calendar takes a later file with the same `uid` and a higher `sequence` for the same event, moved; or, where
    it is `cancelled`, takes the event out. Not all do: by RFC 5546 an organizer cancels, and nobody is named here.
    With a `rhythm` it comes again on its days, from the first of them on, at the same hour by the clock of its zone.
    Raises ValueError when the end is not after the start.
    """
    if end <= start:
        raise ValueError("an event ends after it starts")
    file, event = _begun(cancelled)
    begins, ends = _times(zone, start, end) if rhythm is None else _first_times(zone, start, end, rhythm)
    if begins.tzinfo is not UTC:
        last = end if rhythm is None else end + _AHEAD
        file.add_component(_timezone(zone, begins.tzinfo or UTC, start, last))
    said = {"uid": uid, "dtstamp": made.astimezone(UTC), "sequence": sequence, "dtstart": begins, "dtend": ends}
    # Calendars are often shared: others see that time is taken, and not for what.
    said |= {"summary": _whole(summary), "class": "PRIVATE"}
    said |= {"description": _whole(description)} if description else {}
    said |= {"rrule": _RULES[rhythm]} if rhythm is not None else {}
    for name, value in said.items():
        event.add(name, value)
    file.add_component(event)
    return bytes(file.to_ical())


def _begun(cancelled: bool) -> tuple[Calendar, Event]:
    # A tenth of a second, wanted only by those who plan an outing.
    from icalendar import Calendar, Event  # noqa: PLC0415

    file, event = Calendar(), Event()
    file.add("prodid", "-//coach//outing//EN")
    file.add("version", "2.0")
    if cancelled:
        file.add("method", "CANCEL")
        event.add("status", "CANCELLED")
    return file, event


def _times(zone: str, *moments: datetime) -> list[datetime]:
    times = [at.astimezone(zone_of(zone)) for at in moments]
    # The hour that comes twice can be written without doubt in UTC only.
    return [at.astimezone(UTC) for at in times] if any(at.fold for at in times) else times


def _first_times(zone: str, start: datetime, end: datetime, rhythm: Rhythm) -> list[datetime]:
    """The first time on a day of the rhythm. It stands by the clock of its zone even in the hour that comes twice: so
    do all that follow."""
    begins = start.astimezone(zone_of(zone)).replace(fold=0)
    first = begins.date()
    while not falls_on(rhythm, begins.date(), first):
        begins += _DAY
    return [begins, begins + (end - start)]


def _whole(text: str) -> str:
    """The text with "?" for halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class _Change:
    """From `at` (UTC) on the offset is `after`."""

    at: datetime
    before: timedelta
    after: timedelta


def _timezone(name: str, zone: tzinfo, start: datetime, end: datetime) -> Timezone:
    """The zone from the start of the event's year to the end of the next, so that both its changes are in it.

    Written here because the library's own gives the onset of summer time an hour late.
    """
    # As above: it takes a tenth of a second.
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard  # noqa: PLC0415

    first = datetime(start.astimezone(UTC).year, 1, 1, tzinfo=UTC) - _DAY
    last = datetime(end.astimezone(UTC).year + 1, 12, 31, tzinfo=UTC)
    offset = _offset(first, zone)
    table = Timezone()
    table.add("tzid", name)
    for change in (_Change(first, offset, offset), *_changes(first, last, zone)):
        local = change.at.astimezone(zone)
        part = TimezoneDaylight() if (local.dst() or _NONE) > _NONE else TimezoneStandard()
        # An onset is told on the clock as it was before the change.
        part.add("dtstart", (change.at + change.before).replace(tzinfo=None))
        part.add("tzoffsetfrom", change.before)
        part.add("tzoffsetto", change.after)
        part.add("tzname", local.tzname())
        table.add_component(part)
    return table


def _changes(first: datetime, last: datetime, zone: tzinfo) -> Iterator[_Change]:
    day = first
    while day < last:
        before, after = _offset(day, zone), _offset(day + _DAY, zone)
        if before != after:
            low, high = day, day + _DAY
            while high - low > _SECOND:
                middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
                low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
            yield _Change(high, before, after)
        day += _DAY


def _offset(at: datetime, zone: tzinfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or _NONE
