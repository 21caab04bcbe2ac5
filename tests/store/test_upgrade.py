"""A database of an older coach: before it is brought up to date, a copy of it is kept beside it."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.store.sqlite import backup, store, upgrade
from bot.store.sqlite.migrations import MIGRATIONS, newest_version
from tests.store.filling import ANA, CANARY, NOON, fill, opened
from tests.unsealed import Opener, rows

OLD = newest_version()
"""The version of the databases here; the code that opens them knows one migration more, or two."""


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """An old database, with something of every kind in it."""
    file = tmp_path / "there" / "coach.db"
    file.parent.mkdir()
    async with opened(file) as old:
        await fill(old)
    return file


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets the code know more migrations than the database has had."""
    folder = tmp_path / "migrations"
    shutil.copytree(str(MIGRATIONS), folder)

    def know(*statements: str) -> None:
        for number, statement in enumerate(statements, OLD + 1):
            text = f"BEGIN IMMEDIATE;\n{statement};\nPRAGMA user_version = {number};\nCOMMIT;\n"
            (folder / f"{number:04}_more.sql").write_text(text, "utf-8")

    monkeypatch.setattr(store, "unlock", partial(upgrade.unlock, folder=folder))
    return know


GOOD = "ALTER TABLE couple ADD COLUMN note TEXT"
BAD = "INSERT INTO nowhere VALUES (1)"


def _copies(file: Path) -> list[str]:
    return sorted(path.name for path in file.parent.glob("*.before-*"))


def _version(file: Path) -> object:
    return rows(file, "PRAGMA user_version")[0][0]


async def _open(file: Path) -> None:
    async with opened(file):
        pass


async def test_a_copy_is_kept_and_said_in_one_line(
    file: Path, newer: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    newer(GOOD)
    before = Opener(file).all_bodies()
    await _open(file)
    copy = file.with_name(f"coach.db.before-{OLD}")
    said = [record.getMessage() for record in caplog.records if record.name == upgrade.__name__]
    assert [str(copy) in line for line in said] == [True]
    assert (_version(file), _version(copy)) == (OLD + 1, OLD)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert CANARY[ANA].encode() in before
    assert Opener(copy).all_bodies() == before
    assert rows(copy, "PRAGMA integrity_check") == [("ok",)]


async def test_what_was_not_folded_in_yet_is_in_the_copy(file: Path, newer: Callable[..., None]) -> None:
    """As after a kill: the last words stand in the journal alone."""
    killed = file.with_name("killed.db")
    async with opened(file) as old:
        async with old.transaction() as t:
            await t.remember("last", ANA, "note", 1, b"the last words", NOON)
        for name in ("", "-wal"):
            shutil.copy(f"{file}{name}", f"{killed}{name}")
    newer(GOOD)
    await _open(killed)
    copy = killed.with_name(f"killed.db.before-{OLD}")
    assert b"the last words" in Opener(copy).all_bodies()


async def test_a_database_that_is_up_to_date_is_not_copied(file: Path) -> None:
    await _open(file)
    assert _copies(file) == []


async def test_a_new_database_is_not_copied(tmp_path: Path, newer: Callable[..., None]) -> None:
    newer(GOOD)
    file = tmp_path / "new.db"
    await _open(file)
    assert (_version(file), _copies(file)) == (OLD + 1, [])


async def test_nothing_is_ever_overwritten(file: Path, newer: Callable[..., None]) -> None:
    first = file.with_name(f"coach.db.before-{OLD}")
    first.write_text("mine")
    file.with_name(f"coach.db.before-{OLD}-2").symlink_to("nowhere")
    newer(GOOD)
    await _open(file)
    assert first.read_text() == "mine"
    assert _copies(file) == [f"coach.db.before-{OLD}{end}" for end in ("", "-2", "-3")]
    assert _version(file.with_name(f"coach.db.before-{OLD}-3")) == OLD


def _cannot_make(monkeypatch: pytest.MonkeyPatch) -> None:
    made = os.open

    def refuse(path: Path | str, flags: int, mode: int = 0o777) -> int:
        if ".before-" in str(path):
            raise PermissionError(13, "Permission denied")
        return made(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)


def _disk_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(original: sqlite3.Connection, draft: Path) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(backup, "_copy", fail)


def _cannot_rename(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(draft: Path, target: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "replace", fail)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        pytest.param(_cannot_make, "Permission denied", id="a folder that may not be written"),
        pytest.param(_disk_is_full, "disk is full", id="a full disk"),
        pytest.param(_cannot_rename, "Input/output error", id="a broken disk"),
    ],
)
async def test_without_a_copy_nothing_is_changed(
    file: Path,
    newer: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[pytest.MonkeyPatch], None],
    why: str,
) -> None:
    newer(GOOD)
    with monkeypatch.context() as spoilt:
        spoil(spoilt)
        with pytest.raises(DatabaseError, match=why) as error:
            await _open(file)
    assert "no copy" in str(error.value)
    assert "\n" not in str(error.value)
    assert (_version(file), _copies(file), list(file.parent.glob("*.part"))) == (OLD, [], [])
    await _open(file)
    assert _version(file) == OLD + 1


@pytest.mark.parametrize(
    ("statements", "version", "copies"),
    [
        pytest.param([BAD], OLD, [], id="nothing has changed: no copy is left, however often it is tried"),
        pytest.param([GOOD, BAD], OLD, [], id="nor when one before it has gone well: all are one"),
    ],
)
async def test_a_migration_that_fails(
    file: Path, newer: Callable[..., None], statements: list[str], version: int, copies: list[str]
) -> None:
    newer(*statements)
    for _ in range(3):
        with pytest.raises(DatabaseError, match="nowhere"):
            await _open(file)
    assert (_version(file), _copies(file)) == (version, copies)


def _made(tmp_path: Path, version: int) -> Path:
    """A database of an older coach that has nothing in it, not even a key."""
    file = tmp_path / "coach.db"
    connection = sqlite3.connect(file)
    for script in sorted(MIGRATIONS.iterdir(), key=lambda script: script.name)[:version]:
        connection.executescript(script.read_text("utf-8"))
    connection.close()
    return file


async def test_what_lies_open_is_not_copied(tmp_path: Path) -> None:
    """It is about to be encrypted, and a copy would keep it readable for good."""
    file = _made(tmp_path, 1)
    await _open(file)
    assert (_version(file), _copies(file)) == (newest_version(), [])


@pytest.mark.parametrize("version", range(2, 7))
async def test_one_that_was_only_just_made_when_it_was_killed_is_taken_up(tmp_path: Path, version: int) -> None:
    file = _made(tmp_path, version)
    await _open(file)
    assert _version(file) == newest_version()


@pytest.mark.parametrize("left", ["", "some"])
async def test_a_start_that_was_killed_leaves_no_second_copy(file: Path, newer: Callable[..., None], left: str) -> None:
    """It may have left a whole one, or the beginning of one."""
    if left:
        backup.copy_database(file, file.with_name(f"coach.db.before-{OLD}"))
    else:
        file.with_name(f"coach.db.before-{OLD}").touch()
        file.with_name(f"coach.db.before-{OLD}.part").write_bytes(b"half of it")
    newer(GOOD)
    await _open(file)
    assert _copies(file) == [f"coach.db.before-{OLD}"]
    assert (_version(file), _version(file.with_name(f"coach.db.before-{OLD}"))) == (OLD + 1, OLD)
