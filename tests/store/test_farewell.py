"""The last that somebody hears who is forgotten: with it goes all that its sending has left."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.store.codec import of_person
from bot.store.contract import Transaction
from bot.store.rows import Incoming, Outgoing
from tests.store.filling import ANA, BEN, NOON, fill, opened
from tests.store.short import at
from tests.unsealed import Opener, rows

FAREWELL = Outgoing(ANA, "send", "reply", b"Go well.", NOON, once=True, last=True)

ENDS: dict[str, Callable[[Transaction, int], Awaitable[None]]] = {
    "it is out": lambda t, seq: t.mark_sent(seq, 9, NOON),
    "it was refused": lambda t, seq: t.mark_aside(seq, "chat not found"),
    "she has blocked the bot": lambda t, seq: t.close_chat(ANA),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "coach.db"


async def sending(t: Transaction) -> int:
    [row] = [row for row in await t.heads(5) if row.chat == ANA]
    assert row.body == b"Go well."
    await t.mark_sending(row.seq)
    return row.seq


def left(file: Path) -> int:
    """How many rows stand for her."""
    places = {"inbox": "person", "outbox": "chat", "chat": "id", "person": "id"}
    counts = [rows(file, f"SELECT 1 FROM {table} WHERE {column} = ?", ANA) for table, column in places.items()]
    return sum(map(len, counts)) + len(rows(file, "SELECT 1 FROM data_key WHERE owner = ?", of_person(ANA)))


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
async def test_however_it_ends_nothing_is_left(file: Path, end: Callable[[Transaction, int], Awaitable[None]]) -> None:
    async with opened(file) as store:
        for person in (ANA, BEN):
            await fill(store, person)
        async with store.transaction() as t:
            await t.forget(ANA)
            await t.add_message(FAREWELL)
        async with store.transaction() as t:
            await end(t, await sending(t))
        assert left(file) == 0
        async with store.transaction() as t:
            assert [row.chat for row in await t.heads(5)] == [BEN]


async def test_of_somebody_who_is_back_only_the_farewell_goes(file: Path) -> None:
    async with opened(file) as store:
        await fill(store, ANA)
        async with store.transaction() as t:
            await t.forget(ANA)
            await t.add_message(FAREWELL)
        async with store.transaction() as t:
            seq = await sending(t)
        await store.receive([Incoming(900, b"again", ANA, ANA, 900, True)], at(1))
        async with store.transaction() as t:
            await t.save_conversation("new", [ANA], b"new", at(1))
            await t.add_message(Outgoing(ANA, "send", "reply", b"Hello.", at(1)))
            await t.mark_sent(seq, 9, at(1))
            assert [row.body for row in await t.heads(5)] == [b"Hello."]
    assert Opener(file).bodies("inbox")[-1] == b"again"
    assert rows(file, "SELECT count(*) FROM outbox") == [(1,)]


async def test_to_be_forgotten_twice_takes_no_farewell_that_is_on_its_way(file: Path) -> None:
    async with opened(file) as store:
        await fill(store, ANA)
        async with store.transaction() as t:
            await t.forget(ANA)
            await t.add_message(FAREWELL)
        await store.receive([Incoming(900, b"a second tap", ANA, ANA, 900, True)], at(1))
        await store.forget(ANA)
        async with store.transaction() as t:
            assert not await t.knows(ANA)
            await t.mark_sent(await sending(t), 9, at(1))
    assert left(file) == 0


@pytest.mark.parametrize(
    ("at_minute", "tone", "gone"),
    [
        pytest.param(5, "relay", True, id="while they were linked"),
        pytest.param(-5, "relay", False, id="before"),
        pytest.param(15, "relay", False, id="after"),
        pytest.param(5, "reply", False, id="the other's own doing"),
        pytest.param(5, "nudge", False, id="a nudge of the other's"),
    ],
)
async def test_words_that_wait_for_the_partner(file: Path, at_minute: int, tone: str, gone: bool) -> None:
    async with opened(file) as store:
        await fill(store, ANA)
        async with store.transaction() as t:
            await t.add_couple("ab", ANA, BEN, NOON)
            await t.end_couple("ab", at(10))
            await t.add_message(Outgoing(BEN, "send", tone, b"hers", at(at_minute)))  # type: ignore[arg-type]
            await t.forget(ANA)
            assert [row.body for row in await t.heads(5)] == ([] if gone else [b"hers"])


async def test_of_a_link_that_was_accepted_nothing_is_asked_any_more(file: Path) -> None:
    async with opened(file) as store:
        await fill(store, ANA)
        async with store.transaction() as t:
            await t.make_invitation("i", b"hash", BEN, NOON, at(60))
            assert await t.claim_invitation("i", ANA, at(1))
            await t.add_message(Outgoing(BEN, "send", "relay", b"Ana accepted.", at(1)))
            await t.forget(ANA)
            assert await t.heads(5) == []
