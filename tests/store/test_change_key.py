"""Another key for a database: everything is sealed anew, or nothing is, whatever happens in between."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from bot.errors import DatabaseError
from bot.store.keyfile import encode_key
from bot.store.open import change_key, opens
from bot.store.sqlite.keyplace import id_of
from bot.store.sqlite.queries import SQL
from tests.store.filling import ANA, BEN, CANARY, NOON, READ, fill, opened
from tests.unsealed import BODIES, Opener, raw, rows

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OLD, NEW = b"k" * 32, b"n" * 32
ID = "0123456789abcdef" * 2
MANY = range(8_000, 8_230)
"""More people than are sealed at a time."""


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    file = tmp_path / "coach.db"
    async with opened(file, OLD) as store:
        await fill(store, ANA)
        await fill(store, BEN)
        async with store.transaction() as t:
            for person in MANY:
                await t.remember(f"many{person}", person, "note", 1, b'{"what": "many"}', NOON)
    return file


def url(file: Path) -> str:
    return f"sqlite:///{file}"


def sealed(file: Path) -> list[bytes]:
    """Whatever the database holds that the old key, or what it locks, has made."""
    bodies = [rows(file, query) for query, _ in BODIES.values()]
    keys = rows(file, "SELECT 0, wrapped FROM data_key UNION ALL SELECT 0, sealed FROM key_check")
    marks = rows(file, "SELECT 0, kind FROM memory UNION ALL SELECT 0, title FROM memory WHERE title IS NOT NULL")
    return [value for found in (*bodies, keys, marks) for row in found for value in row if isinstance(value, bytes)]


async def all_is_there(file: Path, key: bytes, before: bytes) -> None:
    assert Opener(file, key).all_bodies() == before
    async with opened(file, key) as store, store.transaction() as t:
        for read in READ.values():
            assert await read(t)
        assert [item.kind for item in await t.memories(ANA, CANARY[ANA])] == [CANARY[ANA]]
        assert await t.memory_counts(MANY[0]) == {"note": 1}


async def test_everything_opens_with_the_new_key_alone(file: Path) -> None:
    before, id = Opener(file, OLD).all_bodies(), id_of(file)
    assert await change_key(url(file), os.urandom, OLD, NEW, ID) == 0
    await all_is_there(file, NEW, before)
    assert (opens(url(file), NEW), opens(url(file), OLD)) == (True, False)
    with pytest.raises(DatabaseError, match="does not open"):
        async with opened(file, OLD):
            pass
    assert id_of(file) == ID != id


async def test_nothing_of_the_old_is_left_in_the_file(file: Path) -> None:
    """Who has the old key and takes the file afterwards has nothing to open with it."""
    was = sealed(file)
    await change_key(url(file), os.urandom, OLD, NEW, ID)
    left = raw(file)
    assert len(was) > len(MANY)
    assert [value for value in was if value in left] == []


async def test_what_the_old_key_does_not_open_stays_as_it_is(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE nudge SET body = x'0102' WHERE person = ?", (BEN,))
        connection.execute("UPDATE data_key SET wrapped = x'0102' WHERE owner = ?", (f"person:{MANY[7]}",))
        connection.commit()
    before = rows(file, "SELECT body FROM memory WHERE person = ?", MANY[7])
    assert await change_key(url(file), os.urandom, OLD, NEW, ID) == 2
    assert rows(file, "SELECT body FROM memory WHERE person = ?", MANY[7]) == before
    async with opened(file, NEW) as store, store.transaction() as t:
        assert await t.memories(ANA)
        assert await t.memories(MANY[8])


@pytest.mark.parametrize(
    ("life", "key"),
    [
        *((life, OLD) for life in ("0", "1", "2", "3", "40", "120", "300", "480", "700", "commit")),
        ("scrub", NEW),
    ],
)
async def test_a_kill_on_the_way_does_no_harm(file: Path, life: str, key: bytes) -> None:
    """Before the first row, in the middle of each table, before the end, and right after it: it is all of one key's."""
    before, id = Opener(file, OLD).all_bodies(), id_of(file)
    child = subprocess.run(  # noqa: ASYNC221 - one process, to be killed
        [sys.executable, str(HERE / "changer.py"), str(file), encode_key(OLD), encode_key(NEW), ID, life],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert child.returncode == -signal.SIGKILL
    other = NEW if key == OLD else OLD
    assert (opens(url(file), key), opens(url(file), other), id_of(file)) == (True, False, id if key == OLD else ID)
    await all_is_there(file, key, before)
    if key == OLD:
        assert await change_key(url(file), os.urandom, OLD, NEW, ID) == 0
        await all_is_there(file, NEW, before)


@pytest.mark.parametrize(
    "statement", ["remove_keys", "reseal_inbox", "reseal_memory", "reseal_outbox", "change_database_id"]
)
async def test_an_error_on_the_way_does_no_harm(file: Path, statement: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Opener(file, OLD).all_bodies()
    with monkeypatch.context() as patch:
        patch.setitem(cast("dict[str, str]", SQL), statement, "SELECT 1 FROM nowhere")
        with pytest.raises(DatabaseError):
            await change_key(url(file), os.urandom, OLD, NEW, ID)
    assert opens(url(file), OLD)
    await all_is_there(file, OLD, before)


async def test_it_is_refused_while_a_coach_is_at_work_and_with_another_key(file: Path, tmp_path: Path) -> None:
    async with opened(file, OLD):
        with pytest.raises(DatabaseError, match="in use"):
            await change_key(url(file), os.urandom, OLD, NEW, ID)
    with pytest.raises(DatabaseError, match="does not open"):
        await change_key(url(file), os.urandom, NEW, OLD, ID)
    with pytest.raises(DatabaseError, match="There is no database"):
        await change_key(url(tmp_path / "none.db"), os.urandom, OLD, NEW, ID)
    assert not (tmp_path / "none.db").exists()
