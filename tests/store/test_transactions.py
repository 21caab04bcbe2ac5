"""What every database promises of a transaction: all of it or nothing, also after a start."""

from __future__ import annotations

import asyncio
from contextlib import suppress

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

    @pytest.mark.parametrize("point", ["begin", "first", "second", "commit"])
    async def test_cancelled_anywhere_it_is_all_or_nothing_and_the_store_goes_on(
        self, store: Store, point: str
    ) -> None:
        def cancel_at(here: str) -> None:
            task = asyncio.current_task()
            if here == point and task is not None:
                # It strikes where the task next waits for something: whether that is in it is the database's to say.
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
            kept = await t.pending_count()
            assert kept in (0, 2)
        await queue(store, message())
        async with store.transaction() as t:
            assert await t.pending_count() == kept + 1

    async def test_a_part_that_fails_is_undone_alone(self, store: Store, opener: Opener) -> None:
        async with store.transaction() as t:
            for person, fails in ((ANA, False), (BEN, True), (CLEO, False)):
                with suppress(ZeroDivisionError):
                    async with t.part():
                        await t.add_message(message(person))
                        await t.save_conversation(str(person), [person], b"{}", NOON)
                        if fails:
                            raise ZeroDivisionError
        store = await opener()
        async with store.transaction() as t:
            assert [row.chat for row in await t.heads(10)] == [ANA, CLEO]
            assert [await t.conversation_of(person) is not None for person in (ANA, BEN, CLEO)] == [True, False, True]

    async def test_whoever_failed_in_a_part_can_go_on_in_the_next(self, store: Store, opener: Opener) -> None:
        async with store.transaction() as t:
            for body, fails in ((b"1", False), (b"2", True), (b"3", False)):
                with suppress(ZeroDivisionError):
                    async with t.part():
                        await t.save_conversation("a", [ANA], body, NOON)
                        if fails:
                            raise ZeroDivisionError
        store = await opener()
        async with store.transaction() as t:
            kept = await t.conversation_of(ANA)
            assert kept is not None
            assert kept.state == b"3"

    async def test_a_key_that_was_made_in_a_part_that_failed_is_made_anew(self, store: Store, opener: Opener) -> None:
        async with store.transaction() as t:
            for fails in (True, False):
                with suppress(ZeroDivisionError):
                    async with t.part():
                        await t.add_message(message(ANA, "kept"))
                        await t.save_conversation("a", [ANA], b"{}", NOON)
                        if fails:
                            raise ZeroDivisionError
        store = await opener()
        assert await heads(store) == ["kept"]
        async with store.transaction() as t:
            assert await t.conversation_of(ANA) is not None

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
