"""What every database promises of updates. Instants are minutes after NOON."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.store.contract import Store
from tests.store.short import ANA, NOON, at, update


class TestInbox:
    async def test_inputs_come_once_and_in_the_order_received(self, store: Store) -> None:
        assert await store.receive([update(5), update(6)], NOON) == [True, True]
        assert await store.receive([update(6), update(7)], at(1)) == [False, True]
        seen = []
        async with store.transaction() as t:
            while row := await t.next_input():
                seen.append((row.update_id, row.person, row.body, row.received_at))
                await t.finish_input(row.seq, at(2))
        assert seen == [
            (5, ANA, b"update 5", NOON),
            (6, ANA, b"update 6", NOON),
            (7, ANA, b"update 7", at(1)),
        ]

    async def test_of_what_is_erased_when_it_is_done_nothing_is_kept(self, store: Store) -> None:
        await store.receive([update(5), update(6)], NOON)
        async with store.transaction() as t:
            for erase in (True, False):
                row = await t.next_input()
                assert row is not None
                await t.finish_input(row.seq, at(2), erase=erase)
        async with store.transaction() as t:
            assert await t.updates_of(ANA, NOON) == [b"update 6"]
        assert await store.receive([update(5)], at(3)) == [False]

    async def test_an_input_set_aside_does_not_block_the_next(self, store: Store) -> None:
        await store.receive([update(1), update(2)], NOON)
        async with store.transaction() as t:
            first = await t.next_input()
            assert first is not None
            await t.set_aside_input(first.seq, "KeyError", NOON)
        async with store.transaction() as t:
            second = await t.next_input()
        assert second is not None
        assert second.update_id == 2

    async def test_an_update_with_an_error_gets_no_turn_and_still_moves_the_offset(self, store: Store) -> None:
        assert await store.receive([replace(update(9), error="from nobody")], NOON) == [True]
        async with store.transaction() as t:
            assert await t.next_input() is None
        assert await store.offset() == 10

    @pytest.mark.parametrize(
        ("ids", "offset"),
        [
            pytest.param([], 0, id="nothing yet"),
            pytest.param([4, 5], 6, id="one more than the last"),
            pytest.param([900, 3], 4, id="telegram began anew"),
            pytest.param([7, -12345], 8, id="a made-up id does not count"),
        ],
    )
    async def test_the_offset_follows_the_last_update(self, store: Store, ids: list[int], offset: int) -> None:
        for id in ids:
            await store.receive([update(id)], NOON)
        assert await store.offset() == offset
