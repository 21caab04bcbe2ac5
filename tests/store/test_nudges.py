"""What every database promises of nudges."""

from __future__ import annotations

from bot.model.events import Prompt
from bot.store.contract import Store
from bot.store.rows import NudgeRow
from tests.store.short import ANA, BEN, at


class TestNudges:
    async def test_the_longest_due_fires_first_and_once(self, store: Store) -> None:
        late = NudgeRow("n1", ANA, at(30), "back", "o1", 2, Prompt("space", "welcome_back"), "skip", at(90))
        soon = NudgeRow("n2", BEN, at(10), "expire", "r1")
        async with store.transaction() as t:
            await t.add_nudge(late)
            await t.add_nudge(soon)
            assert await t.due_nudge(at(9.9)) is None
            due = await t.due_nudge(at(60))
            assert due == soon
            await t.close_nudge(due.row, "fired")
            assert await t.waiting_nudges(BEN) == []
            assert await t.waiting_nudges(ANA) == [late]
            due = await t.due_nudge(at(60))
            assert due == late
            await t.close_nudge(due.row, "dropped")
            assert await t.due_nudge(at(60)) is None
