"""Whether the coach is alive, and whether it is ready: what it would say of itself if somebody asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.runtime.watching import Worker

STANDS_STILL: Final = 300.0
"""Seconds after which a worker that gave no sign is taken to stand still. Each gives one a second; writing a large
database anew, after somebody was forgotten, holds all of them up for as long as that takes."""


class Health:
    """Knows what was last heard of each part. `now` is the machine's time, which is told in what is said."""

    def __init__(self, now: Callable[[], datetime], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._monotonic = monotonic
        self._beats: dict[Worker, float] = {}
        self._phase: str | None = "starting"
        self._phase_since = now()
        self._trouble = ""
        self._trouble_since = now()

    def at_work(self) -> None:
        """The coach is open, and serves."""
        self._phase = None

    def stop(self) -> None:
        """The coach is about to end."""
        self._phase, self._phase_since = "stopping", self._now()

    def reached(self, trouble: str) -> None:
        """Telegram was asked; what was the matter, "" for nothing."""
        if trouble and not self._trouble:
            self._trouble_since = self._now()
        self._trouble = trouble

    def beat(self, worker: Worker) -> None:
        """A worker goes on."""
        self._beats[worker] = self._monotonic()

    def not_live(self) -> dict[str, str]:
        """Which workers stand still; nothing when the coach is alive."""
        still = {worker: self._monotonic() - last for worker, last in self._beats.items()}
        return {worker: f"no sign for {gone:.0f} s" for worker, gone in still.items() if gone > STANDS_STILL}

    def not_ready(self, *, database: bool) -> dict[str, str]:
        """Which parts keep the coach from taking updates, and why; nothing when it is ready. `database`: it answers."""
        parts = dict[str, str]()
        if self._phase is not None:
            parts[self._phase] = f"since {_said(self._phase_since)}"
        if self._trouble:
            parts["telegram"] = f"{self._trouble} since {_said(self._trouble_since)}"
        if self._phase is None and not database:
            parts["database"] = "does not answer"
        return parts | self.not_live()


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
