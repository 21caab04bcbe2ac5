"""Everybody and nobody: people page by page, and counts without names."""

from __future__ import annotations

import pytest

from bot.store.contract import Store
from bot.store.house import Backlog, Referred, Waiting, tellable
from bot.store.rows import NudgeRow
from tests.store.short import ANA, BEN, CLEO, NOON, Opener, at, message, queue, update


async def test_everybody_is_found_page_by_page(store: Store) -> None:
    async with store.transaction() as t:
        for number, person in enumerate((CLEO, ANA, BEN)):
            await t.save_conversation(f"c{number}", [person], b"{}", NOON)
    async with store.transaction() as t:
        assert await t.everybody(0, 2) == [ANA, BEN]
        assert await t.everybody(BEN, 2) == [CLEO]
        assert await t.everybody(CLEO, 2) == []


async def backlog(store: Store, minutes: float) -> Backlog:
    async with store.transaction() as t:
        return await t.backlog(at(minutes))


async def test_what_waits_is_counted_with_the_oldest_of_each(store: Store) -> None:
    none = Waiting()
    assert await backlog(store, 0) == Backlog(none, {"reply": none, "relay": none, "nudge": none}, none)
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
    found = await backlog(store, 40)
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
    found = await backlog(store, 42)
    assert found.inbox == Waiting(2, at(2))
    assert (found.outbox["reply"], found.nudges) == (Waiting(1, at(4)), none)


async def test_referrals_are_counted_and_outlive_the_process_and_housekeeping(store: Store, opener: Opener) -> None:
    async with store.transaction() as t:
        assert await t.referrals() == {}
    for year, first in ((2026, True), (2026, False), (2027, True)):
        async with store.transaction() as t:
            await t.count_referral(year, first=first)
    await store.housekeeping(NOON)
    again = await opener()
    async with again.transaction() as t:
        assert await t.referrals() == {2026: Referred(2, 1), 2027: Referred(1, 1)}


@pytest.mark.parametrize(
    ("counted", "told"),
    [
        (Referred(134, 50), 130),
        (Referred(135, 50), 140),
        (Referred(900, 49), None),
    ],
)
def test_a_finished_year_is_told_in_tens_and_not_of_a_few(counted: Referred, told: int | None) -> None:
    assert list(tellable({2026: counted}, 2027)) == [(2026, told)]
    assert list(tellable({2026: counted}, 2026)) == []
