"""`coach doctor` on the folder of backups: one line for each thing that somebody is to see to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.store.open import keep_backup
from bot.store.sqlite.connection import FileLock
from bot.store.sqlite.keyplace import key_path
from tests.operating import bot_api, empty_folder, filled, lines, type_in

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    async def now(self: object) -> datetime:
        return NOW

    empty_folder(tmp_path, monkeypatch)
    monkeypatch.setattr("bot.app.SystemClock.now", now)
    with bot_api() as api:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:s3cret")
        monkeypatch.setenv("TELEGRAM_API_URL", api.url)
        monkeypatch.setenv("COACH_BACKUPS", "backups")
        yield


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "coach.db"
    filled(file)
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """On another disk than the database, as far as can be seen."""
    folder = tmp_path / "backups"
    folder.mkdir(mode=0o700)
    return folder


def keep(file: Path, folder: Path, ago: int, days: int = 1) -> None:
    """A backup of each of so many days, the last of them so many days ago."""
    for day in range(days):
        keep_backup(f"sqlite:///{file}", folder, 11, NOW - (ago + days - 1 - day) * DAY)


def said(kept_apart: bool = True) -> list[str]:
    found = lines(type_in("doctor"))["backup"].split("\n")
    same = [line for line in found if line.startswith("look: They are on the database's own disk")]
    assert len(same) == 1, "a test has one disk"
    return [line for line in found if line not in same] if kept_apart else found


def test_all_is_well(file: Path, folder: Path) -> None:
    keep(file, folder, 0, days=3)
    [line] = said()
    assert line.startswith("ok: 3 are kept, from 2026-11-20 on; the newest is of today, and opens.")
    assert "key" in line


def test_backups_on_the_databases_own_disk_are_lost_with_it(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(file, folder, 0)
    assert len(said(kept_apart=False)) == 2
    stat = Path.stat

    def elsewhere(self: Path, **how: bool) -> object:
        there = stat(self, **how)
        return SimpleNamespace(st_dev=-1, st_mode=there.st_mode) if self.name == "backups" else there

    monkeypatch.setattr(Path, "stat", elsewhere)
    assert [line[:3] for line in lines(type_in("doctor"))["backup"].split("\n")] == ["ok:"]


@pytest.mark.parametrize(
    ("ago", "at_work", "state"),
    [(1, True, "ok"), (2, True, "FAIL"), (2, False, "look")],
)
def test_a_day_without_its_backup(file: Path, folder: Path, ago: int, at_work: bool, state: str) -> None:
    keep(file, folder, ago)
    lock = FileLock(file) if at_work else None
    try:
        [line] = said()
    finally:
        if lock is not None:
            lock.release()
    assert line.startswith(f"{state}: 1 is kept, from {(NOW - ago * DAY).date()} on; the newest is ")


def test_none_is_there_yet(file: Path, folder: Path) -> None:
    [line] = said()
    assert line.startswith("look: None is there yet")


def _spoilt(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "coach-2026-11-22.db").open("r+b") as newest:
        newest.seek(16)
        newest.write(bytes(2))


def _another_key(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key_path(file).write_text("A" * 43)


def _open_to_others(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.chmod(0o755)


def _not_ours(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, how: Path(path).name != "backups" and may(path, how))


def _full(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1000))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        pytest.param(_another_key, "does not open with the key", id="the newest opens with another key"),
        pytest.param(_open_to_others, "chmod 700", id="others may read the folder"),
        pytest.param(_not_ours, "cannot write", id="it is not the coach's to write"),
        pytest.param(_full, "no room for the next", id="the disk is full"),
    ],
)
def test_what_is_wrong_fails_and_says_what_to_do(
    file: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Path, Path, pytest.MonkeyPatch], None],
    says: str,
) -> None:
    keep(file, folder, 0)
    spoil(file, folder, monkeypatch)
    assert [says in line for line in said() if line.startswith("FAIL: ")] == [True]


def test_one_that_is_damaged_is_none(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(file, folder, 0)
    _spoilt(file, folder, monkeypatch)
    assert [line[:14] for line in said()] == ["look: 1 file i", "look: None is "]


def test_a_folder_that_is_not_there(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_BACKUPS", "/media/nowhere/backups")
    assert "FAIL: COACH_BACKUPS names no folder (/media/nowhere/backups)" in lines(type_in("doctor"))["backup"]


def test_a_database_that_is_not_there_needs_none() -> None:
    assert lines(type_in("doctor"))["backup"] == "ok: Nothing to keep yet."
