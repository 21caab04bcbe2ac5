"""What `coach restore` refuses, with one line and nothing changed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.sqlite import restore as restoring
from bot.store.sqlite.connection import FileLock
from bot.store.sqlite.keyplace import key_path
from tests.operating import type_in
from tests.store.restoring import at_noon, contents, made_in


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    at_noon(tmp_path, monkeypatch)
    return tmp_path


@pytest.fixture
async def file(folder: Path) -> Path:
    return await made_in(folder)


def _nothing(file: Path) -> None:
    pass


def _letter(file: Path) -> None:
    file.with_name("backup.db").write_text("Dear Ana\n" * 500)


def _foreign(file: Path) -> None:
    file.with_name("backup.db").unlink()
    with closing(sqlite3.connect(file.with_name("backup.db"))) as connection:
        connection.execute("CREATE TABLE t (x)")


def _damaged(file: Path) -> None:
    with file.with_name("backup.db").open("r+b") as backup:
        backup.seek(4096 * 3)
        backup.write(bytes(4096 * 3))


def _cut_off(file: Path) -> None:
    os.truncate(file.with_name("backup.db"), 4096 * 10)


def _newer(file: Path) -> None:
    with closing(sqlite3.connect(file.with_name("backup.db"))) as connection:
        connection.execute("PRAGMA user_version = 99")


def _another_key(file: Path) -> None:
    key_path(file).write_text("A" * 43)


def _no_key(file: Path) -> None:
    key_path(file).unlink()


def _no_check(file: Path) -> None:
    with closing(sqlite3.connect(file.with_name("backup.db"))) as connection:
        connection.execute("DELETE FROM key_check")
        connection.commit()


@pytest.mark.parametrize("more", [(), ("--yes",)], ids=["a look", "for good"])
@pytest.mark.parametrize(
    ("spoil", "named", "says"),
    [
        pytest.param(_nothing, "none.db", "There is no file", id="no file"),
        pytest.param(_nothing, ".", "There is no file", id="a folder"),
        pytest.param(_nothing, "coach.db", "the database itself", id="the database itself"),
        pytest.param(_letter, "backup.db", "cannot be read as a database", id="a letter"),
        pytest.param(_foreign, "backup.db", "no coach's database", id="another program's"),
        pytest.param(_damaged, "backup.db", "damaged", id="a damaged one"),
        pytest.param(_cut_off, "backup.db", "malformed", id="one that was cut off"),
        pytest.param(_newer, "backup.db", "newer coach", id="a newer coach's"),
        pytest.param(_another_key, "backup.db", "key does not open", id="another key"),
        pytest.param(_no_key, "backup.db", "key of the database is missing", id="no key"),
        pytest.param(_no_check, "backup.db", "key does not open", id="one without its key check"),
    ],
)
def test_what_cannot_be_put_back_is_one_line_and_changes_nothing(
    file: Path, folder: Path, spoil: Callable[[Path], None], named: str, says: str, more: tuple[str, ...]
) -> None:
    spoil(file)
    before = contents(folder)
    done = type_in("restore", named, *more)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert says in done.err
    assert contents(folder) == before


@pytest.mark.parametrize("more", [(), ("--yes",)])
def test_it_is_refused_while_a_coach_is_at_work(file: Path, folder: Path, more: tuple[str, ...]) -> None:
    before, lock = contents(folder), FileLock(file)
    try:
        done = type_in("restore", "backup.db", *more)
    finally:
        lock.release()
    assert (done.code, done.out, "in use" in done.err) == (2, "", True)
    assert contents(folder) == before


def test_a_copy_that_was_spoilt_on_its_way_is_not_put_in_place(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is looked through is the very file that takes the place."""
    copied = restoring._copy

    def spoil(backup: Path, draft: Path) -> None:
        copied(backup, draft)
        with draft.open("r+b") as written:
            written.seek(4096 * 3)
            written.write(bytes(4096 * 3))

    monkeypatch.setattr(restoring, "_copy", spoil)
    before = contents(folder)
    done = type_in("restore", "backup.db", "--yes")
    assert (done.code, "damaged" in done.err) == (2, True)
    assert contents(folder) == before
