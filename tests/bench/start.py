"""From nothing to the first reply: `coach run` as an operator starts it, with a /start that waits at Telegram."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.bench.figures import Figure, Report
from tests.bench.lean import Lean, serve
from tests.bench.peer import child, environment
from tests.bench.run import Run

_MORE: Final = 2
"""A start is short, and the disk has its say in it: it is measured more often than the rest."""
_LONGEST: Final = 60.0
_WHY: Final = (
    "Half of it is importing modules, most of the rest reading words of danger, dialogs and prompts; and for a second "
    "after the database is opened nothing is sent, since nobody knows what an earlier process has just sent."
)


async def measure(run: Run) -> Report:
    """With all dialogs and languages, on a new database each time."""
    taken = [await _start() for _ in range(run.times + _MORE)]
    return Report([Figure("start to first reply", 1.5, taken, unit="s", note="all dialogs and languages", why=_WHY)])


async def _start() -> float:
    with tempfile.TemporaryDirectory() as name:
        folder, replied = Path(name), asyncio.Event()
        lean = Lean(lambda chat: replied.set())
        lean.say(1000, "/start")
        async with serve(lean) as url:
            begin = time.perf_counter()
            async with child([sys.executable, "-m", "bot", "run"], environment(url, folder), folder):
                async with asyncio.timeout(_LONGEST):
                    await replied.wait()
                return time.perf_counter() - begin
