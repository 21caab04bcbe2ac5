"""`coach restore`: a backup is looked through, then put in the database's place at once; what it replaces is kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.store.keyfile import read_key, write_key
from bot.store.open import change_key, restore
from bot.store.sqlite.keyplace import key_path
from tests.operating import type_in
from tests.store.filling import ANA, BEN, CANARY, opened
from tests.store.restoring import NOON, at_noon, contents, made_in, put_back, words
from tests.unsealed import Opener, rows

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    at_noon(tmp_path, monkeypatch)
    return tmp_path


@pytest.fixture
async def file(folder: Path) -> Path:
    return await made_in(folder)


def replaced(folder: Path) -> list[Path]:
    """The databases that were replaced."""
    return [file for file in sorted(folder.glob("*.replaced-*")) if not file.name.endswith(("-shm", "-wal"))]


def test_it_says_what_it_would_do_and_does_nothing_before_it_is_told_to(file: Path, folder: Path) -> None:
    before = contents(folder)
    done = type_in("restore", "backup.db")
    assert (done.code, done.err) == (0, "")
    assert "backup.db is whole, opens with the key, and is as of 2026-11-22" in done.out
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
