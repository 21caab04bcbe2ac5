"""A database whose bodies were sealed as long as they are, and bound to nothing: sealed anew when it is first opened.

It is kept in `tests/databases/before_padding`, as the last coach of that time has left it; `two_in_the_middle` beside
it is three versions older.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from bot.errors import DamagedError, DatabaseError
from bot.store.codec import DataKey, Kind, Vault
from bot.store.keyfile import decode_key
from bot.store.padding import LEAST
from bot.store.sqlite import resealing, session
from bot.store.sqlite.connection import connect
from bot.store.sqlite.keyplace import key_path
from bot.store.sqlite.resealing import change_key
from bot.store.sqlite.sealing import scrub
from tests.databases.kept import HERE as DATABASES
from tests.databases.kept import kept
from tests.store.filling import opened
from tests.unsealed import BODIES, Opener, raw, rows

HERE: Final = Path(__file__).parent
ANA: Final = 7_100_000_001
KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture(params=["before_padding", "two_in_the_middle"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    for name in ("coach.db", "coach.db.key"):
        shutil.copyfile(DATABASES / request.param / name, tmp_path / name)
    return tmp_path / "coach.db"


@pytest.fixture
def before(file: Path) -> dict[Kind, list[bytes]]:
    """Every body, before."""
    return bodies(file)


def bodies(file: Path, key: bytes | None = None) -> dict[Kind, list[bytes]]:
    """Every body, of nudges without the ids that they carry now."""
    opener = Opener(file, key)
    found = {kind: opener.bodies(kind) for kind in BODIES}
    found["nudge"] = [
        json.dumps({k: v for k, v in json.loads(b).items() if k != "id"}).encode() for b in found["nudge"]
    ]
    return found


def key_of(file: Path) -> bytes:
    """The key that lies beside a database."""
    key = decode_key(key_path(file).read_text("ascii").strip())
    assert key is not None
    return key


def open_and_die(file: Path, life: str) -> None:
    """A start that is killed on the way."""
    child = subprocess.run(
        [sys.executable, str(HERE / "unlocker.py"), str(file), life],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
        check=False,
    )
    assert child.returncode == -signal.SIGKILL


def names_of_nudges(file: Path) -> list[object]:
    """Ids of nudges that may name something."""
    return [id for (id,) in rows(file, "SELECT id FROM nudge") if not re.fullmatch("[0-9a-f]{32}", str(id))]


def copies(file: Path) -> list[str]:
    """What is kept of before."""
    return sorted(path.name for path in file.parent.glob("*.before-*"))


def sealed_bodies(file: Path) -> list[bytes]:
    """Every body as it stands in the file."""
    queries = (query.replace("state, id, revision", "state") for query, _ in BODIES.values())
    return [body for query in queries for _, body, *_ in rows(file, query) if isinstance(body, bytes)]


def lengths(file: Path) -> dict[Kind, set[int]]:
    """How long what is sealed is."""
    return {
        kind: {len(sealed) for _, sealed, *_ in rows(file, query) if isinstance(sealed, bytes)}
        for kind, (query, _) in BODIES.items()
    }


async def test_all_is_there_alike_and_says_nothing(
    file: Path, before: dict[Kind, list[bytes]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    ids = [str(id) for (id,) in rows(file, "SELECT id FROM nudge")]
    sealed = sealed_bodies(file)
    assert any("check_in" in id for id in ids)
    async with opened(file):
        pass
    assert bodies(file) == before
    assert all(length <= {LEAST[kind], LEAST[kind] * 2} for kind, length in lengths(file).items())
    [copy] = copies(file)
    left = raw(file).replace(raw(file.with_name(copy)), b"")
    assert [id for id in ids if id.encode() in left] == []
    assert [body for body in sealed if body in left] == []
    said = [record.getMessage() for record in caplog.records if record.name == resealing.__name__]
    assert len(said) >= 3
    assert all(
        re.fullmatch(r"the database is sealed anew(, which may take minutes|: \d+ of \d+ rows|: \d+ rows)+", line)
        for line in said
    )
    assert caplog.text.count(copy) == 1


async def test_what_is_kept_of_before_is_a_coach_again(file: Path, before: dict[Kind, list[bytes]]) -> None:
    """The copy, with the key beside it, as the first start of the next coach meets it."""
    async with opened(file):
        pass
    [copy] = file.parent.glob("*.before-*")
    again = file.parent / "again" / "coach.db"
    again.parent.mkdir()
    shutil.copy(copy, again)
    shutil.copy(key_path(file), key_path(again))
    assert bodies(again) == before
    async with opened(again):
        pass
    assert bodies(again) == before


async def test_the_ledgers_fit(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with opened(file) as store, store.transaction() as t:
        for (person,) in rows(file, "SELECT id FROM person"):
            await t.memories(int(str(person)))
            await t.waiting_nudges(int(str(person)))
            assert await t.conversation_of(int(str(person))) is not None
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("life", ["0", "1", "60", "160", "scrub"])
async def test_a_kill_on_the_way_does_no_harm(tmp_path: Path, life: str) -> None:
    """Before the first key, in the middle, near the end, and when all is sealed but not wiped; twice over. One copy is
    left of the database before."""
    for name in ("coach.db", "coach.db.key"):
        shutil.copyfile(DATABASES / "before_padding" / name, tmp_path / name)
    file = tmp_path / "coach.db"
    before = bodies(file)
    for _ in range(2):
        open_and_die(file, life)
    async with opened(file):
        pass
    assert bodies(file) == before
    assert copies(file) == ["coach.db.before-6"]
    assert names_of_nudges(file) == []


async def test_with_another_key_nothing_is_changed_or_copied(file: Path) -> None:
    before = raw(file)
    with pytest.raises(DatabaseError, match="does not open the database"):
        async with opened(file, OTHER):
            pass
    assert (raw(file), copies(file)) == (before, [])


@pytest.mark.parametrize("version", ["as it is", 6])
async def test_nothing_that_lies_open_is_adopted(file: Path, version: object) -> None:
    """Not even when the thief has put back the version."""
    with closing(sqlite3.connect(file)) as thief:
        thief.execute("DELETE FROM data_key")
        thief.execute("DELETE FROM key_check")
        thief.execute("UPDATE conversation SET state = CAST('{}' AS BLOB)")
        thief.commit()
    with pytest.raises(DatabaseError, match="lost its key check"):
        async with opened(file):
            pass


async def test_the_old_format_is_never_read_again(file: Path) -> None:
    """A row of the copy, with its key, put into the database of today."""
    async with opened(file):
        pass
    [copy] = file.parent.glob("*.before-*")
    [(body,)] = rows(copy, "SELECT body FROM memory ORDER BY rowid LIMIT 1")
    [(wrapped,)] = rows(copy, "SELECT wrapped FROM data_key WHERE owner = ?", f"person:{ANA}")
    with closing(sqlite3.connect(file)) as thief:
        thief.execute("UPDATE memory SET body = ? WHERE rowid = (SELECT min(rowid) FROM memory)", (body,))
        thief.execute("UPDATE data_key SET wrapped = ? WHERE owner = ?", (wrapped, f"person:{ANA}"))
        thief.commit()
    async with opened(file) as store, store.transaction() as t:
        with pytest.raises(DamagedError):
            await t.memories(ANA)


async def test_what_cannot_be_opened_stays_and_keeps_nobody_out(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(sqlite3.connect(file)) as thief:
        thief.execute("UPDATE data_key SET wrapped = x'01' WHERE owner = 'person:7100000002'")
        thief.execute("UPDATE nudge SET body = x'00' WHERE id = ?", (f"weekly.check_in.{ANA}",))
        thief.execute(
            f"UPDATE memory SET body = x'00' WHERE rowid = (SELECT min(rowid) FROM memory WHERE person = {ANA})"
        )
        thief.commit()
    async with opened(file) as store, store.transaction() as t:
        assert await t.conversation_of(ANA) is not None
        with pytest.raises(DamagedError):
            await t.waiting_nudges(ANA)
        with pytest.raises(DamagedError):
            await t.memories(ANA)
        with pytest.raises(DamagedError):
            await t.waiting_nudges(7_100_000_002)
    assert "could not be opened and stay as they are" in caplog.text
    assert [r for r in caplog.records if r.name == session.__name__] == [], "what was damaged before is no theft"
    assert names_of_nudges(file) == []


async def test_nudges_that_have_lost_their_bodies_alike_keep_nobody_out(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE nudge SET body = x''")
        connection.commit()
    async with opened(file) as store, store.transaction() as t:
        assert await t.conversation_of(ANA) is not None
    assert names_of_nudges(file) == []


async def test_the_database_goes_on(tmp_path: Path) -> None:
    """The whole coach, on the phones of its people: their nudges come, and what they remember is there."""
    async with kept("before_padding", tmp_path) as on_stage:
        await on_stage.send("Ana", "/help")
        await on_stage.press("Ana", "I agree")
        await on_stage.send("Ana", "/mine")
        assert "What you love: 1" in on_stage.screen("Ana", 2), "then she is asked about newer words"
        await on_stage.send("Cleo", "/checkin")
        assert on_stage.phone("Cleo").received[-1].buttons
        shown = len(on_stage.phone("Ana").received)
        for _ in range(5):
            await on_stage.move_clock(timedelta(days=1))
        assert len(on_stage.phone("Ana").received) > shown, "her nudges come"
    assert names_of_nudges(tmp_path / "coach.db") == []


class TestAnotherKey:
    async def test_everything_opens_with_it_and_nothing_with_the_old_one(self, file: Path) -> None:
        async with opened(file):
            pass
        before = bodies(file)
        old = Opener(file)
        await self._change(file, key_of(file), KEY)
        assert bodies(file, KEY) == before
        key_path(file).unlink()
        with pytest.raises(DamagedError):
            old.bodies("memory")
        with pytest.raises(DatabaseError, match="does not open the database"):
            async with opened(file, OTHER):
                pass
        async with opened(file, KEY) as store, store.transaction() as t:
            assert await t.memories(ANA)
            assert await t.waiting_nudges(ANA)
            assert await t.conversation_of(ANA) is not None

    async def test_one_that_fails_on_the_way_leaves_the_old_one(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with opened(file):
            pass
        before, sealed = bodies(file), count()

        def fail(self: DataKey, kind: Kind, place: object, body: bytes) -> bytes:
            if next(sealed) == 40:
                raise ZeroDivisionError
            return b"nonsense"

        with monkeypatch.context() as patch:
            patch.setattr(DataKey, "seal", fail)
            with pytest.raises(ZeroDivisionError):
                await self._change(file, key_of(file), KEY)
        assert bodies(file) == before

    async def _change(self, file: Path, old: bytes, new: bytes) -> None:
        connection = await connect(file)
        try:
            await change_key(connection, Vault(old, os.urandom), Vault(new, os.urandom), "0" * 32)
            await scrub(connection)
        finally:
            await connection.close()
