"""What a turn takes – statements, commits, renderings, copies of the state, calls – and where its time goes."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.figures import Report, table
from tests.bench.loads import LOADED, closed_loop
from tests.bench.peer import running
from tests.bench.people import LINES
from tests.bench.run import Run

_GUIDES: Final = {
    "statements": "",
    "commits": "one to receive, one for the turn, both shared under load; sent marks together",
    "rollbacks": "none",
    "renderings by Jinja2": "at most one for each text; what needs no values takes none",
    "copies of the state": "one",
    "values copied": "",
}


@dataclass(frozen=True, slots=True)
class Noted:
    """What the instruments in the coach have written, and the calls that came for each line."""

    found: Mapping[str, float]
    calls: Mapping[str, float]
    cpu: float


async def measure(run: Run) -> Report:
    """Counted in one closed loop and sampled in another: instruments cost time, so nothing is timed beside them."""
    counted, sampled = await _noted("--count", LOADED), await _noted("--profile", LOADED)
    alone = await _noted("--count", 1)
    async with running("aiogram_echo") as peer:
        echo = await closed_loop(peer)
    lines = LOADED * len(LINES)
    counts = {name: counted.found.get(name, 0) / lines for name in _GUIDES}
    ones = {name: alone.found.get(name, 0) / len(LINES) for name in _GUIDES}
    rows = [("in each turn", f"{LOADED} at once", "one alone", "what is wanted")]
    rows += [(name, f"{counts[name]:.2f}", f"{ones[name]:.2f}", wanted) for name, wanted in _GUIDES.items()]
    rows += [(f"calls: {name}", f"{n:.2f}", f"{alone.calls.get(name, 0):.2f}", "") for name, n in counted.calls.items()]
    ms = {part: 1000 * seconds / lines for part, seconds in sampled.found.items()}
    total = sum(ms.values())
    profile = [("CPU of a turn", "ms", "share")]
    profile += [(part, f"{n:.2f}", f"{n / total:.0%}") for part, n in sorted(ms.items(), key=lambda one: -one[1])]
    profile.append(("together", f"{total:.2f}", ""))
    calls = sum(n for name, n in counted.calls.items() if name != "getUpdates")
    away = ms.get("HTTP", 0) + ms.get("event loop", 0)
    floor = (
        f"Floor: aiogram's echo, nothing but HTTP with 1 call a line, takes {echo.cpu:.2f} ms of CPU a line; "
        f"the coach makes {calls:.2f} calls a line, and is {away:.2f} ms in HTTP and the event loop."
    )
    synced = 1000 * _sync()
    loaded, one = counts["commits"] * synced, ones["commits"] * synced
    floor += (
        f"\nA write that is made sure of (fsync) takes {synced:.2f} ms here: {loaded:.2f} ms of "
        f"waiting for the disk in a turn under load, {one:.2f} ms alone."
    )
    more = {
        "turn": counts | {"calls": dict(counted.calls)},
        "turn alone": ones,
        "profile_ms": ms,
        "echo_ms": echo.cpu,
        "fsync_ms": synced,
    }
    return Report([], [table(rows), f"{table(profile)}\n{floor}"], more)


def _sync(times: int = 100) -> float:
    """The seconds that it takes to make sure of 4 KiB, where the databases lie."""
    taken = []
    with tempfile.TemporaryFile() as file:
        for _ in range(times):
            file.write(bytes(4096))
            begin = time.perf_counter()
            file.flush()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begin)
    return median(taken)


async def _noted(how: str, people: int) -> Noted:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "noted.json"
        async with running("coach", how, str(file)) as peer:
            before = Counter(peer.lean.calls)
            peer.note()
            load = await closed_loop(peer, people)
            calls = Counter(peer.lean.calls) - before
        lines = people * len(LINES)
        found = json.loads(file.read_text())
        return Noted(found, {method: n / lines for method, n in calls.most_common()}, load.cpu)
