"""What a wake costs by how many nudges are pending: one is due, it is found and fired, and nothing more is found."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

from bot.runtime.presses import Presses
from bot.runtime.turns import Turns
from tests.bench.figures import Figure, Report
from tests.bench.filled import Clock
from tests.bench.peers.coach import MORNING
from tests.bench.run import FAR, FEW, PEOPLE, Run, copy_private
from tests.stage import SeededIds, nobody_answers
from tests.store.filling import opened

_WAKES: Final = 60
"""Each of somebody else, of whom nothing was read before."""
_BEFORE: Final = MORNING - timedelta(hours=2)


@dataclass(slots=True)
class Waking:
    """The coach's turns on one database, and the milliseconds that a wake took: with one due, and with none."""

    turns: Turns
    clock: Clock
    one: list[float] = field(default_factory=list)
    none: list[float] = field(default_factory=list)

    async def wake(self, at: datetime) -> None:
        """One wake at a moment at which one nudge has fallen due, and another right after it."""
        self.clock.moment = at
        for taken, expected in ((self.one, 1), (self.none, 0)):
            begin, found = time.perf_counter(), 0
            while await self.turns.take():
                found += 1
            taken.append(1000 * (time.perf_counter() - begin))
            assert found == expected, f"{found} nudges were due instead of {expected}"


async def measure(run: Run) -> Report:
    """Both databases in one process, by turns."""
    ones: tuple[list[float], list[float]] = ([], [])
    nones: tuple[list[float], list[float]] = ([], [])
    for _ in range(run.times):
        async with _waking(run, await run.many()) as many, _waking(run, await run.few()) as few:
            for number in range(_WAKES):
                for waking in (many, few):
                    await waking.wake(_due(number))
        for n, waking in enumerate((many, few)):
            ones[n].append(median(waking.one))
            nones[n].append(median(waking.none))
    return _report(ones, nones)


@asynccontextmanager
async def _waking(run: Run, database: Path) -> AsyncIterator[Waking]:
    """A copy of a database in which a nudge is due at each wake, opened anew."""
    copy, one = run.folder / f"wake-{database.name}", await run.one()
    copy_private(database, copy)
    async with opened(copy, run.key) as store, store.transaction() as tx:
        for number in range(_WAKES):
            await tx.add_nudge(one.nudge(number, "wake", _due(number)))
    async with opened(copy, run.key) as store:
        clock, wording = Clock(_BEFORE), run.wording()
        turns = Turns(store, wording.library, wording, clock, SeededIds(), "bench_bot", Presses(nobody_answers))
        yield Waking(turns, clock)
    copy.unlink()


def _due(number: int) -> datetime:
    return _BEFORE + timedelta(seconds=number)


def _report(ones: Sequence[Sequence[float]], nones: Sequence[Sequence[float]]) -> Report:
    many, few = f"{PEOPLE * FAR:,}", f"{FEW * FAR:,}"
    figures = [
        Figure(f"a wake with one due nudge, {many} pending, to {few}", 2, ones[0], ones[1], "ms"),
        Figure("a wake with nothing due, likewise", 2, nones[0], nones[1], "ms"),
    ]
    return Report(figures)
