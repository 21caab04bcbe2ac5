"""What every database lets be seen of what is before a coach, without its key."""

from __future__ import annotations

import os

import pytest

from bot.errors import DatabaseError
from bot.store.contract import Store
from bot.store.open import open_store, read_agenda, read_backlog
from bot.store.rows import Agenda, Backlog, NudgeRow, Waiting
from tests.store.short import ANA, BEN, CLEO, at, message, queue, update


async def test_what_waits_is_seen_beside_the_coach_until_it_is_worked_off(store: Store, url: str) -> None:
    assert read_agenda(url) == Agenda(0, 0, None, ())
    await store.receive([update(1), update(2)], at(0))
    first, _ = await queue(store, message(ANA), message(BEN))
    async with store.transaction() as t:
        for id, person, minutes in (("n1", BEN, 30), ("n2", ANA, 30), ("n3", BEN, 30), ("n4", CLEO, 31)):
            await t.add_nudge(NudgeRow(id, person, at(minutes), "back", "o1"))
    assert read_agenda(url) == Agenda(2, 2, at(30), (ANA, BEN))
    async with store.transaction() as t:
        row = await t.next_input()
        assert row is not None
        await t.finish_input(row.seq, at(1))
        await t.mark_sending(first)
        await t.close_chat(BEN)
        [n2] = await t.waiting_nudges(ANA)
        n1, n3 = await t.waiting_nudges(BEN)
        await t.close_nudge(n1.row, "fired")
        await t.close_nudge(n2.row, "dropped")
    assert read_agenda(url) == Agenda(1, 1, at(30), (BEN,)), "what is being sent is not sent yet; Ben's chat is closed"
    async with store.transaction() as t:
        await t.mark_sent(first, 7, at(1))
        await t.close_nudge(n3.row, "fired")
    assert read_agenda(url) == Agenda(1, 0, at(31), (CLEO,))


async def test_it_is_seen_too_when_nobody_is_at_work(url: str) -> None:
    with pytest.raises(DatabaseError, match="There is no database"):
        read_agenda(url)
    store = await open_store(url, os.urandom)
    async with store.transaction() as t:
        await t.add_nudge(NudgeRow("n1", ANA, at(5), "back", "o1"))
    await store.close()
    assert read_agenda(url) == Agenda(0, 0, at(5), (ANA,))


async def test_what_waits_is_counted_with_the_oldest_of_each(store: Store, url: str) -> None:
    none = Waiting()
    assert read_backlog(url, at(0)) == Backlog(none, {"reply": none, "relay": none, "nudge": none}, none)
    await store.receive([update(1)], at(1))
    await store.receive([update(2), update(3, BEN)], at(2))
    first, *_ = await queue(
        store,
        message(minutes=3),
        message(minutes=4),
        message(BEN, tone="nudge", minutes=5),
        message(CLEO, tone="nudge", minutes=6),
    )
    async with store.transaction() as t:
        for id, minutes in (("n1", 30), ("n2", 20), ("n3", 41)):
            await t.add_nudge(NudgeRow(id, ANA, at(minutes), "back", "o1"))
        await t.close_chat(BEN)
        await t.mark_sending(first)
    found = read_backlog(url, at(40))
    assert found.inbox == Waiting(3, at(1))
    assert found.outbox == {"reply": Waiting(2, at(3)), "relay": none, "nudge": Waiting(1, at(6))}, "Ben's is closed"
    assert found.nudges == Waiting(2, at(20)), "the third is not due yet"
    async with store.transaction() as t:
        row = await t.next_input()
        assert row is not None
        await t.finish_input(row.seq, at(41))
        await t.mark_sent(first, 7, at(41))
        for nudge in await t.waiting_nudges(ANA):
            await t.close_nudge(nudge.row, "fired")
    async with store.transaction() as t:
        await t.tell_refused(ANA)
        found = read_backlog(url, at(42))  # nobody waits for whom
    assert found.inbox == Waiting(2, at(2))
    assert (found.outbox["reply"], found.nudges) == (Waiting(1, at(4)), none)
