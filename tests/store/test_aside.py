"""What cannot be opened is set aside, whatever its table; whose it was can be told so, and everybody else goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import DamagedError
from bot.store.codec import Kind, of_conversation, of_person
from bot.store.contract import Store
from bot.store.rows import Incoming, NudgeRow
from tests.store.filling import ANA, BEN, CANARY, NOON, READ, fill, opened
from tests.unsealed import rows

LATER = NOON + timedelta(hours=2)


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """Something of every kind, for two people."""
    file = tmp_path / "coach.db"
    async with opened(file) as store:
        for person in (ANA, BEN):
            await fill(store, person)
    return file


def spoil(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0, statement


WHERE = {
    "inbox": f"inbox SET body = {{}} WHERE person = {ANA}",
    "conversation": f"conversation SET state = {{}} WHERE id = 'c{ANA}'",
    "memory": f"memory SET body = {{}} WHERE person = {ANA}",
    "nudge": f"nudge SET body = {{}} WHERE person = {ANA}",
    "outbox": f"outbox SET body = {{}} WHERE chat = {ANA} AND state = 'pending'",
}


def _spoilt() -> Iterator[object]:
    for kind, where in WHERE.items():
        for how, value in {"garbage": "x'0123456789'", "empty": "x''", "gone": "NULL"}.items():
            if how != "gone" or kind in ("inbox", "outbox"):  # no other column lets it be gone
                yield pytest.param(kind, f"UPDATE {where.format(value)}", id=f"{kind}, {how}")
    for whose, kind in ((of_person(ANA), "memory"), (of_conversation(f"c{ANA}"), "conversation")):
        yield pytest.param(kind, f"UPDATE data_key SET wrapped = x'01' WHERE owner = '{whose}'", id=f"key of {whose}")
        yield pytest.param(kind, f"DELETE FROM data_key WHERE owner = '{whose}'", id=f"no key of {whose}")


async def read_all(store: Store) -> dict[str, object]:
    """Read every kind of row, setting aside what is in the way: as a coach does."""
    found: dict[str, object] = {}
    progress: list[bool] = []
    for kind, read in READ.items():
        for _ in range(20):
            try:
                async with store.transaction() as t:
                    found[kind] = await read(t)
                break
            except DamagedError as damaged:
                async with store.transaction() as t:
                    progress.append(await t.set_aside(damaged, LATER))
    assert all(progress), "or it would be tried for ever"
    return found


@pytest.mark.parametrize(("kind", "statement"), list(_spoilt()))
async def test_it_is_out_of_the_way_at_once_and_at_the_next_start(file: Path, kind: Kind, statement: str) -> None:
    spoil(file, statement)
    async with opened(file) as store:
        await read_all(store)
    async with opened(file) as store:
        await store.receive(
            [Incoming(900, b"{}", ANA, ANA, 900, True), Incoming(901, b"{}", BEN, BEN, 901, True)], LATER
        )
        for read in READ.values():
            async with store.transaction() as t:
                await read(t)
        async with store.transaction() as t:
            assert len(await t.memories(BEN)) == 1
            assert len(await t.waiting_nudges(BEN)) == 1
            assert await t.conversation_of(BEN) is not None
            lost: dict[int, bool] = {}
            while (row := await t.next_input()) is not None:
                lost.setdefault(row.person, row.lost)
                await t.tell_set_aside(row.person)
                await t.finish_input(row.seq, LATER)
            assert lost == {ANA: True, BEN: False}
    kinds = {found for (found,) in rows(file, "SELECT kind FROM aside")}
    assert kind in kinds
    assert rows(file, "SELECT DISTINCT person, told FROM aside") == [(ANA, 1)]


async def test_the_sealed_bytes_stay_for_whoever_can_bring_back_the_key(file: Path) -> None:
    [(key,)] = rows(file, "SELECT wrapped FROM data_key WHERE owner = ?", of_person(ANA))
    kept = rows(
        file, "SELECT body FROM memory WHERE person = ? UNION ALL SELECT body FROM nudge WHERE person = ?", ANA, ANA
    )
    spoil(file, f"UPDATE data_key SET wrapped = x'01' WHERE owner = '{of_person(ANA)}'")
    async with opened(file) as store:
        await read_all(store)
    aside = rows(file, "SELECT body FROM aside WHERE kind IN ('memory', 'nudge') ORDER BY seq")
    assert (aside, key) == (kept, key)
    assert rows(file, "SELECT body FROM aside WHERE kind = 'data_key'") == [(b"\x01",)]
    assert rows(file, "SELECT state, error, body IS NULL FROM inbox WHERE person = ?", ANA) == [
        ("aside", "cannot be opened", 0)
    ]


@pytest.mark.parametrize("spoilt", ["UPDATE data_key SET wrapped = x'01'", "DELETE FROM data_key"])
async def test_a_broken_key_stops_no_update_from_being_received(file: Path, spoilt: str) -> None:
    """Its sender gets a new one, and what the old one had sealed is set aside as soon as that is known."""
    spoil(file, f"{spoilt} WHERE owner = '{of_person(ANA)}'")
    async with opened(file) as store:
        received = [Incoming(900, b"hers", ANA, ANA, 900, True), Incoming(901, b"his", BEN, BEN, 901, True)]
        assert await store.receive(received, LATER) == [True, True]
        taken = []
        async with store.transaction() as t:
            while (row := await t.next_input()) is not None:
                taken.append((row.body, row.lost))
                await t.finish_input(row.seq, LATER)
            assert await t.memories(ANA) == []
            await t.remember("new", ANA, "outing", 1, b"{}", LATER)
            assert [m.id for m in await t.memories(ANA)] == ["new"]
    his = f'{{"said": "{CANARY[BEN]}"}}'.encode()
    assert sorted(taken) == [(b"hers", True), (b"his", False), (his, False)]


async def test_a_nudge_that_opens_and_cannot_be_read_is_set_aside(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(file) as store:
        async with store.transaction() as t:
            with monkeypatch.context() as patched:
                patched.setattr("bot.store.sqlite.turns.pack", lambda nudge: b"[]")
                await t.add_nudge(NudgeRow("odd", ANA, NOON, "back", ""))
        async with store.transaction() as t:
            with pytest.raises(DamagedError) as error:
                await t.waiting_nudges(ANA)
            assert await t.set_aside(error.value, LATER)
            assert [n.id for n in await t.waiting_nudges(ANA)] == [f"n{ANA}"], "her others are still hers"


async def test_two_whose_conversation_is_lost_are_each_alone(file: Path) -> None:
    async with opened(file) as store, store.transaction() as t:
        await t.save_conversation(f"c{ANA}", [ANA, BEN], b"both", NOON)
        await t.remove_conversation(f"c{BEN}")
        await t.add_couple("ab", ANA, BEN, NOON)
    spoil(file, f"UPDATE conversation SET state = x'01' WHERE id = 'c{ANA}'")
    async with opened(file) as store:
        await read_all(store)
        async with store.transaction() as t:
            for person in (ANA, BEN):
                assert await t.conversation_of(person) is None
                assert await t.linked_since(person) is None
                assert await t.waiting_nudges(person) == [], "they belonged to what was lost"
                assert len(await t.memories(person)) == 1, "what they remember did not"
        assert rows(file, "SELECT person, told FROM aside WHERE kind = 'conversation'") == [(ANA, 0), (BEN, 0)]
        await store.forget(ANA)
    assert rows(file, "SELECT person, body FROM aside WHERE kind = 'conversation'") == [(BEN, None)]


async def test_housekeeping_removes_what_was_set_aside_once_it_was_told(file: Path) -> None:
    spoil(file, "UPDATE memory SET body = x'01'")
    async with opened(file) as store:
        for person in (ANA, BEN):
            async with store.transaction() as t:
                with pytest.raises(DamagedError) as error:
                    await t.memories(person)
                assert await t.set_aside(error.value, NOON)
        async with store.transaction() as t:
            await t.tell_set_aside(BEN)
        await store.housekeeping(NOON)
        await store.housekeeping(NOON + timedelta(days=29))
        assert len(rows(file, "SELECT body FROM aside WHERE body IS NOT NULL")) == 2
        await store.housekeeping(NOON + timedelta(days=30))
        assert rows(file, "SELECT person, body FROM aside") == [(ANA, None)], "she has not been told yet"


async def test_one_line_says_how_much_and_nothing_else(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    spoil(file, f"DELETE FROM data_key WHERE owner = '{of_person(ANA)}'")
    async with opened(file) as store:
        await read_all(store)
    assert caplog.messages == ["what cannot be opened is set aside: 1 of inbox, 1 of memory, 1 of nudge, 1 of outbox"]
