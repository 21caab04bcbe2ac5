"""The time port's real side: a tick each second, and a clock that somebody else moves."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import httpx
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

from bot.errors import SettingsError

_EVERY = 1
_TIMEOUT = 2.0

_log = logging.getLogger(__name__)


class Ticker:
    """Calls `tick` each second, never twice at once; what was missed is made up for by one call."""

    def __init__(self, tick: Callable[[], Awaitable[None]]) -> None:
        self._tick = tick
        self._scheduler = AsyncIOScheduler()
        # Without this grace a wake that is over a second late would be dropped.
        self._scheduler.add_job(
            self._run, "interval", seconds=_EVERY, coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        """Begin to tick, in the running event loop."""
        # Two lines a second otherwise.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _run(self) -> None:
        try:
            await self._tick()
        except Exception:
            _log.exception("a tick failed; the next comes in a second")


class RemoteClock:
    """Asks an address for the time: `GET` answers `{"now": "2026-11-22T18:00:00Z"}`.

    When it does not answer, the last answer goes on by this machine's seconds. Fulfils `Clock`.
    """

    def __init__(self, url: str, client: httpx.AsyncClient, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._client = client
        self._monotonic = monotonic
        self._last: tuple[datetime, float] | None = None

    async def now(self) -> datetime:
        """The time, aware, in UTC. Raises `SettingsError` when the address has never answered."""
        try:
            answer = await self._client.get(self._url, timeout=_TIMEOUT)
            moment = _moment(answer.raise_for_status().json())
        except (httpx.HTTPError, ValueError):
            return self._guess()
        self._last = (moment, self._monotonic())
        return moment

    def _guess(self) -> datetime:
        if self._last is None:
            raise SettingsError("COACH_CLOCK_URL does not answer with the time: start it, or remove the setting.")
        moment, seen = self._last
        return moment + timedelta(seconds=self._monotonic() - seen)


def _moment(answer: object) -> datetime:
    now = answer.get("now") if isinstance(answer, dict) else None
    if not isinstance(now, str):
        raise ValueError("no time in the answer")
    moment = datetime.fromisoformat(now)
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment
