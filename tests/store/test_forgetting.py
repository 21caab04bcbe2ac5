"""To be forgotten: no row, no key, and in the file no trace of what was there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.codec import of_conversation, of_person
from bot.store.contract import Store
from bot.store.rows import Incoming, Outgoing
from tests.store.filling import ANA, BEN, CANARY, NOON, fill, opened
from tests.unsealed import BODIES, Opener, raw, rows

CLEO = 7_100_000_003


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "coach.db"


def kept_of(file: Path, person: int) -> list[bytes]:
    """Everything sealed that is a person's, and their keys, as the file has them."""
    whose = {"conversation": f"c{person}"}
    found = [
        sealed
        for kind, (query, _) in BODIES.items()
        for owner, sealed, *_ in rows(file, query)
        if owner == whose.get(kind, person)
    ]
    owners = (of_person(person), of_conversation(f"c{person}"))
    found += [wrapped for (wrapped,) in rows(file, "SELECT wrapped FROM data_key WHERE owner IN (?, ?)", *owners)]
    assert len(found) == 8
    return [value for value in found if isinstance(value, bytes)]


def cells(file: Path) -> set[object]:
    """Every value in every table."""
    tables = rows(file, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return {cell for (table,) in tables for row in rows(file, f"SELECT * FROM {table}") for cell in row}


def traces(file: Path, sealed: list[bytes]) -> int:
    """How many of these bodies or keys have left a piece of themselves in the file or its journals."""
    content = raw(file)
    return sum(body[:20] in content or body[-20:] in content for body in sealed)


async def test_nothing_of_a_person_is_left_and_the_other_keeps_theirs(file: Path) -> None:
    async with opened(file) as store:
        for person in (ANA, BEN):
            await fill(store, person)
        hers, his = kept_of(file, ANA), kept_of(file, BEN)
        assert traces(file, hers) == len(hers)
        await store.forget(ANA)
        assert traces(file, hers) == 0, "while the coach goes on"
        async with store.transaction() as t:
            assert await t.conversation_of(ANA) is None
            assert await t.memories(ANA) == []
            assert await t.waiting_nudges(ANA) == []
            assert await t.invitation(f"i{ANA}") is None
            assert [row.chat for row in await t.heads(5)] == [BEN]
            waiting = await t.next_input()
            assert waiting is not None
            assert waiting.person == BEN
    assert (traces(file, hers), traces(file, his)) == (0, len(his))
    assert CANARY[ANA].encode() not in Opener(file).all_bodies()
    assert Opener(file).all_bodies().count(CANARY[BEN].encode()) == 7
    assert not cells(file) & {ANA, str(ANA), f"c{ANA}", of_person(ANA), of_conversation(f"c{ANA}")}


async def test_the_couple_and_what_she_accepted_are_forgotten_too(file: Path) -> None:
    async with opened(file) as store:
        for person in (ANA, BEN, CLEO):
            await fill(store, person)
        async with store.transaction() as t:
            for inviter, state in ((BEN, "linked"), (CLEO, None)):
                assert await t.claim_invitation(f"i{inviter}", ANA, NOON)
                if state == "linked":
                    await t.close_invitation(f"i{inviter}", "linked")
            await t.add_couple("ab", ANA, BEN, NOON)
            await t.end_couple("ab", NOON)
            await t.add_couple("cb", CLEO, BEN, NOON)
        await store.forget(ANA)
        async with store.transaction() as t:
            found = [await t.invitation(f"i{inviter}") for inviter in (BEN, CLEO)]
    assert [(i.state, i.claimed_by) for i in found if i] == [("linked", None), ("claimed", None)]
    assert rows(file, "SELECT id FROM couple") == [("cb",)]
    assert ANA not in cells(file)


async def test_telegram_is_not_asked_again_for_what_was_forgotten(file: Path) -> None:
    last = Incoming(7, b"forget me", ANA, ANA, 7, True)
    async with opened(file) as store:
        await fill(store, BEN)
        await store.receive([last], NOON)
        await store.forget(ANA)
        assert await store.offset() == 8
        assert await store.receive([last], NOON) == [False], "a repetition is still known"


async def test_who_shares_a_conversation_is_unlinked_first(file: Path) -> None:
    async with opened(file) as store:
        for person in (ANA, BEN):
            await fill(store, person)
        async with store.transaction() as t:
            await t.save_conversation(f"c{ANA}", [ANA, BEN], b"both", NOON)
        with pytest.raises(RuntimeError, match="unlinked"):
            await store.forget(ANA)
        async with store.transaction() as t:
            assert len(await t.memories(ANA)) == 1, "and nothing was lost"


async def test_a_farewell_in_the_same_transaction_is_sent_and_a_month_later_gone(file: Path) -> None:
    farewell = Outgoing(ANA, "send", "reply", b"Go well.", NOON, once=True)
    async with opened(file) as store:
        await fill(store, ANA)
        await fill(store, BEN)
        before = kept_of(file, ANA)
        async with store.transaction() as t:
            await t.forget(ANA)
            await t.add_message(farewell)
        assert traces(file, before) == 0
    async with opened(file) as store:
        async with store.transaction() as t:
            [row] = [row for row in await t.heads(5) if row.chat == ANA]
            assert row.body == b"Go well."
            await t.mark_sending(row.seq)
            await t.mark_sent(row.seq, 9, NOON)
        await store.receive([Incoming(8, b"{}", ANA, ANA, 10, True)], NOON)
        async with store.transaction() as t:
            while waiting := await t.next_input():
                await t.finish_input(waiting.seq, NOON)
        later = [Incoming(9, b"{}", BEN, BEN, 11, True), Incoming(10, b"{}", error="from nobody")]
        await store.receive(later, NOON + timedelta(days=30))
        await store.housekeeping(NOON + timedelta(days=31))
        assert not cells(file) & {ANA, of_person(ANA)}
        async with store.transaction() as t:
            assert len(await t.memories(BEN)) == 1
            assert await t.next_input() is not None


async def test_a_transaction_that_fails_forgets_nobody(file: Path) -> None:
    async def fail(store: Store) -> None:
        async with store.transaction() as t:
            await t.forget(ANA)
            await t.add_message(Outgoing(ANA, "send", "reply", b"Go well.", NOON))
            raise ZeroDivisionError

    async with opened(file) as store:
        await fill(store, ANA)
        with pytest.raises(ZeroDivisionError):
            await fail(store)
        async with store.transaction() as t:
            assert len(await t.memories(ANA)) == 1
            await t.remember("later", ANA, "outing", 1, b"{}", NOON)
    assert len(Opener(file).bodies("memory")) == 2


async def test_while_somebody_reads_the_file_it_is_wiped_later(file: Path) -> None:
    async with opened(file) as store:
        await fill(store, ANA)
        before = kept_of(file, ANA)
        with closing(sqlite3.connect(file, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM memory").fetchall()
            await store.forget(ANA)
            assert traces(file, before) > 0, "whoever reads has it still"
        await store.housekeeping(NOON)
        assert traces(file, before) == 0


async def test_nor_is_it_left_in_the_gaps_of_the_file(file: Path) -> None:
    """SQLite moves rows between pages, and now and then a copy stays where they were: here one is put there."""
    async with opened(file) as store:
        await fill(store, ANA)
        with closing(sqlite3.connect(file)) as sqlite:
            sqlite.execute("PRAGMA secure_delete = 0")
            sqlite.execute("INSERT INTO couple VALUES ('a copy of hers', 1, 2, 3, NULL)")
            sqlite.commit()
            sqlite.execute("DELETE FROM couple")
            sqlite.commit()
        assert b"a copy of hers" in raw(file)
        await store.housekeeping(NOON)
        assert b"a copy of hers" in raw(file)
        await store.forget(ANA)
        await store.housekeeping(NOON)
        assert b"a copy of hers" not in raw(file)
