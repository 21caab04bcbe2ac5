"""Work side by side: until one part of it fails, or the process is asked to end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def until_signalled() -> AsyncIterator[Callable[[], Coroutine[Any, Any, object]]]:
    """What waits for SIGTERM or SIGINT, which end nothing by themselves meanwhile."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    yield ended.wait
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.remove_signal_handler(number)


async def until_one_fails(work: Sequence[Coroutine[Any, Any, object]], *, any_end: bool = False) -> None:
    """Run all side by side until one fails (or, with `any_end`, ends); then cancel the others and raise its error."""
    tasks = [asyncio.ensure_future(job) for job in work]
    try:
        pending: set[asyncio.Future[object]] = set(tasks)
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            if any_end:
                return
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
