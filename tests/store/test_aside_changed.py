"""Somebody has changed the file behind the coach's back: what that spoilt is set aside, and the next start is quiet."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import DamagedError
from bot.store.codec import Kind, of_person
from bot.store.rows import Incoming, NudgeRow, Outgoing
from bot.store.sqlite import lining_up
from tests.store.filling import ANA, BEN, NOON, READ, fill, opened
from tests.store.test_aside import LATER, read_all, spoil
from tests.store.test_thief import change, complaints, put_back
from tests.unsealed import rows

HERS = {
    "inbox": f"person = {ANA} AND state = 'new'",
    "conversation": f"id = 'c{ANA}'",
    "memory": f"person = {ANA}",
    "nudge": f"person = {ANA} AND state = 'waiting'",
    "outbox": f"chat = {ANA} AND state = 'pending'",
}


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """Two rows of each kind for each of two people; of conversations one."""
    file = tmp_path / "coach.db"
    async with opened(file) as store:
        for person in (ANA, BEN):
            await fill(store, person)
            await store.receive([Incoming(person % 1_000_000 + 500, b"{}", person, person, 9, True)], NOON)
            async with store.transaction() as t:
                await t.remember(f"second{person}", person, "note", 1, b"{}", NOON)
                await t.add_nudge(NudgeRow(f"second{person}", person, NOON + timedelta(hours=2), "back", "o"))
                await t.add_message(Outgoing(person, "send", "reply", b"{}", NOON))
    return file


async def go_on(file: Path) -> None:
    """Start, read everything, write something new of every kind, and start once more: nothing is in the way."""
    for update in (900, 901):
        async with opened(file) as store:
            await store.receive([Incoming(update, b"{}", ANA, ANA, update, True)], LATER)
            for read in READ.values():
                async with store.transaction() as t:
                    await read(t)
            async with store.transaction() as t:
                await t.remember(f"new{update}", ANA, "outing", 1, b"{}", LATER)
                await t.remember("new", ANA, "outing", update, b"{}", LATER)
                await t.add_nudge(NudgeRow("new", ANA, LATER + timedelta(hours=update), "back", ""))
                await t.save_conversation("newer" if update == 900 else f"c{ANA}", [ANA], b"{}", LATER)
                await t.add_message(Outgoing(ANA, "send", "reply", b"{}", LATER))
                row = await t.next_input()
                assert row is not None
                await t.finish_input(row.seq, LATER)


async def the_other_has_all(file: Path) -> None:
    async with opened(file) as store, store.transaction() as t:
        assert (len(await t.memories(BEN)), len(await t.waiting_nudges(BEN))) == (2, 2)
        assert await t.conversation_of(BEN) is not None
        assert rows(file, "SELECT count(*) FROM inbox WHERE person = ? AND state = 'aside'", BEN) == [(0,)]
        assert rows(file, "SELECT DISTINCT person FROM aside") == [(ANA,)]


@pytest.mark.parametrize("kind", ["inbox", "memory", "nudge", "outbox"])
async def test_bodies_that_changed_places_are_set_aside(
    file: Path, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    (one, first), (other, second) = rows(file, f"SELECT rowid, body FROM {kind} WHERE {HERS[kind]} ORDER BY rowid")
    change(file, f"UPDATE {kind} SET body = ? WHERE rowid = ?", second, one)
    change(file, f"UPDATE {kind} SET body = ? WHERE rowid = ?", first, other)
    async with opened(file) as store:
        await read_all(store)
        assert rows(file, "SELECT kind, count(*) FROM aside GROUP BY kind") == [(kind, 2)]
    await go_on(file)
    await the_other_has_all(file)
    assert caplog.messages == [f"what cannot be opened is set aside: 2 of {kind}"]
    assert rows(file, "SELECT DISTINCT told FROM aside") == [(0,)]


async def test_another_ones_state_in_place_of_hers_costs_her_that_alone(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    [(body,)] = rows(file, f"SELECT state FROM conversation WHERE id = 'c{BEN}'")
    change(file, f"UPDATE conversation SET state = ? WHERE id = 'c{ANA}'", body)
    async with opened(file) as store:
        await read_all(store)
        async with store.transaction() as t:
            assert await t.conversation_of(ANA) is None
            assert await t.conversation_of(BEN) is not None
            assert (len(await t.memories(ANA)), await t.waiting_nudges(ANA)) == (2, [])
    await go_on(file)
    await the_other_has_all(file)
    assert caplog.messages == ["what cannot be opened is set aside: 1 of conversation"]


@pytest.mark.parametrize("table", ["conversation", "inbox", "outbox"])
async def test_an_older_copy_is_set_aside(file: Path, table: Kind, caplog: pytest.LogCaptureFixture) -> None:
    [old, *_] = rows(file, f"SELECT * FROM {table} WHERE {HERS[table]} ORDER BY rowid")
    async with opened(file) as store, store.transaction() as t:
        row = await t.next_input()
        assert row is not None
        await t.save_conversation(f"c{ANA}", [ANA], b"later", NOON)
        for head in [head for head in await t.heads(9) if head.chat == ANA]:
            await t.mark_sending(head.seq)
            await t.mark_sent(head.seq, 77, NOON)
        await t.finish_input(row.seq, NOON)
    put_back(file, table, old)
    change(file, f"UPDATE line SET waiting = 0 WHERE person = {BEN}")
    async with opened(file) as store:
        found = await read_all(store)
        assert found["conversation"] is None or table != "conversation"
    change(file, f"UPDATE line SET waiting = 1 WHERE person = {BEN}")
    assert rows(file, "SELECT kind, person, told FROM aside WHERE kind <> 'data_key'") == [(table, ANA, 0)]
    await go_on(file)
    await the_other_has_all(file)
    # Whose turn it is was changed as well, and is made out anew.
    said = [record.getMessage() for record in caplog.records if record.name != lining_up.__name__]
    assert said == [f"what cannot be opened is set aside: 1 of {table}"]


async def test_an_older_copy_beside_something_spoilt_is_noticed_all_the_same(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """To take the spoilt out of the count takes nothing else into it."""
    [old] = rows(file, f"SELECT * FROM memory WHERE id = 'm{ANA}'")
    async with opened(file) as store, store.transaction() as t:
        await t.remember(f"m{ANA}", ANA, "outing", 2, b"{}", NOON)
    put_back(file, "memory", old)
    spoil(file, f"UPDATE outbox SET body = x'01' WHERE {HERS['outbox']}")
    async with opened(file) as store:
        with pytest.raises(DamagedError) as error:
            async with store.transaction() as t:
                await t.heads(5)
        async with store.transaction() as t:
            assert await t.set_aside(error.value, LATER)
    await go_on(file)
    assert len(complaints(caplog)) == 1


@pytest.mark.parametrize("table", ["memory", "nudge"])
async def test_what_was_set_aside_is_not_missed_at_the_next_start(
    file: Path, table: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    [(row, body, id, bound), *_] = rows(
        file, f"SELECT rowid, body, id, {'revision' if table == 'memory' else 'due'} FROM {table} WHERE {HERS[table]}"
    )
    assert isinstance(body, bytes)
    change(file, f"UPDATE {table} SET body = ? WHERE rowid = ?", body[:-1] + b"!!", row)
    async with opened(file) as store:
        await read_all(store)
    assert rows(file, "SELECT place, body FROM aside") == [(f"{id} {bound}", body[:-1] + b"!!")], "all to open it with"
    await go_on(file)
    assert complaints(caplog) == []


async def test_a_key_made_anew_begins_a_count_of_its_own(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    change(file, "UPDATE data_key SET ledger = NULL WHERE owner = ?", of_person(ANA))
    await go_on(file)
    await go_on_reading(file)
    assert complaints(caplog) == []
    assert len(caplog.messages) == 1


async def go_on_reading(file: Path) -> None:
    async with opened(file) as store, store.transaction() as t:
        assert [m.id for m in await t.memories(ANA)] == ["new900", "new", "new901"]
        assert len(await t.waiting_nudges(ANA)) == 1


async def test_who_was_put_into_anothers_conversation_is_put_back(file: Path) -> None:
    change(file, f"UPDATE person SET conversation = 'c{BEN}' WHERE id = {ANA}")
    async with opened(file) as store:
        await read_all(store)
        async with store.transaction() as t:
            for person in (ANA, BEN):
                found = await t.conversation_of(person)
                assert found is not None
                assert found.id == f"c{person}"
    assert rows(file, "SELECT * FROM aside") == [], "nothing is lost, and nobody need be told"


async def test_whose_own_conversation_is_gone_as_well_begins_anew(file: Path) -> None:
    change(file, f"UPDATE person SET conversation = 'c{BEN}' WHERE id = {ANA}")
    change(file, f"DELETE FROM conversation WHERE id = 'c{ANA}'")
    async with opened(file) as store:
        found = await read_all(store)
        assert found["conversation"] is None
    await the_other_has_all(file)


async def test_who_is_forgotten_begins_a_count_of_their_own(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Twice, the second time before the farewell is out, whose key stays until then."""
    farewell = Outgoing(ANA, "send", "reply", b"Go well.", NOON, once=True, last=True)
    async with opened(file) as store:
        for update in (800, 801):
            async with store.transaction() as t:
                await t.forget(ANA)
                await t.add_message(farewell)
            await store.receive([Incoming(update, b"{}", ANA, ANA, update, True)], LATER)
            async with store.transaction() as t:
                await t.save_conversation("again", [ANA], b"{}", LATER)
                await t.remember(f"again{update}", ANA, "outing", 1, b"{}", LATER)
                await t.add_nudge(NudgeRow("again", ANA, LATER, "back", ""))
    async with opened(file) as store, store.transaction() as t:
        assert [m.id for m in await t.memories(ANA)] == ["again801"]
        assert await t.conversation_of(ANA) is not None
    await go_on(file)
    assert caplog.messages == []
