"""A minute of `make chaos` at every change: a dozen kills, a failing API, a disk that is full, gone or read-only."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.chaos.account import Account
from tests.chaos.report import table
from tests.chaos.run import Plan, Run

PLANS = (
    Plan(1, kills=6, people=4, disks=(0, 3), seconds=2, minute=3),
    Plan(2, kills=6, people=4, disks=(2, 4), seconds=2, minute=3),
)


async def test_on_the_worst_of_days_every_promise_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runs = []
    for n, plan in enumerate(PLANS):
        folder = tmp_path / str(n)
        folder.mkdir()
        runs.append(Run(plan, folder))
    account = Account()
    for one in await asyncio.gather(*(run.whole() for run in runs)):
        account.add(one)
    with capsys.disabled():
        twice, typed = (account.counts[name] for name in ("delivered twice", "things typed that are looked for"))
        print(f"\n{account.counts['kills']} kills, {typed} things typed, {twice} messages delivered twice")
    assert account.broken == [], table(account)
    assert account.counts["kills"] == sum(plan.kills for plan in PLANS)
    assert account.counts["nudges due"] > 0
    assert sum(account.groups["trouble of the disk"].values()) == sum(len(plan.disks) for plan in PLANS)
