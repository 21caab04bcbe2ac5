"""Wall time: what clocks on the wall show in a zone -> the instant in UTC, on the two odd days of the year as well."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo


def instant(day: date, minutes: int, zone: tzinfo, now: datetime) -> datetime:
    """Return, in UTC, the instant at which clocks in `zone` show `minutes` after midnight of `day`.

    minutes: 1,440 and more reach into the next day. A time that clocks show twice is its first, unless that is before
    `now`; one that they leap over is the first instant after the leap. Raises OverflowError beyond the year 9999.
    """
    shown = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
    first, second = (shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) == shown:
        return first if now <= first else max(first, second)
    # In a leap the two readings lie on either side of it; halve the distance until they meet.
    before, after = second, first
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) < shown:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
