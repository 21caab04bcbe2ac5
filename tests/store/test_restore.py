"""`coach restore`: a backup is looked through, then put in the database's place at once; what it replaces is kept."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.store.keyfile import read_key, write_key
from bot.store.open import back_up, change_key, restore
from bot.store.sqlite import restore as restoring
from bot.store.sqlite.connection import FileLock
from bot.store.sqlite.keyplace import key_path
from tests.operating import empty_folder, type_in
from tests.store.filling import ANA, BEN, CANARY, fill, opened
from tests.unsealed import Opener, rows

HERE = Path(__file__).parent
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the coach works, at noon."""

    async def now(self: object) -> datetime:
        return NOON

    empty_folder(tmp_path, monkeypatch)
    monkeypatch.setattr("bot.app.SystemClock.now", now)
    return tmp_path


@pytest.fixture
async def file(folder: Path) -> Path:
    """A database with a backup of Ana's, and Ben's words in it since."""
    file = folder / "coach.db"
    async with opened(file) as store:
        await fill(store)
    back_up(f"sqlite:///{file}", folder / "backup.db")
    async with opened(file) as store:
        await fill(store, BEN)
    return file


def put_back(file: Path) -> Path | None:
    """As the command does, in a test that has an event loop of its own."""
    return restore(f"sqlite:///{file}", file.with_name("backup.db"), NOON)


def contents(folder: Path) -> dict[str, bytes]:
    """All files but the lock and what SQLite needs for reading."""
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.endswith((".lock", "-shm", "-wal"))
    }


def words(file: Path) -> set[str]:
    """Whose words a database has."""
    bodies = Opener(file).all_bodies()
    return {word for word in CANARY.values() if word.encode() in bodies}


def replaced(folder: Path) -> list[Path]:
    """The databases that were replaced."""
    return [file for file in sorted(folder.glob("*.replaced-*")) if not file.name.endswith(("-shm", "-wal"))]


def test_it_says_what_it_would_do_and_does_nothing_before_it_is_told_to(file: Path, folder: Path) -> None:
    before = contents(folder)
    done = type_in("restore", "backup.db")
    assert (done.code, done.err) == (0, "")
    assert "backup.db is whole, opens with the key, and has version 11" in done.out
    assert "1 person in 1 conversation" in done.out
    assert "2 people in 2 conversations" in done.out
    assert "Add --yes" in done.out
    assert contents(folder) == before


def test_it_puts_the_backup_in_the_databases_place_and_keeps_what_was_there(file: Path, folder: Path) -> None:
    done = type_in("restore", "backup.db", "--yes")
    assert (done.code, done.err) == (0, "")
    kept = folder / "coach.db.replaced-2026-11-22"
    assert str(kept.name) in done.out
    assert words(file) == {CANARY[ANA]}
    assert words(kept) == set(CANARY.values())
    assert [path.stat().st_mode & 0o777 for path in (file, kept)] == [0o600, 0o600]
    assert rows(kept, "PRAGMA integrity_check") == [("ok",)]
    assert [name for name in contents(folder) if "restoring" in name] == []


async def test_a_coach_goes_on_from_it(file: Path) -> None:
    put_back(file)
    async with opened(file) as store, store.transaction() as t:
        assert [item.kind for item in await t.memories(ANA)] == [CANARY[ANA]]
        assert await t.memories(BEN) == []


def test_nothing_that_was_replaced_before_is_overwritten(file: Path, folder: Path) -> None:
    for _ in range(3):
        assert type_in("restore", "backup.db", "--yes").code == 0
    assert [words(folder / f"coach.db.replaced-2026-11-22{end}") for end in ("", "-2", "-3")] == [
        set(CANARY.values()),
        {CANARY[ANA]},
        {CANARY[ANA]},
    ]


async def test_the_last_words_of_a_coach_that_was_killed_are_kept_with_what_is_replaced(
    file: Path, folder: Path
) -> None:
    """They stand in the journal alone."""
    async with opened(file) as store:
        async with store.transaction() as t:
            await t.remember("last", BEN, "note", 1, b"the last words", NOON)
        for end in ("", "-wal"):
            shutil.copy(f"{file}{end}", folder / f"killed.db{end}")
    for end in ("", "-wal"):
        os.replace(folder / f"killed.db{end}", f"{file}{end}")
    put_back(file)
    kept = folder / "coach.db.replaced-2026-11-22"
    assert not kept.with_name(f"{kept.name}-wal").exists(), "it is one file"
    assert b"the last words" in Opener(kept).all_bodies()
    assert words(file) == {CANARY[ANA]}


def test_a_new_machine_has_none_yet(file: Path, folder: Path) -> None:
    shutil.move(file, folder / "gone.db")
    done = type_in("restore", "backup.db", "--yes")
    assert (done.code, done.err) == (0, "")
    assert words(file) == {CANARY[ANA]}
    assert "kept as" not in done.out


def test_a_journal_whose_database_is_gone_does_not_get_into_the_backup(file: Path, folder: Path) -> None:
    shutil.move(file, folder / "gone.db")
    (folder / "coach.db-wal").write_bytes(b"of another file")
    assert type_in("restore", "backup.db", "--yes").code == 0
    assert not (folder / "coach.db-wal").exists()
    assert (folder / "coach.db.replaced-2026-11-22-wal").read_bytes() == b"of another file"
    assert words(file) == {CANARY[ANA]}


def test_a_damaged_database_is_kept_as_it_is(file: Path, folder: Path) -> None:
    file.write_bytes(file.read_bytes()[:4096] + b"broken" * 5000)
    broken = file.read_bytes()
    done = type_in("restore", "backup.db", "--yes")
    assert (done.code, done.err) == (0, "")
    assert "cannot be read" in done.out
    assert words(file) == {CANARY[ANA]}
    assert (folder / "coach.db.replaced-2026-11-22").read_bytes() == broken


async def test_a_backup_of_before_the_key_was_changed_opens_with_the_old_key_alone(file: Path, folder: Path) -> None:
    old, new = key_path(file), folder / "new.key"
    write_key(new, b"n" * 32)
    await change_key(f"sqlite:///{file}", os.urandom, read_key(old), read_key(new), "b" * 32)
    shutil.copy(new, old.with_name(f"{'b' * 32}.key"))
    put_back(file)
    assert words(file) == {CANARY[ANA]}, "its own key lies where it lay"
    shutil.move(old, folder / "old.key")
    with pytest.raises(DatabaseError, match="key of the database is missing"):
        put_back(file)


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


def test_killed_at_any_moment_it_leaves_the_old_one_or_the_backup(file: Path, folder: Path) -> None:
    before = folder / "tries" / "before"
    before.mkdir(parents=True)
    for each in (file, folder / "backup.db"):
        shutil.copy(each, before / each.name)
    argv = [sys.executable, str(HERE / "restorer.py"), str(before.parent)]
    env = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    subprocess.run(argv, env=env, check=True, capture_output=True, timeout=120)
    tries = sorted(each for each in before.parent.iterdir() if each != before)
    assert len(tries) > 20
    found = []
    for here in tries:
        assert rows(here / "coach.db", "PRAGMA integrity_check") == [("ok",)]
        old = words(here / "coach.db") == set(CANARY.values())
        assert old or words(here / "coach.db") == {CANARY[ANA]}
        found.append(old)
        assert old or [words(each) for each in replaced(here)] == [set(CANARY.values())], "what was replaced is there"
        again = restore(f"sqlite:///{here / 'coach.db'}", here / "backup.db", NOON)
        assert again is not None
        assert words(here / "coach.db") == {CANARY[ANA]}
        every = [words(each) for each in replaced(here)]
        assert set(CANARY.values()) in every
        assert len(every) == (1 if old else 2), "no second name is left of a try that was killed"
    assert found == sorted(found, reverse=True)
    assert (found[0], found[-1]) == (True, False)
