"""What an operator sees at the address of their choice: `/healthz/live`, `/healthz/ready` and `/metrics`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.addresses import shown
from bot.errors import OperatorError, SettingsError
from bot.runtime.ports import Clock, Outcome
from bot.runtime.watching import Turned
from bot.store.rows import Backlog, OutboxRow
from bot.web.health import Health
from bot.web.metrics import Metrics
from bot.web.server import Server, listen

_PATIENCE: Final = 5.0
"""Seconds within which the database must answer."""

_MOST_CONNECTIONS: Final = 32
_GRACE: Final = 1
"""Seconds for answers under way when the coach ends."""

_log = logging.getLogger(__name__)


class Watch:
    """Takes note of what happens, and tells it. Fulfils `Observer`; `now` is the machine's time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.health = Health(now)
        self._metrics = Metrics()
        self._now = now
        self._opened: tuple[Callable[[datetime], Backlog], Clock] | None = None
        self._looking = asyncio.Lock()
        self.reached, self.beat = self.health.reached, self.health.beat

    def at_work(self, backlog: Callable[[datetime], Backlog], clock: Clock) -> None:
        """The coach is open and serves. `backlog` looks into its database, in a thread; `clock` is people's."""
        self._opened = backlog, clock
        self.health.at_work()

    def received(self, count: int) -> None:
        """See `Observer`."""
        self._metrics.received(count)

    def turned(self, turn: Turned) -> None:
        """See `Observer`."""
        self._metrics.turned(turn)

    def sent(self, row: OutboxRow, outcome: Outcome, at: datetime) -> None:
        """See `Observer`."""
        self._metrics.sent(row, outcome, at)

    def application(self) -> Starlette:
        """What is served."""
        return Starlette(
            routes=[
                Route("/healthz", self._ready, methods=["GET"]),
                Route("/healthz/ready", self._ready, methods=["GET"]),
                Route("/healthz/live", self._live, methods=["GET"]),
                Route("/metrics", self._told, methods=["GET"]),
            ]
        )

    async def _live(self, request: Request) -> Response:
        return _answer("live", self.health.not_live())

    async def _ready(self, request: Request) -> Response:
        found, _ = await self._look()
        return _answer("ready", self.health.not_ready(database=found is not None))

    async def _told(self, request: Request) -> Response:
        backlog, now = await self._look()
        ready = not self.health.not_ready(database=backlog is not None)
        return Response(self._metrics.text(backlog, now, ready=ready), media_type=CONTENT_TYPE_LATEST)

    async def _look(self) -> tuple[Backlog | None, datetime]:
        """What waits, and the time by people's clock; nothing where the database does not answer."""
        if self._opened is None:
            return None, self._now()
        backlog, clock = self._opened
        try:
            # One at a time, or whoever asks too often would take all threads.
            async with asyncio.timeout(_PATIENCE), self._looking:
                now = await clock.now()
                return await asyncio.to_thread(backlog, now), now
        except (OperatorError, TimeoutError):
            return None, self._now()


def _answer(what: str, parts: dict[str, str]) -> Response:
    return JSONResponse({what: not parts, **parts}, 503 if parts else 200)


@asynccontextmanager
async def watched(watch: Watch, host: str, port: int) -> AsyncIterator[None]:
    """Serve what is seen at an address, in the running event loop. Raises `SettingsError` when it cannot be had."""
    try:
        listening = listen(host, port)
    except OSError as error:
        raise SettingsError(
            f"COACH_HEALTH cannot be {shown(host, port)} ({error.strerror}): free that address, or name another."
        ) from None
    server = Server(
        uvicorn.Config(
            watch.application(),
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="warning",
            access_log=False,
            date_header=False,
            server_header=False,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_graceful_shutdown=_GRACE,
        )
    )
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await server.ready.wait()
        _log.info("Health and metrics: http://%s/healthz and /metrics.", shown(host, port))
        yield
    finally:
        server.should_exit = True
        server.ending.set()
        await task
        listening.close()
