"""What delivery does together: it begins and notes calls, and fades the buttons of what is over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.runtime.deliver import Deliverer
from bot.runtime.limits import UNLIMITED, Limits
from bot.runtime.ports import NotSent, Outcome, OutMessage, Sent
from bot.store.contract import Store, Transaction
from tests.runtime.delivering import (
    ANA,
    BEN,
    NOON,
    Ordered,
    ScriptedTransport,
    Time,
    called,
    clock,
    deliverer,
    incoming,
    message,
    pending,
    queue,
    store,
)

__all__ = ["clock", "store"]


class Counted:
    """A store that counts the transactions that are opened."""

    def __init__(self, store: Store) -> None:
        self._store, self.opened = store, 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        self.opened += 1
        async with self._store.transaction() as transaction:
            yield transaction


def counting(store: Store, transport: ScriptedTransport, clock: Time) -> tuple[Counted, Deliverer]:
    counted = Counted(store)
    limits = Limits(UNLIMITED, -3600.0)
    return counted, Deliverer(counted, transport, limits, clock, clock.monotonic)  # type: ignore[arg-type]


class TestCommits:
    @pytest.mark.parametrize(("chats", "opened"), [(1, 2), (8, 2), (16, 3), (80, 11)])
    async def test_calls_that_end_together_are_noted_as_others_begin(
        self, store: Store, clock: Time, chats: int, opened: int
    ) -> None:
        await queue(store, *(message(chat, "hello") for chat in range(1, chats + 1)))
        counted, bell = counting(store, ScriptedTransport(), clock)
        await bell.drain()
        assert counted.opened == opened
        assert await pending(store) == 0

    async def test_with_nothing_to_do_and_no_room_nothing_is_opened(self, store: Store, clock: Time) -> None:
        await queue(store, *(message(chat, "hello") for chat in range(1, 20)))
        transport = ScriptedTransport(hold=asyncio.Event())
        counted, bell = counting(store, transport, clock)
        running = asyncio.create_task(bell.run())
        await called(transport)
        before = counted.opened
        for _ in range(50):
            bell.wake()
            await asyncio.sleep(0)
        assert counted.opened == before
        assert transport.hold is not None
        transport.hold.set()
        await bell.stop()
        await running

    async def test_a_row_is_marked_before_its_call(self, store: Store, clock: Time) -> None:
        await queue(store, message(ANA, "one", ask="q"), message(BEN, "two", ask="q"))
        states: list[str] = []

        class Looking(ScriptedTransport):
            async def send(self, chat: int, message: OutMessage) -> Outcome:
                async with store.transaction() as t:
                    states.extend(row.state for row in await t.question_rows(chat, ["q"]))
                return await super().send(chat, message)

        await deliverer(store, Looking(), clock).drain()
        assert states == ["sending", "sending"]

    async def test_what_cannot_be_opened_loses_no_others_mark(self, store: Store, clock: Time) -> None:
        """Its row is met in the transaction that notes what became of the others."""
        one, _, bad = await queue(store, message(ANA, "one", ask="q"), message(BEN, "two"), message(BEN, "bad"))
        async with store.transaction() as t:
            t._connection.at_once("UPDATE outbox SET body = x'00' WHERE seq = :seq", {"seq": bad})  # type: ignore[attr-defined]
        transport = ScriptedTransport()
        await deliverer(store, transport, clock).drain()
        assert sorted(transport.calls) == [(ANA, "one"), (BEN, "two")]
        async with store.transaction() as t:
            assert [(row.seq, row.state) for row in await t.question_rows(ANA, ["q"])] == [(one, "sent")]
        assert await pending(store) == 0


class TestFading:
    @pytest.fixture
    def transport(self) -> Ordered:
        return Ordered()

    async def test_it_waits_for_whatever_else_could_go(self, store: Store, clock: Time, transport: Ordered) -> None:
        await queue(store, message(ANA, "q", ask="q"))
        bell = deliverer(store, transport, clock)
        await bell.drain()
        await queue(store, message(ANA, "", "nudge", "edit", "q"), *(message(chat, "hi") for chat in range(2, 30)))
        await bell.drain()
        assert transport.order == ["q", *["hi"] * 28, "fade"]

    async def test_it_waits_for_whoever_waits_for_a_turn(self, store: Store, clock: Time, transport: Ordered) -> None:
        await queue(store, message(ANA, "q", ask="q"))
        bell = deliverer(store, transport, clock)
        await bell.drain()
        await store.receive([incoming(BEN)], NOON)
        await queue(store, message(ANA, "", "nudge", "edit", "q"))
        await bell.drain()
        assert transport.order == ["q"]
        async with store.transaction() as t:
            row = await t.next_input()
            assert row is not None
            await t.finish_input(row.seq, NOON)
        await bell.drain()
        assert transport.order == ["q", "fade"]

    async def test_all_of_a_chat_are_begun_in_one_commit(self, store: Store, clock: Time, transport: Ordered) -> None:
        await queue(store, *(message(ANA, ask, ask=ask) for ask in "abc"))
        await deliverer(store, transport, clock).drain()
        await queue(store, *(message(ANA, "", "nudge", "edit", ask) for ask in "abc"))
        counted, bell = counting(store, transport, clock)
        await bell.drain()
        assert (transport.order[3:], counted.opened) == (["fade"] * 3, 2)
        assert [id for _, id, _ in transport.edits] == [101, 102, 103]
        assert await pending(store) == 0

    async def test_after_one_that_failed_the_rest_is_tried_again(self, store: Store, clock: Time) -> None:
        await queue(store, *(message(ANA, ask, ask=ask) for ask in "abc"))
        transport = Ordered({ANA: [Sent(101), Sent(102), Sent(103), Sent(), NotSent("unreachable")]})
        bell = deliverer(store, transport, clock)
        await bell.drain()
        await queue(store, *(message(ANA, "", "nudge", "edit", ask) for ask in "abc"))
        for _ in range(3):
            await bell.drain()
            clock.seconds += 10
        assert [id for _, id, _ in transport.edits] == [101, 102, 102, 103]
        assert await pending(store) == 0
