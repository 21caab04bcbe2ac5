"""Everybody and nobody: people page by page, and counts without names."""

from __future__ import annotations

import pytest

from bot.store.contract import Store
from bot.store.house import Referred, tellable
from tests.store.short import ANA, BEN, CLEO, NOON, Opener


async def test_everybody_is_found_page_by_page(store: Store) -> None:
    async with store.transaction() as t:
        for number, person in enumerate((CLEO, ANA, BEN)):
            await t.save_conversation(f"c{number}", [person], b"{}", NOON)
    async with store.transaction() as t:
        assert await t.everybody(0, 2) == [ANA, BEN]
        assert await t.everybody(BEN, 2) == [CLEO]
        assert await t.everybody(CLEO, 2) == []


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
