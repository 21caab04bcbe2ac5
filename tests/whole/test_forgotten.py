"""To be forgotten, through the whole coach: once the farewell has come, the files hold nothing of the person."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import aiosqlite
import pytest

from bot.store.codec import of_conversation, of_person
from bot.store.sqlite.sealing import scrub
from tests.stage import Stage, button, stage
from tests.unsealed import BODIES, raw, rows
from tests.whole.aftermath import Rows

CANARY = "kanarienvogel"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "coach.db"


async def full_life(s: Stage, name: str) -> None:
    """Something of every kind."""
    s.phone(name)
    await s.welcome(name)
    await s.send(name, "/checkin")
    for answer in ("too little", "/skip", "3", "4", CANARY, CANARY):
        await s.send(name, answer)
    await s.send(name, "/space")
    await s.press(name, "15 min")
    await s.send(name, "/invite")


async def forget(s: Stage, name: str) -> None:
    await s.send(name, "/forget")
    await s.press(name, "Yes, forget me")


def sealed_of(file: Path, person: int) -> list[bytes]:
    """Whatever is sealed of a person, and their keys."""
    [(conversation,)] = rows(file, "SELECT conversation FROM person WHERE id = ?", person)
    mine = [
        sealed
        for query, _ in BODIES.values()
        for owner, sealed, *_ in rows(file, query)
        if owner in (person, conversation)
    ]
    owners = (of_person(person), of_conversation(str(conversation)))
    mine += [wrapped for (wrapped,) in rows(file, "SELECT wrapped FROM data_key WHERE owner IN (?, ?)", *owners)]
    return [body for body in mine if isinstance(body, bytes)]


def cells(file: Path) -> set[object]:
    tables = rows(file, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return {cell for (table,) in tables for row in rows(file, f"SELECT * FROM {table}") for cell in row}


def strings(file: Path, person: int, sealed: list[bytes] | None = None) -> list[bytes]:
    """What the files still hold of a person: their number as text or as SQLite writes it, their words, their bodies."""
    content = raw(file)
    wanted = [str(person).encode(), person.to_bytes(6, "big"), CANARY.encode()]
    wanted += [piece for body in sealed or [] for piece in (body[:20], body[-20:])]
    return [piece for piece in wanted if piece in content]


def left(file: Path, person: int) -> Rows:
    """Every row that stands for a person."""
    places = {"inbox": "person", "outbox": "chat", "chat": "id", "person": "id", "line": "person", "aside": "person"}
    found = [
        row
        for table, column in places.items()
        for row in rows(file, f"SELECT '{table}' FROM {table} WHERE {column} = ?", person)
    ]
    return found + rows(file, "SELECT owner FROM data_key WHERE owner = ?", of_person(person))


async def test_once_the_farewell_has_come_nothing_is_left(tmp_path: Path, file: Path) -> None:
    async with stage(tmp_path) as s:
        await full_life(s, "ana")
        await s.welcome("ben")
        hers, sealed = s.phone("ana").user.id, sealed_of(file, s.phone("ana").user.id)
        assert len(strings(file, hers, sealed)) > 2 * len(sealed)
        await forget(s, "ana")
        assert "there's nothing of you here" in s.screen("ana")
        assert left(file, hers) == []
        assert not cells(file) & {hers, str(hers), of_person(hers)}
        assert strings(file, hers, sealed) == []
        [(update, at, done)] = rows(file, "SELECT update_id, received_at, done_at FROM inbox ORDER BY seq DESC LIMIT 1")
        assert (update, at, done) == (s.world.state.last_update_id, 0, 0), "the number alone, for Telegram"
        await s.send("ben", "/menu")
        await s.coach.store.housekeeping(s.world.clock.now())
        assert rows(file, "SELECT count(*) FROM inbox WHERE update_id = ?", update) == [(0,)]
        assert await s.coach.store.offset() > int(str(update))


async def test_a_second_tap_and_a_block_leave_nothing_either(tmp_path: Path, file: Path) -> None:
    async with stage(tmp_path) as s:
        await full_life(s, "ana")
        hers = s.phone("ana").user.id
        await s.send("ana", "/forget")
        for _ in range(3):
            await s.phone("ana").press_data(*button(s.phone("ana"), 0))
        await s.settle()
        assert "there's nothing of you here" in s.screen("ana")
        assert left(file, hers) == []
        await s.phone("ana").press_data(*button(s.phone("ana"), 0))
        await s.settle()
        await s.phone("ana").block()
        await s.settle()
        assert left(file, hers) == []
        assert strings(file, hers) == []


async def test_who_blocks_before_the_farewell_comes_leaves_nothing(tmp_path: Path, file: Path) -> None:
    async with stage(tmp_path) as s:
        await full_life(s, "ana")
        hers = s.phone("ana").user.id
        await s.send("ana", "/forget")
        await s.phone("ana").press("Yes, forget me")
        await s.coach.intake.receive()
        await s.coach.take_all()
        await s.phone("ana").block()
        await s.coach.deliverer.drain()
        assert left(file, hers) == []
        await s.settle()
        assert left(file, hers) == []
        assert strings(file, hers) == []


async def test_who_is_back_before_the_farewell_comes_keeps_the_new(tmp_path: Path, file: Path) -> None:
    async with stage(tmp_path) as s:
        await full_life(s, "ana")
        await s.send("ana", "/forget")
        await s.phone("ana").press("Yes, forget me")
        await s.coach.intake.receive()
        await s.coach.take_all()
        await s.phone("ana").send("/start")
        await s.settle()
        assert "18" in s.screen("ana")
        assert "there's nothing of you here" in s.screen("ana", 2)
        for label in ("18", "I agree"):
            await s.press("ana", label)
        assert "name" in s.screen("ana").lower()


async def test_words_on_their_way_to_the_partner_do_not_arrive(tmp_path: Path, file: Path) -> None:
    async with stage(tmp_path) as s:
        for name in ("ana", "ben"):
            await s.welcome(name)
        await s.link("ana", "ben")
        for name, words in (("ben", "his own"), ("ana", CANARY)):
            if name == "ana":
                await s.phone("ben").block()
            await s.send(name, "/checkin")
            for answer in ("too little", "too little", "3", "4", words, words):
                await s.send(name, answer)
        assert "his own" in s.screen("ana"), "and he would have had hers"
        his = "SELECT count(*) FROM outbox WHERE chat = ? AND state = 'pending'"
        assert rows(file, his, s.phone("ben").user.id) == [(1,)]
        before = len(s.phone("ben").received)
        await forget(s, "ana")
        await s.phone("ben").unblock()
        await s.send("ben", "/menu")
        new = [message.text for message in s.phone("ben").received[before:]]
        assert not any(CANARY in text for text in new)
        assert sum("Your link here has ended" in text for text in new) == 1
        assert "What would you like" in s.screen("ben")
    assert len(strings(file, s.phone("ana").user.id)) == 0


async def test_the_farewell_waits_until_the_journal_is_empty(tmp_path: Path, file: Path) -> None:
    """Whoever reads the file, as a backup does, keeps what is deleted in the journal for a moment."""
    async with stage(tmp_path) as s:
        await full_life(s, "ana")
        await s.welcome("ben")
        hers = s.phone("ana").user.id
        await s.send("ana", "/forget")
        with closing(sqlite3.connect(file, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM memory").fetchall()
            await s.press("ana", "Yes, forget me")
            assert "there's nothing of you here" not in s.screen("ana")
            await s.send("ben", "/menu")
            assert "What would you like" in s.screen("ben")
        await s.send("ben", "/menu")
        assert "there's nothing of you here" in s.screen("ana")
        assert left(file, hers) == []
        assert strings(file, hers) == []


async def test_nobody_waits_while_the_file_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is housekeeping's, and once a day's, however many are forgotten."""
    done: list[bool] = []

    async def counted(connection: aiosqlite.Connection) -> bool:
        done.append(await scrub(connection))
        return done[-1]

    monkeypatch.setattr("bot.store.sqlite.store.scrub", counted)
    async with stage(tmp_path) as s:
        for _ in range(3):
            await full_life(s, "ana")
            await forget(s, "ana")
        assert done == []
        for hour in range(25):
            await s.coach.store.housekeeping(s.world.clock.now())
            assert sum(done) == 1 + hour // 24
            await s.welcome("ana")
            await forget(s, "ana")
            s.world.clock.advance(timedelta(hours=1))
