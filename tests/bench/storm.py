"""What 100,000 nudges that fall due in one moment cost those who are talking, with Telegram's limits on; and what the
million that wait beside them, and ten thousand open runs, weigh against a bot that keeps nothing."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.figures import Figure, Report
from tests.bench.filled import FIRST
from tests.bench.loads import Load, paced
from tests.bench.peer import Peer, running
from tests.bench.run import AT_ONCE, FAR, PEOPLE, Run

_TALKING: Final = 10
_PACE: Final = 5.0
"""Lines a second in all: with two calls each, as much as Telegram's 30 a second leave beside 20 nudges."""
_SECONDS: Final = 30.0
_WHY: Final = (
    "Pending nudges take none of it. Beyond PTB's modules it is the coach's own (40 MB), words of danger (40), example "
    "phrases (60) and cities (30), held as Python's objects."
)


@dataclass(slots=True)
class Storm:
    """What was found in each run: both loads, nudges a second in the storm, and MB of memory."""

    quiet: list[Load] = field(default_factory=list)
    storm: list[Load] = field(default_factory=list)
    pushed: list[float] = field(default_factory=list)
    started: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    echo: list[float] = field(default_factory=list)


async def measure(run: Run) -> Report:
    """The same pace in the same process, first while nothing is due, then with the storm upon it. Memory is that of the
    process before, when one has walked through all lines and everything is read that is read beforehand."""
    found = Storm()
    database = await run.many()
    for _ in range(run.times):
        async with running("ptb_echo") as peer:
            found.echo.append(peer.resident)
        with tempfile.TemporaryDirectory(dir=run.folder) as name:
            folder = Path(name)
            settings = run.copied(database, folder)
            async with running("coach", "--limited", folder=folder, settings=settings) as peer:
                found.started.append(peer.resident_at_start)
                found.own.append(peer.resident)
                found.quiet.append(await paced(peer, _TALKING, _PACE, _SECONDS))
                before = _nudged(peer)
                peer.jump()
                found.storm.append(await paced(peer, _TALKING, _PACE, _SECONDS))
                found.pushed.append((_nudged(peer) - before) / _SECONDS)
    return _report(found)


def _nudged(peer: Peer) -> int:
    """How many messages those got who say nothing."""
    return sum(chat.messages for id, chat in peer.lean.chats.items() if id >= FIRST)


def _report(found: Storm) -> Report:
    nudges = f"{PEOPLE * AT_ONCE:,} due nudges"
    storm, quiet = [load.p99 for load in found.storm], [load.p99 for load in found.quiet]
    pending = f"{PEOPLE * FAR:,} pending nudges, {PEOPLE:,} open runs"
    figures = [
        Figure(f"reply p99 in a storm of {nudges}, to quiet", 1.5, storm, quiet, "ms", note="limits on"),
        Figure(f"resident memory with {pending}, to PTB's bare echo", 2.5, found.own, found.echo, "MB", why=_WHY),
    ]
    p50 = [median(load.p50 for load in of) for of in (found.quiet, found.storm)]
    lost = sum(load.lost for load in (*found.quiet, *found.storm))
    line = (
        f"Storm: {nudges} of {PEOPLE:,} people, {AT_ONCE} each, in one moment, beside {_TALKING} who say {_PACE:g} "
        f"lines a second: replies p50 {p50[0]:.0f} ms quiet, {p50[1]:.0f} ms in the storm, {lost} missing; "
        f"{median(found.pushed):.0f} nudges a second went out meanwhile.\n"
        f"Memory: {median(found.started):.0f} MB when the coach first asks for updates, {median(found.own):.0f} MB "
        "once one person has gone through all lines, and cities and example phrases are read."
    )
    return Report(figures, [line])
