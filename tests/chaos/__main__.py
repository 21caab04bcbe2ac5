"""`make chaos`: kills, faults and bad disks for as long as wanted; prints one table, and the same as JSON.

CHAOS_KILLS (500) are shared out over CHAOS_WORLDS (one for each core) that go on side by side; CHAOS_SEED (1) draws
when the coach is killed and what goes wrong. What comes of it also depends on how fast the machine is: a seed gives the
same plan, not the same run. Ends with 1 if a promise was broken.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.account import Account
from tests.chaos.report import table
from tests.chaos.run import Plan, Run
from tests.knobs import knob

DISKS = 5
"""How many kinds of disk trouble there are."""


async def _whole(seed: int, kills: int, worlds: int, folder: Path) -> Account:
    plans = [
        # Each world begins with another kind, so that few worlds or kills see all of them, too.
        Plan(
            seed + n,
            kills // worlds + (n < kills % worlds),
            disks=tuple((n + d) % DISKS for d in range(DISKS)),
        )
        for n in range(worlds)
    ]
    runs = []
    for n, plan in enumerate(plans):
        place = folder / str(n)
        place.mkdir()
        runs.append(Run(plan, place))
    account = Account()
    for one in await asyncio.gather(*(run.whole() for run in runs)):
        account.add(one)
    return account


def main() -> int:
    """Run it; the exit code."""
    seed, kills, worlds = knob("CHAOS_SEED", 1), knob("CHAOS_KILLS", 500), knob("CHAOS_WORLDS", os.cpu_count() or 1)
    begun = time.monotonic()
    # So that coaches and disks go as well when this is ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        os.environ["XDG_STATE_HOME"] = folder
        account = asyncio.run(_whole(seed, kills, worlds, Path(folder)))
    minutes = (time.monotonic() - begun) / 60
    print(f"seed {seed}, {worlds} worlds side by side, {minutes:.0f} minutes\n")
    print(table(account))
    print(json.dumps({"seed": seed, "counts": account.counts, **account.groups, "broken": account.broken}))
    return 1 if account.broken else 0


if __name__ == "__main__":
    sys.exit(main())
