"""What only SQLite can get wrong: its file, its lock, its migrations, and a death in the middle."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite
import pytest

from bot.errors import DatabaseError
from bot.store.contract import Store
from bot.store.open import open_store
from bot.store.rows import Incoming, NudgeRow, Outgoing
from bot.store.sqlite.migrations import MIGRATIONS, migrate
from bot.store.sqlite.queries import SQL, read_queries
from tests.unsealed import Opener, rows

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "coach.db"


def _url(file: Path) -> str:
    return f"sqlite:///{file}"


@asynccontextmanager
async def opened(url: str, key: bytes | None = None) -> AsyncIterator[Store]:
    """A store that is closed whatever happens: an open one keeps its thread, and with it the process, alive."""
    store = await open_store(url, os.urandom, key)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def raw(file: Path) -> AsyncIterator[aiosqlite.Connection]:
    async with aiosqlite.connect(file, isolation_level=None) as connection:
        yield connection


async def open_and_close(url: str) -> None:
    async with opened(url):
        pass


class TestOpening:
    @pytest.mark.parametrize(
        ("spoil", "says"),
        [
            pytest.param(lambda f: f.mkdir(), "cannot be opened", id="a folder"),
            pytest.param(lambda f: f.write_bytes(b"not a database" * 100), "not a database", id="another file"),
            pytest.param(lambda f: _execute(f, "CREATE TABLE t (x)"), "another program", id="another database"),
            pytest.param(lambda f: _execute(f, "PRAGMA user_version = 3"), "another program", id="another's version"),
            pytest.param(
                lambda f: _execute(f, "PRAGMA application_id = 1129267523; PRAGMA user_version = 999"),
                "newer coach",
                id="newer than the code",
            ),
        ],
    )
    async def test_what_cannot_be_used_is_said_in_one_line(
        self, file: Path, spoil: Callable[[Path], object], says: str
    ) -> None:
        spoil(file)
        with pytest.raises(DatabaseError, match=says) as error:
            await open_and_close(_url(file))
        assert "\n" not in str(error.value)

    @pytest.mark.parametrize("url", ["", "coach.db", "postgresql://host/db", "sqlite://", "sqlite:///", "sqlite:"])
    async def test_a_wrong_url_is_said_in_one_line(self, url: str) -> None:
        with pytest.raises(DatabaseError, match="sqlite:///FILE"):
            await open_and_close(url)

    async def test_a_missing_folder_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(DatabaseError, match="No such file"):
            await open_and_close(_url(tmp_path / "no" / "coach.db"))

    async def test_a_relative_path_is_taken_from_the_working_directory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        await open_and_close("sqlite:///here.db")
        assert (tmp_path / "here.db").exists()

    async def test_only_the_owner_may_read_it(self, file: Path) -> None:
        async with opened(_url(file)) as store:
            await store.receive([Incoming(1, b"{}")], NOON)
            modes = {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
        assert modes == {0o600}

    async def test_a_second_coach_is_turned_away_and_may_come_later(self, file: Path) -> None:
        async with opened(_url(file)):
            with pytest.raises(DatabaseError, match="in use by another coach"):
                await open_and_close(_url(file))
        await open_and_close(_url(file))


async def test_every_body_is_sealed(file: Path) -> None:
    secret = b"a very private word"
    async with opened(_url(file)) as store:
        await store.receive([Incoming(1, secret), Incoming(2, secret, error="nobody")], NOON)
        async with store.transaction() as t:
            await t.save_conversation("c", [1], secret, NOON)
            await t.remember("m", 1, "a very private word", 1, secret, NOON)
            await t.add_nudge(NudgeRow("n", 1, NOON, "back", "a very private word"))
            await t.add_message(Outgoing(1, "send", "reply", secret, NOON))
        before_it_is_folded_in = _content(file.parent)
    assert secret not in before_it_is_folded_in + _content(file.parent)
    assert Opener(file).all_bodies().count(secret) == 7


@pytest.mark.parametrize(("once", "left"), [(True, 0), (False, 1)])
async def test_a_body_marked_once_goes_at_delivery(file: Path, once: bool, left: int) -> None:
    async with opened(_url(file)) as store:
        async with store.transaction() as t:
            seq = await t.add_message(Outgoing(1, "send", "reply", b"a token", NOON, once=once))
        sealed = _sealed(file)
        async with store.transaction() as t:
            await t.mark_sending(seq)
            await t.mark_sent(seq, 5, NOON)
    assert _execute(file, "SELECT count(body) FROM outbox") == [(left,)]
    assert [body in _content(file.parent) for body in sealed] == [bool(left)]


async def test_old_bodies_are_gone_from_the_file(file: Path) -> None:
    async with opened(_url(file)) as store:
        await store.receive([Incoming(1, b"typed words", 1)], NOON)
        async with store.transaction() as t:
            await t.finish_input(1, NOON)
            seq = await t.add_message(Outgoing(1, "send", "reply", b"said words", NOON))
            await t.mark_sent(seq, 5, NOON)
        sealed = _sealed(file)
        await store.housekeeping(NOON.replace(day=29))
        left = _content(file.parent)
    assert [body in left for body in sealed] == [False, False]


class TestMigrations:
    async def test_an_older_database_is_brought_up_to_date_and_keeps_its_rows(self, tmp_path: Path) -> None:
        folder = _migrations(tmp_path)
        async with raw(tmp_path / "old.db") as connection:
            await migrate(connection, folder, nothing)
            await connection.execute_fetchall("INSERT INTO couple (id, a, b, since) VALUES ('x', 1, 2, 3)")
            _add(folder, "0002_more.sql", "ALTER TABLE couple ADD COLUMN note TEXT", 2)
            await migrate(connection, folder, nothing)
            await migrate(connection, folder, nothing)
            found = await connection.execute_fetchall("SELECT id, note FROM couple")
        assert list(found) == [("x", None)]

    async def test_a_migration_that_fails_changes_nothing(self, tmp_path: Path) -> None:
        folder = _migrations(tmp_path)
        async with raw(tmp_path / "old.db") as connection:
            await migrate(connection, folder, nothing)
            _add(folder, "0002_bad.sql", "CREATE TABLE good (x); INSERT INTO nowhere VALUES (1)", 2)
            with pytest.raises(sqlite3.OperationalError, match="nowhere"):
                await migrate(connection, folder, nothing)
            assert list(await connection.execute_fetchall("PRAGMA user_version")) == [(1,)]
            assert list(await connection.execute_fetchall("SELECT 1 FROM sqlite_schema WHERE name = 'good'")) == []
            await connection.execute_fetchall("BEGIN IMMEDIATE")

    def test_each_carries_its_own_transaction_and_version(self) -> None:
        names = sorted(file.name for file in MIGRATIONS.iterdir() if file.name.endswith(".sql"))
        for number, name in enumerate(names, 1):
            text = (MIGRATIONS / name).read_text("utf-8")
            assert name.startswith(f"{number:04}_")
            assert re.search(r"^BEGIN IMMEDIATE;$", text, re.M)
            assert text.rstrip().endswith(f"PRAGMA user_version = {number};\nCOMMIT;")


class TestQueries:
    def test_every_statement_is_used_and_every_name_exists(self) -> None:
        code = "".join(path.read_text() for path in (ROOT / "bot/store/sqlite").glob("*.py"))
        quoted = set(re.findall(r'"([a-z_]+)"', code))
        assert set(SQL) <= quoted
        assert set(re.findall(r'_rows?\(\s*"([a-z_]+)"', code)) <= set(SQL)

    def test_a_name_given_twice_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.sql").write_text("-- name: x\nSELECT 1;\n")
        (tmp_path / "b.sql").write_text("-- name: x\nSELECT 2;\n")
        with pytest.raises(ValueError, match="named x"):
            read_queries(tmp_path)


class TestDeath:
    @pytest.mark.parametrize("after", [1, 7, 20])
    async def test_a_kill_loses_nothing_acknowledged_and_does_nothing_twice(self, file: Path, after: int) -> None:
        for _ in range(3):
            safe = _write_until_killed(file, after)
        answered: list[int] = []
        async with opened(_url(file)) as store:
            async with store.transaction() as t:
                while found := await t.heads(1):
                    answered.append(int(found[0].body))
                    await t.mark_sending(found[0].seq)
                    await t.mark_sent(found[0].seq, None, NOON)
                waiting: list[int] = []
                # One for each kill that came between the receiving and the answer.
                while row := await t.next_input():
                    waiting.append(row.update_id)
                    await t.finish_input(row.seq, NOON)
            offset = await store.offset()
        assert answered + waiting == list(range(offset)), "each once, in order"
        assert safe < offset

    async def test_a_copy_taken_in_mid_transaction_has_what_was_committed(self, file: Path, tmp_path: Path) -> None:
        copy = tmp_path / "copy"
        async with opened(_url(file)) as store:
            await store.receive([Incoming(1, b"{}", 1)], NOON)
            async with store.transaction() as t:
                await t.finish_input(1, NOON)
                await t.add_message(Outgoing(1, "send", "reply", b"half", NOON))
                shutil.copytree(file.parent, copy, ignore=shutil.ignore_patterns("copy"))
        async with opened(_url(copy / file.name)) as crashed, crashed.transaction() as t:
            assert await t.next_input() is not None
            assert await t.pending_count() == 0


def _content(folder: Path) -> bytes:
    """All that stands in a folder's files."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


def _sealed(file: Path) -> list[bytes]:
    """The bodies of inbox and outbox as they stand in the database."""
    found = rows(file, "SELECT body FROM inbox UNION ALL SELECT body FROM outbox")
    return [body for (body,) in found if isinstance(body, bytes)]


def _execute(file: Path, script: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(file)
    try:
        *first, last = script.split(";")
        for statement in first:
            connection.execute(statement)
        rows = connection.execute(last).fetchall()
        connection.commit()
        return rows
    finally:
        connection.close()


async def nothing() -> None:
    pass


def _migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_first.sql").write_text((MIGRATIONS / "0001_first.sql").read_text("utf-8"))
    return folder


def _add(folder: Path, name: str, statements: str, version: int) -> None:
    (folder / name).write_text(f"BEGIN IMMEDIATE;\n{statements};\nPRAGMA user_version = {version};\nCOMMIT;\n")


def _write_until_killed(file: Path, lines: int) -> int:
    """Run the writer, kill it once it has said so many ids, and return the last id that it said was safe."""
    child = subprocess.Popen(
        [sys.executable, str(HERE / "writer.py"), _url(file)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    with child, child.stdout as said:
        safe = [said.readline() for _ in range(lines)]
        child.send_signal(signal.SIGKILL)
        safe += [line for line in said if line.endswith("\n")]
    return int(safe[-1])
