"""What every database forgets by itself, and when."""

from __future__ import annotations

from bot.store.contract import Store
from bot.store.rows import NudgeRow
from tests.store.short import ANA, BEN, NOON, at, deliver, message, queue, update


class TestHousekeeping:
    DAY = 60 * 24

    async def test_bodies_go_after_a_week_and_rows_after_a_month(self, store: Store) -> None:
        seq, waiting = await queue(store, message(ask="q"), message(BEN, "waits"))
        await deliver(store, seq, 10)
        await store.receive([update(1), update(2, BEN)], NOON)
        async with store.transaction() as t:
            first = await t.next_input()
            assert first is not None
            await t.finish_input(first.seq, NOON)
            await t.add_nudge(NudgeRow("n", ANA, NOON, "back", "o"))
            [nudge] = await t.waiting_nudges(ANA)
            await t.close_nudge(nudge.row, "fired")
            await t.make_invitation("i", b"hash", ANA, NOON, at(1))
        for days in (6.9, 7, 29.9):
            await store.housekeeping(at(days * self.DAY))
            async with store.transaction() as t:
                assert await t.ask_of_message(ANA, 10) == "q", "ids stay, for reach and for old buttons"
                assert (await t.invitation("i")) is not None
        assert await store.receive([update(1)], at(29 * self.DAY)) == [False]
        await store.housekeeping(at(30 * self.DAY + 1))
        async with store.transaction() as t:
            assert await t.ask_of_message(ANA, 10) is None
            assert (await t.invitation("i")) is None
            left = await t.next_input()
            assert left is not None
            assert left.body == b"update 2", "what still waits for its turn stays whole"
            assert [(row.seq, row.body) for row in await t.heads(10)] == [(waiting, b"waits")]

    async def test_the_newest_update_keeps_the_offset_for_ever(self, store: Store) -> None:
        await store.receive([update(4)], NOON)
        async with store.transaction() as t:
            row = await t.next_input()
            assert row is not None
            await t.finish_input(row.seq, NOON)
        await store.housekeeping(at(400 * self.DAY))
        assert await store.offset() == 5

    async def test_a_chat_closed_for_a_month_is_given_up(self, store: Store) -> None:
        await queue(store, message(tone="relay"))
        async with store.transaction() as t:
            await t.close_chat(ANA)
        await store.housekeeping(at(31 * self.DAY))
        async with store.transaction() as t:
            assert await t.pending_count() == 0
