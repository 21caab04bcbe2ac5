"""The name of the writer's own clock beside a time: "2:30 CEST", "18:00 UTC", "6pm GMT" -> the time, and which of two.

Another clock's name is left in the text, where it is a word about time that nobody explains.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

_UTC_OFFSET: Final = r"(?:utc|gmt) ?[+-]\d{1,2}(?::?\d{2})?"
_NAME: Final = re.compile(
    rf"(?<=[\d\w.] )(?P<offset>{_UTC_OFFSET})(?!\w)|(?<=[\d\w.] )(?P<name>[A-Za-z]{{2,5}})(?!\w)", re.IGNORECASE
)
_SIGNED: Final = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")
_SEASONS: Final = 12
_MONTH: Final = timedelta(days=31)


def without_own_clock(text: str, now: datetime) -> tuple[str, timedelta | None]:
    """Return a text without the name of the writer's own clock, and that clock's distance from UTC; None where it names
    none. `now` is aware, in the writer's zone."""
    zone = now.tzinfo
    assert zone is not None
    for found in _NAME.finditer(text):
        if found["offset"]:
            offset = _offset(found["offset"])
            own = offset in _names(zone, now).values()
        else:
            offset = _names(zone, now).get(found["name"].upper())
            own = offset is not None
        if own:
            return text[: found.start()] + text[found.end() :], offset
    return text, None


def _names(zone: tzinfo, now: datetime) -> dict[str, timedelta]:
    """The names of a zone's clocks in the year to come, and their distances from UTC."""
    try:
        moments = [(now.astimezone(UTC) + n * _MONTH).astimezone(zone) for n in range(_SEASONS + 1)]
    except OverflowError:
        return {}
    return {at.tzname() or "": offset for at in moments if (offset := at.utcoffset()) is not None}


def _offset(said: str) -> timedelta | None:
    found = _SIGNED.search(said)
    if found is None:
        return None
    distance = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -distance if found[1] == "-" else distance
