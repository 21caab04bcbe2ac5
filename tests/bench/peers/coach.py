"""The coach, whole and durable, as `coach run` builds it; only its clock is the bench's, so that nobody sleeps, and its
limits may be lifted.

The database is the one that COACH_DATABASE names. With `--count FILE` what its turns do is counted, with `--profile
FILE` where its time goes is noted, both from SIGUSR1 on, and written at the end. SIGUSR2 moves its clock to the storm.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time
from argparse import ArgumentParser
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.app import open_coach
from bot.config import load_settings
from bot.runtime.limits import UNLIMITED, Allowance
from tests.bench.peers import counting, sampling

MORNING: Final = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
STORM: Final = MORNING + timedelta(minutes=30)
"""When the nudges of a storm are due."""


class FromMorning:
    """A clock that started with this process, on a Sunday at ten."""

    def __init__(self) -> None:
        self._start, self._from = time.monotonic(), MORNING

    async def now(self) -> datetime:
        """The time, aware, in UTC."""
        return self._from + timedelta(seconds=time.monotonic() - self._start)

    def jump(self) -> None:
        """Let the storm begin."""
        self._start, self._from = time.monotonic(), STORM


async def serve(limited: bool, noting: Mapping[Path, counting.Counted | sampling.Sampled]) -> None:
    """Serve until SIGTERM."""
    loop, ended, clock = asyncio.get_running_loop(), asyncio.Event(), FromMorning()
    # Not the loop's own handlers: with them each look of the sampling would wake the loop.
    signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(ended.set))
    signal.signal(signal.SIGUSR2, lambda *_: clock.jump())
    signal.signal(signal.SIGUSR1, lambda *_: [noted.begin() for noted in noting.values()])
    async with open_coach(load_settings(), clock=clock, allowance=Allowance() if limited else UNLIMITED) as coach:
        serving = asyncio.ensure_future(coach.serve())
        await asyncio.wait([serving, asyncio.ensure_future(ended.wait())], return_when=asyncio.FIRST_COMPLETED)
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
    for file, noted in noting.items():
        file.write_text(json.dumps(noted.result()))


def main() -> None:
    """Read the command line and serve."""
    parser = ArgumentParser()
    parser.add_argument("--limited", action="store_true")
    parser.add_argument("--count", type=Path)
    parser.add_argument("--profile", type=Path)
    given = parser.parse_args(sys.argv[3:])
    with ExitStack() as stack:
        noting: dict[Path, counting.Counted | sampling.Sampled] = {}
        instruments: tuple[tuple[Path | None, AbstractContextManager[counting.Counted | sampling.Sampled]], ...] = (
            (given.count, counting.counted()),
            (given.profile, sampling.sampled()),
        )
        for file, instrument in instruments:
            if file is not None:
                noting[file] = stack.enter_context(instrument)
        asyncio.run(serve(given.limited, noting))


if __name__ == "__main__":
    main()
