"""What stands open in the file – who waits, numbers, times – is changed or lost: after a start everybody goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import DamagedError, DatabaseError
from bot.store.rows import Incoming, Outgoing
from tests.store.filling import ANA, BEN, NOON, fill, opened
from tests.store.test_thief import change

HUGE = 2**63 - 1


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """Something of every kind for two people, whose inputs wait."""
    file = tmp_path / "coach.db"
    async with opened(file) as store:
        for person in (ANA, BEN):
            await fill(store, person)
    return file


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO line (person, round, waiting) VALUES (7, 0, 1)",
        "INSERT INTO line (place, person, round, waiting) VALUES (-1, 7, 0, 1)",
        "DELETE FROM line",
        "UPDATE line SET waiting = 0",
        f"UPDATE line SET round = {HUGE} WHERE person = {ANA}",
        f"UPDATE inbox SET received_at = -{HUGE}",
        "DELETE FROM sqlite_sequence",
        "UPDATE sqlite_sequence SET seq = 1",
        "UPDATE sqlite_sequence SET seq = 'many'",
        f"UPDATE sqlite_sequence SET seq = {HUGE}",
    ],
)
async def test_everybody_has_their_turn_and_is_answered(file: Path, statement: str) -> None:
    change(file, statement)
    async with opened(file) as store:
        for person in (ANA, BEN):
            await store.receive([Incoming(person % 1_000_000 + 500, b"{}", person, person, 9, True)], NOON)
        answered = []
        for _ in range(4):
            async with store.transaction() as t:
                row = await t.next_input()
                assert row is not None
                await t.finish_input(row.seq, NOON)
                await t.add_message(Outgoing(row.person, "send", "reply", b"{}", NOON))
                answered.append(row.person)
        async with store.transaction() as t:
            assert await t.next_input() is None
    assert sorted(answered) == [ANA, ANA, BEN, BEN]


async def test_a_time_that_is_none_costs_nobody_what_it_stands_beside(file: Path) -> None:
    for statement in ("UPDATE memory SET created_at = ?", "UPDATE invitation SET expires_at = ?"):
        change(file, statement, HUGE)
    async with opened(file) as store, store.transaction() as t:
        assert len(await t.memories(ANA)) == len(await t.invitations_of(ANA)) == 1


async def test_a_state_whose_row_is_gone_is_owned_up_to(file: Path) -> None:
    change(file, f"DELETE FROM conversation WHERE id = 'c{ANA}'")
    async with opened(file) as store:
        async with store.transaction() as t:
            with pytest.raises(DamagedError) as damaged:
                await t.conversation_of(ANA)
            assert await t.conversation_of(BEN) is not None
        async with store.transaction() as t:
            assert await t.set_aside(damaged.value, NOON)
        async with store.transaction() as t:
            assert await t.conversation_of(ANA) is None
            row = await t.next_input()
            assert row is not None
            assert (row.person, row.lost) == (ANA, True)


async def test_a_database_without_its_id_is_one_line(file: Path) -> None:
    change(file, "DELETE FROM database_id")
    with pytest.raises(DatabaseError, match="lost its id"):
        async with opened(file):
            pass
