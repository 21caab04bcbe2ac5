"""What every database promises of a transaction: all of it or nothing, also after a start."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import DatabaseError
from bot.store.contract import Store
from tests.store.short import ANA, BEN, CLEO, NOON, Opener, heads, message, queue, update


class TestTransactions:
    async def test_an_exception_takes_everything_back(self, store: Store) -> None:
        async def fail() -> None:
            async with store.transaction() as t:
                await t.add_message(message())
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await fail()
        assert await heads(store) == []

    async def test_two_at_once_do_not_mix(self, store: Store) -> None:
        both_inside = asyncio.Barrier(2)

        async def one(body: str, *, fails: bool) -> None:
            await both_inside.wait()
            async with store.transaction() as t:
                await t.add_message(message(ANA if fails else BEN, body))
                await asyncio.sleep(0)
                await t.add_message(message(ANA if fails else CLEO, body))
                if fails:
                    raise ZeroDivisionError

        results = await asyncio.gather(one("kept", fails=False), one("lost", fails=True), return_exceptions=True)
        assert [type(r) for r in results] == [type(None), ZeroDivisionError]
        assert await heads(store) == ["kept", "kept"]

    @pytest.mark.parametrize(
        ("point", "kept"),
        [
            pytest.param("begin", 0, id="while it begins"),
            pytest.param("first", 0, id="at its first statement"),
            pytest.param("second", 0, id="at its second statement"),
            pytest.param("commit", 2, id="while it is committed"),
        ],
    )
    async def test_cancelled_anywhere_it_is_all_or_nothing_and_the_store_goes_on(
        self, store: Store, point: str, kept: int
    ) -> None:
        def cancel_at(here: str) -> None:
            task = asyncio.current_task()
            if here == point and task is not None:
                # It strikes at the task's next await: inside the statement that follows.
                task.cancel()

        async def two_messages() -> None:
            cancel_at("begin")
            async with store.transaction() as t:
                cancel_at("first")
                await t.add_message(message())
                cancel_at("second")
                await t.add_message(message())
                cancel_at("commit")

        task = asyncio.create_task(two_messages())
        with pytest.raises(asyncio.CancelledError):
            await task
        async with store.transaction() as t:
            assert await t.pending_count() == kept
        await queue(store, message())
        async with store.transaction() as t:
            assert await t.pending_count() == kept + 1

    async def test_a_transaction_is_of_no_use_after_its_end(self, store: Store) -> None:
        async with store.transaction() as t:
            pass
        with pytest.raises(RuntimeError, match="over"):
            await t.next_input()

    async def test_a_closed_store_says_so(self, store: Store) -> None:
        await store.close()
        await store.close()
        with pytest.raises(DatabaseError, match="closed"):
            await store.offset()

    async def test_what_is_committed_is_there_after_opening_again(self, store: Store, opener: Opener) -> None:
        await store.receive([update(1)], NOON)
        async with store.transaction() as t:
            await t.save_conversation("a", [ANA], "añ🙂".encode(), NOON)
        store = await opener()
        async with store.transaction() as t:
            kept = await t.conversation_of(ANA)
            assert kept is not None
            assert kept.state.decode() == "añ🙂"
            assert (await t.next_input()) is not None
