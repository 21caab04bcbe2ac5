"""Lengths of time told by their end: "until noon", "hasta las 12" -> minutes from a start."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache

from bot.understand.languages import vocabulary
from bot.understand.moment import Moment, Unclear, read_moment

_WHICH = ("which_half", "which_clock")
_LONGEST_UNSAID = 12 * 60
"""Nobody who leaves in the evening until one means one in the afternoon: a longer way needs its day said."""


@cache
def _until() -> re.Pattern[str]:
    words = vocabulary().clock
    pattern = rf"(?:(?:{'|'.join(words.only)}) )?(?:{'|'.join(words.until)})\s+(?P<end>.+)"
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


def read_until(text: str, language: str, start: datetime) -> int | None:
    """Return the whole minutes from `start` (aware, in the zone of whoever typed) to the end that a text names.

    None where it names none, or where it could be more than one.
    """
    said = _until().fullmatch(text.strip())
    found = read_moment(said["end"], language, start) if said is not None else None
    if isinstance(found, Unclear) and found.reason in _WHICH:
        # An end has a start: of both elevens it is the next one.
        found = next((Moment(at, day_said=False, clock_said=True) for at in found.options if at > start), None)
    if not isinstance(found, Moment):
        return None
    minutes = int((found.at - start.astimezone(UTC)).total_seconds()) // 60
    return minutes if minutes > 0 and (found.day_said or minutes <= _LONGEST_UNSAID) else None
