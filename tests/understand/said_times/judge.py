"""Whether what was read of a phrase is right, was asked back, or is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from tests.understand.said_times.saying import Saying

Verdict = Literal["right", "asked", "wrong"]
NIGHT_ENDS = 5
"""A moment before this hour is also one of the day before: "saturday at midnight" is asked about Saturday."""


@dataclass(frozen=True)
class Taken:
    """One moment was understood: the naive wall time of it."""

    at: datetime


@dataclass(frozen=True)
class Asked:
    """It was asked back, with moments to tap and with the days that were kept; either may be empty."""

    options: tuple[datetime, ...] = ()
    days: tuple[date, ...] = ()


def days_of(moments: Iterable[datetime]) -> set[date]:
    """The days that moments belong to; the small hours also belong to the day before."""
    days: set[date] = set()
    for moment in moments:
        days.add(moment.date())
        if moment.hour < NIGHT_ENDS:
            days.add(moment.date() - timedelta(days=1))
    return days


def judge(saying: Saying, read: Taken | Asked | None) -> Verdict:
    """The verdict on what was read; None: it was said plainly not to be understood."""
    if isinstance(read, Taken):
        return "right" if read.at in saying.right else "wrong"
    if saying.ask is None:
        return "wrong" if read is not None and misleads(saying, read) else "asked"
    return "wrong" if read is not None and contradicts(saying.ask, read) else "right"


def misleads(saying: Saying, asked: Asked) -> bool:
    """Whether a question leaves no way to what was meant: neither a moment to tap nor a day that is kept is right."""
    no_moment = bool(asked.options) and saying.right.isdisjoint(asked.options)
    no_day = bool(asked.days) and days_of(saying.right).isdisjoint(asked.days)
    return no_moment and no_day


def contradicts(days: frozenset[date], asked: Asked) -> bool:
    """Whether a question names days or moments, and none of them is of the days that it must be about."""
    if not days:
        return False
    return bool(asked.days and days.isdisjoint(asked.days)) or bool(
        asked.options and days.isdisjoint(days_of(asked.options))
    )
