"""Somebody has the file, not the key, and changes it while the coach is stopped: the coach notices at its next start.

What is not noticed: a whole file of yesterday, or everything of one person or couple put back together.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from bot.errors import DamagedError, DatabaseError
from bot.store.codec import Kind
from bot.store.contract import Store
from bot.store.rows import Incoming, NudgeRow, Outgoing
from bot.store.sqlite import session
from tests.store.another_key import OTHER, seal_for_another_key
from tests.store.filling import ANA, BEN, CANARY, NOON, READ, fill, opened
from tests.unsealed import raw, rows

NUDGE: Final = NudgeRow("weekly.check_in.7100000001", ANA, NOON + timedelta(hours=2), "weekly", "check_in")


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """Two rows of each kind for each of two people."""
    file = tmp_path / "coach.db"
    async with opened(file) as store:
        for person in (ANA, BEN):
            await fill(store, person)
            await store.receive([Incoming(person % 1_000_000 + 500, b"{}", person, person, 9, True)], NOON)
            async with store.transaction() as t:
                await t.remember(f"second{person}", person, "note", 1, b"{}", NOON)
                await t.add_nudge(NudgeRow(f"second{person}", person, NOON + timedelta(hours=1), "back", "o"))
                await t.add_message(Outgoing(person, "send", "reply", b"{}", NOON))
    return file


def change(file: Path, statement: str, *values: object) -> None:
    """Change a database behind the coach's back."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement, values)
        connection.commit()


def put_back(file: Path, table: str, old: tuple[object, ...]) -> None:
    """An older copy of one row takes the row's place."""
    change(file, f"INSERT OR REPLACE INTO {table} VALUES ({','.join('?' * len(old))})", *old)


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was noticed, and said in the log."""
    return [r.getMessage() for r in caplog.records if r.name == session.__name__ and r.levelno == logging.ERROR]


@pytest.mark.parametrize("kind", READ)
async def test_two_bodies_that_change_places_do_not_open(file: Path, kind: Kind) -> None:
    """Both of one person; of conversations there is one each."""
    body = "state" if kind == "conversation" else "body"
    place = {"conversation": f"id IN ('c{ANA}', 'c{BEN}')", "outbox": f"chat = {ANA} AND state = 'pending'"}
    where = place.get(kind, f"person = {ANA}")
    (one, first), (other, second) = rows(file, f"SELECT rowid, {body} FROM {kind} WHERE {where} ORDER BY rowid")
    change(file, f"UPDATE {kind} SET {body} = ? WHERE rowid = ?", second, one)
    change(file, f"UPDATE {kind} SET {body} = ? WHERE rowid = ?", first, other)
    async with opened(file) as store, store.transaction() as t:
        with pytest.raises(DamagedError) as error:
            await READ[kind](t)
    assert error.value.kind == kind
    assert error.value.row is not None


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("conversation", "revision", "revision + 1"),
        ("memory", "revision", "revision + 1"),
        ("nudge", "due", "due - 1"),
        ("inbox", "update_id", "update_id + 7"),
        ("inbox", "seq", "seq + 1000"),
        ("outbox", "seq", "seq + 1000"),
    ],
)
async def test_what_a_body_is_bound_to_cannot_be_changed(file: Path, table: Kind, column: str, value: str) -> None:
    change(file, f"UPDATE {table} SET {column} = {value}")
    async with opened(file) as store, store.transaction() as t:
        with pytest.raises(DamagedError, match=f"row of {table} "):
            await READ[table](t)


async def _next_turn(store: Store) -> None:
    """Everything of Ana's goes on: an input, her state, what she remembers, a nudge and a message."""
    async with store.transaction() as t:
        row = await t.next_input()
        assert row is not None
        await t.save_conversation(f"c{ANA}", [ANA], b"later", NOON)
        await t.remember(f"m{ANA}", ANA, "outing", 2, b"{}", NOON)
        for nudge in await t.waiting_nudges(ANA):
            await t.close_nudge(nudge.row, "fired")
        heads = [head for head in await t.heads(9) if head.chat == ANA]
        for head in heads:
            await t.mark_sending(head.seq)
            await t.mark_sent(head.seq, 77, NOON)
        await t.finish_input(row.seq, NOON)


async def _turn_that_fails(store: Store) -> None:
    async with store.transaction() as t:
        await t.remember(f"m{ANA}", ANA, "outing", 3, b"{}", NOON)
        await t.save_conversation(f"c{ANA}", [ANA], b"lost", NOON)
        raise ZeroDivisionError


async def _older_copies(file: Path, *tables: str) -> None:
    """The first row of Ana's in each of these tables is put back as it was one turn ago."""
    whose = {"conversation": f"id = 'c{ANA}'", "outbox": f"chat = {ANA} AND state = 'pending'"}
    queries = {t: f"SELECT * FROM {t} WHERE {whose.get(t, f'person = {ANA}')} ORDER BY rowid LIMIT 1" for t in tables}
    old = {table: rows(file, query)[0] for table, query in queries.items()}
    async with opened(file) as store:
        await _next_turn(store)
    for table, row in old.items():
        assert row not in rows(file, f"SELECT * FROM {table}")
        put_back(file, table, row)
    change(file, f"DELETE FROM line WHERE person = {BEN}")


@pytest.mark.parametrize("table", ["conversation", "inbox", "outbox"])
async def test_an_older_copy_is_not_used(file: Path, table: Kind) -> None:
    await _older_copies(file, table)
    async with opened(file) as store, store.transaction() as t:
        with pytest.raises(DamagedError) as error:
            await READ[table](t)
    assert (error.value.kind, error.value.row is not None) == (table, True)


@pytest.mark.parametrize("table", ["memory", "nudge"])
async def test_an_older_copy_is_noticed_once(file: Path, table: Kind, caplog: pytest.LogCaptureFixture) -> None:
    await _older_copies(file, table)
    for _ in range(2):
        async with opened(file) as store, store.transaction() as t:
            assert await READ[table](t)
    [said] = complaints(caplog)
    assert not any(words in said for words in (*CANARY.values(), str(ANA), "check_in"))


async def test_what_was_forgotten_does_not_come_back_unnoticed(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    [old] = rows(file, f"SELECT * FROM memory WHERE id = 'm{ANA}'")
    async with opened(file) as store, store.transaction() as t:
        await t.remove_memory(f"m{ANA}", ANA)
    put_back(file, "memory", old)
    async with opened(file) as store, store.transaction() as t:
        await t.memories(ANA)
    assert len(complaints(caplog)) == 1


async def test_what_is_gone_behind_the_coachs_back_is_noticed(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    change(file, f"DELETE FROM memory WHERE id = 'm{ANA}'")
    async with opened(file) as store, store.transaction() as t:
        await t.waiting_nudges(ANA)
    assert len(complaints(caplog)) == 1


async def test_an_older_key_row_opens_no_newer_state(file: Path) -> None:
    """As one from before two were unlinked."""
    owner = f"conversation:c{ANA}"
    [old] = rows(file, "SELECT * FROM data_key WHERE owner = ?", owner)
    async with opened(file) as store:
        await _next_turn(store)
    put_back(file, "data_key", old)
    async with opened(file) as store, store.transaction() as t:
        with pytest.raises(DamagedError, match="row of conversation "):
            await t.conversation_of(ANA)


async def test_nobody_is_put_into_a_conversation_that_is_not_theirs(file: Path) -> None:
    change(file, f"UPDATE person SET conversation = 'c{BEN}' WHERE id = {ANA}")
    async with opened(file) as store, store.transaction() as t:
        with pytest.raises(DamagedError, match="row of person "):
            await t.conversation_of(ANA)
        assert await t.conversation_of(BEN) is not None


async def test_what_goes_on_as_it_should_is_no_complaint(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Items made, revised and removed, nudges set anew, fired and dropped, turns that fail, people linked: then a
    start."""
    async with opened(file) as store:
        await _next_turn(store)
        with pytest.raises(ZeroDivisionError):
            await _turn_that_fails(store)
        async with store.transaction() as t:
            await t.remember(f"m{ANA}", ANA, "outing", 3, b"{}", NOON)
            await t.remember("more", ANA, "outing", 1, b"{}", NOON)
            await t.remove_memories(ANA, "note")
            await t.add_nudge(NUDGE)
            await t.add_nudge(replace(NUDGE, due=NOON))
            await t.add_nudge(replace(NUDGE, id="n", due=NOON))
            due = await t.waiting_nudges(ANA)
            await t.close_nudge(due[0].row, "fired")
            await t.close_nudge(due[0].row, "dropped")
            await t.remove_conversation(f"c{BEN}")
            await t.save_conversation(f"c{ANA}", [ANA, BEN], b"linked", NOON)
    for _ in range(2):
        async with opened(file) as store, store.transaction() as t:
            for person in (ANA, BEN):
                found = await t.conversation_of(person)
                assert found is not None
                assert found.state == b"linked"
                assert await t.memories(person)
                await t.waiting_nudges(person)
            await t.save_conversation(f"c{ANA}", [ANA, BEN], b"linked", NOON)
    assert complaints(caplog) == []


async def test_what_is_planted_is_not_taken_for_ours(file: Path) -> None:
    """Words of the thief's own, and no key row left that they would have to fit."""
    change(file, "UPDATE memory SET body = CAST('outing' || char(10) || '{}' AS BLOB)")
    change(file, "UPDATE conversation SET state = CAST('{}' AS BLOB)")
    for table in ("data_key", "key_check", "inbox", "outbox", "nudge"):
        change(file, f"DELETE FROM {table}")
    before = raw(file)
    with pytest.raises(DatabaseError, match="lost its key check") as error:
        async with opened(file):
            pass
    assert "\n" not in str(error.value)
    assert raw(file) == before


async def test_without_its_key_row_nothing_planted_opens(file: Path) -> None:
    change(file, "UPDATE memory SET body = CAST('outing' || char(10) || '{}' AS BLOB)")
    change(file, "DELETE FROM data_key")
    async with opened(file) as store, store.transaction() as t:
        with pytest.raises(DamagedError, match="key of a row of memory is missing"):
            await t.memories(ANA)


async def test_an_older_copy_is_not_adopted_with_another_key(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    await _older_copies(file, "conversation", "memory")
    await seal_for_another_key(file)
    assert len(complaints(caplog)) == 1
    async with opened(file, OTHER) as store, store.transaction() as t:
        with pytest.raises(DamagedError, match="row of conversation "):
            await t.conversation_of(ANA)
        assert await t.conversation_of(BEN) is not None
        assert await t.memories(ANA)
    assert len(complaints(caplog)) == 1
