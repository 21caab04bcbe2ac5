"""The movable clock: the playground's time, which runs on from wherever it was put."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

RealTime = Callable[[], float]
"""Seconds since 1970, UTC."""


def wall_time() -> float:
    """Return this machine's time in seconds since 1970: the one place where the playground reads it."""
    return time.time()  # noqa: TID251 - the playground plays Telegram, whose clock is its own


class MovableClock:
    """A clock that runs like a real one from an offset, or stands still when frozen."""

    def __init__(self, start: datetime | None = None, *, frozen: bool = False, real: RealTime = wall_time) -> None:
        """Start at ``start`` (aware), or at the real time; ``frozen`` makes it stand still until it is moved."""
        self._real = real
        self._frozen = frozen
        self._offset = 0.0
        self._stopped_at = real()
        if start is not None:
            self.set(start)

    @property
    def offset(self) -> float:
        """Seconds that this clock is ahead of the real one."""
        return self.unix() - self._real() if self._frozen else self._offset

    @property
    def frozen(self) -> bool:
        """Whether the clock stands still."""
        return self._frozen

    def unix(self) -> float:
        """Return the time in seconds since 1970."""
        return self._stopped_at if self._frozen else self._real() + self._offset

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return datetime.fromtimestamp(self.unix(), UTC)

    def advance(self, by: timedelta | float) -> datetime:
        """Move the clock by a span or by seconds (backwards when negative) and return the new time."""
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        return self.set(self.now() + timedelta(seconds=seconds))

    def set(self, moment: datetime) -> datetime:
        """Put the clock to ``moment`` and return it; ValueError when it carries no time zone."""
        if moment.tzinfo is None:
            raise ValueError("the moment needs a time zone")
        self._stopped_at = moment.timestamp()
        self._offset = self._stopped_at - self._real()
        return self.now()

    def shift(self, offset: float) -> None:
        """Run ``offset`` seconds ahead of the real clock, as a kept playground did before."""
        self.set(datetime.fromtimestamp(self._real() + offset, UTC))


def iso(moment: datetime) -> str:
    """Write a moment as ``2026-11-22T18:00:00.123Z``, without the fraction when it is nought."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds" if moment.microsecond >= 1000 else "seconds")
    return text.replace("+00:00", "Z")


def whole_millisecond(moment: datetime) -> datetime:
    """Return the first whole millisecond that is not before ``moment``: ``iso`` cuts what is finer."""
    over = moment.microsecond % 1000
    return moment + timedelta(microseconds=1000 - over) if over else moment


def parse_iso(text: str) -> datetime:
    """Read a moment with its zone; ValueError when it is none, or has no zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("the moment needs a time zone, such as a Z at its end")
    return moment
