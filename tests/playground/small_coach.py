"""The least of a coach: it works off what is due in a database of its own, in this process."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.playground.process import CoachProcess
from bot.playground.world import World
from bot.store.contract import Store
from bot.store.open import open_store
from bot.store.rows import NudgeRow, Outgoing


class SmallCoach(CoachProcess):
    """Notes what fired and when. `then` names what firing sets anew, and after how long; `up` says whether it lives."""

    def __init__(self, world: World, store: Store, database: str) -> None:
        super().__init__([], {"COACH_DATABASE": database})
        self._world, self.store = world, store
        self.up = True
        self.then: dict[str, tuple[str, timedelta]] = {}
        self.fired: list[tuple[str, datetime]] = []
        self.sends = False
        self.unsent: list[int] = []

    @property
    def expected(self) -> bool:
        return self.up

    async def plan(self, id: str, person: int, due: datetime) -> None:
        """Have something due."""
        async with self.store.transaction() as t:
            await t.add_nudge(NudgeRow(id, person, due, "back", "o1"))

    async def deliver(self) -> None:
        """Send what waits."""
        async with self.store.transaction() as t:
            for seq in self.unsent:
                await t.mark_sent(seq, seq, self._world.clock.now())
        self.unsent.clear()

    async def work(self) -> None:
        """Fire what is due whenever something has changed, until cancelled; what it sends waits for `deliver`."""
        changes = self._world.changes
        while True:
            seen = changes.version
            while self.up and await self._fire():
                changes.touch()
            if changes.version == seen:
                await changes.wait(None)

    async def _fire(self) -> bool:
        now, sent = self._world.clock.now(), list[int]()
        async with self.store.transaction() as t:
            nudge = await t.due_nudge(now)
            if nudge is None:
                return False
            await t.close_nudge(nudge.row, "fired")
            if nudge.id in self.then:
                id, later = self.then[nudge.id]
                await t.add_nudge(NudgeRow(id, nudge.person, nudge.due + later, "back", "o1"))
            if self.sends:
                sent.append(await t.add_message(Outgoing(nudge.person, "send", "nudge", b"x", now)))
        self.unsent += sent
        self.fired.append((nudge.id, now))
        return True


@asynccontextmanager
async def small_coach(world: World, folder: Path) -> AsyncIterator[SmallCoach]:
    """One at work, with its database in `folder`."""
    url = f"sqlite:///{folder / 'small.db'}"
    store = await open_store(url, os.urandom)
    coach = SmallCoach(world, store, url)
    working = asyncio.create_task(coach.work())
    try:
        yield coach
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await store.close()
