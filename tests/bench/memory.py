"""What a million pending nudges and ten thousand open runs weigh, against a bot that keeps nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.bench.figures import Figure, Report
from tests.bench.peer import running
from tests.bench.run import FAR, PEOPLE, Run


async def measure(run: Run) -> Report:
    """Both processes after one person has walked through all lines, and everything is read that is read beforehand."""
    own: list[float] = []
    echo: list[float] = []
    database = await run.many()
    for _ in range(run.times):
        async with running("ptb_echo") as peer:
            echo.append(peer.resident)
        with tempfile.TemporaryDirectory(dir=run.folder) as name:
            settings = run.copied(database, Path(name))
            async with running("coach", folder=Path(name), settings=settings) as peer:
                own.append(peer.resident)
    what = f"resident memory with {PEOPLE * FAR:,} nudges, {PEOPLE:,} open runs, to PTB's bare echo"
    return Report([Figure(what, 2.5, own, echo, "MB")])
