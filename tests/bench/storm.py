"""What 100,000 nudges that fall due in one moment cost those who are talking, with Telegram's limits on."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.figures import Figure, Report
from tests.bench.filled import FIRST
from tests.bench.loads import Load, paced
from tests.bench.peer import Peer, running
from tests.bench.run import AT_ONCE, PEOPLE, Run

_TALKING: Final = 10
_PACE: Final = 5.0
"""Lines a second in all: with two calls each, as much as Telegram's 30 a second leave beside 20 nudges."""
_SECONDS: Final = 30.0


async def measure(run: Run) -> Report:
    """The same pace in the same process, first while nothing is due, then with the storm upon it."""
    quiet: list[Load] = []
    storm: list[Load] = []
    pushed: list[float] = []
    database = await run.many()
    for _ in range(run.times):
        with tempfile.TemporaryDirectory(dir=run.folder) as name:
            folder = Path(name)
            settings = run.copied(database, folder)
            async with running("coach", "--limited", folder=folder, settings=settings) as peer:
                quiet.append(await paced(peer, _TALKING, _PACE, _SECONDS))
                before = _nudged(peer)
                peer.jump()
                storm.append(await paced(peer, _TALKING, _PACE, _SECONDS))
                pushed.append((_nudged(peer) - before) / _SECONDS)
    return _report(quiet, storm, pushed)


def _nudged(peer: Peer) -> int:
    """How many messages those got who say nothing."""
    return sum(chat.messages for id, chat in peer.lean.chats.items() if id >= FIRST)


def _report(quiet: Sequence[Load], storm: Sequence[Load], pushed: Sequence[float]) -> Report:
    p99 = [[load.p99 for load in of] for of in (storm, quiet)]
    nudges = f"{PEOPLE * AT_ONCE:,} due nudges"
    figure = Figure(f"reply p99 in a storm of {nudges}, to quiet", 1.5, p99[0], p99[1], "ms", note="limits on")
    p50 = [median(load.p50 for load in of) for of in (quiet, storm)]
    lost = sum(load.lost for load in (*quiet, *storm))
    line = (
        f"Storm: {nudges} of {PEOPLE:,} people, {AT_ONCE} each, fall due in one moment beside {_TALKING} who say "
        f"{_PACE:g} lines a second. Replies p50 {p50[0]:.0f} ms quiet, {p50[1]:.0f} ms in the storm; {lost} without a "
        f"reply; {median(pushed):.0f} nudges a second went out meanwhile."
    )
    return Report([figure], [line])
