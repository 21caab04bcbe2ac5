"""The folder of backups: what is put into it each day, what is taken away, and what stays whatever happens."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.runtime.backing_up import BackingUp
from bot.store.codec import KEY_BYTES
from bot.store.keyfile import read_key
from bot.store.open import change_key, keep_backup, look_at_backups
from bot.store.sqlite import backup
from bot.store.sqlite.keyplace import key_path
from tests.store.filling import ANA, CANARY, fill, opened
from tests.store.test_backup import writing
from tests.unsealed import Opener, rows

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = b"k" * KEY_BYTES


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    file = tmp_path / "coach.db"
    async with opened(file) as store:
        await fill(store)
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


def keep(file: Path, folder: Path, now: datetime = NOON, most: int = 3, key: bytes | None = None) -> Path | None:
    return keep_backup(f"sqlite:///{file}", folder, most, now, key)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_days_backup_is_whole_opens_and_is_called_by_its_day_alone(file: Path, folder: Path) -> None:
    made = keep(file, folder)
    assert made is not None
    assert names(folder) == ["coach-2026-11-22.db"]
    assert made.stat().st_mode & 0o777 == 0o600
    assert rows(made, "PRAGMA integrity_check") == [("ok",)]
    assert CANARY[ANA].encode() in Opener(made).all_bodies()


def test_one_a_day_is_made_and_so_many_are_kept(file: Path, folder: Path) -> None:
    hours = [NOON + timedelta(hours=hour) for hour in range(6 * 24)]
    made = [made.name for now in hours if (made := keep(file, folder, now)) is not None]
    assert made == [f"coach-2026-11-{day}.db" for day in (22, 23, 24, 25, 26, 27, 28)]
    assert names(folder) == made[-3:]
    seen = look_at_backups(f"sqlite:///{file}", folder)
    assert seen.days == tuple(date(2026, 11, day) for day in (26, 27, 28))
    assert (seen.newest, seen.others) == (folder / made[-1], 0)


def test_it_is_made_beside_a_coach_that_writes_without_a_pause(file: Path, folder: Path, tmp_path: Path) -> None:
    busy = tmp_path / "busy.db"
    with writing(busy):
        made = keep(busy, folder)
    assert made is not None
    answers = [int(body) for body in Opener(made).bodies("outbox")]
    assert answers == list(range(len(answers)))


async def test_what_the_coach_has_not_put_there_stays_as_it_is(file: Path, folder: Path, tmp_path: Path) -> None:
    async with opened(tmp_path / "another.db") as other:
        await fill(other)
    backup.copy_database(tmp_path / "another.db", folder / "coach-2026-01-01.db")
    with closing(sqlite3.connect(folder / "coach-2026-01-02.db")) as foreign:
        foreign.execute("CREATE TABLE t (x)")
    (folder / "coach-2026-01-03.db").write_text("Dear Ana\n")
    (folder / "coach-2026-01-04.db").symlink_to(file)
    (folder / "coach-2026-01-05.db").mkdir()
    for name in ("our-coach-2026-01-06.db", "coach.db"):
        shutil.copy(file, folder / name)
    (folder / "holiday.jpg").touch()
    os.utime(folder / "holiday.jpg", (0, 0))
    there = names(folder)
    for day in range(10):
        keep(file, folder, NOON + day * DAY, most=1)
    assert [name for name in names(folder) if name not in there] == ["coach-2026-12-01.db"]
    assert set(there) <= set(names(folder))
    assert look_at_backups(f"sqlite:///{file}", folder).others == 5


async def test_two_coaches_in_one_folder_take_nothing_from_each_other(file: Path, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    async with opened(other) as store:
        await fill(store)
    for day in range(3):
        for each in (file, other):
            keep(each, folder, NOON + day * DAY, most=2)
    assert names(folder) == [f"coach-2026-11-{day}{end}.db" for day in (23, 24) for end in ("-2", "")]


async def test_what_opens_with_an_older_key_alone_is_the_operators_to_take_away(file: Path, folder: Path) -> None:
    keep(file, folder, most=1)
    await change_key(f"sqlite:///{file}", os.urandom, read_key(key_path(file)), KEY, "a" * 32)
    keep(file, folder, NOON + DAY, most=1, key=KEY)
    assert names(folder) == ["coach-2026-11-22.db", "coach-2026-11-23.db"]
    assert look_at_backups(f"sqlite:///{file}", folder).others == 1


def _disk_is_full(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    def fail(original: sqlite3.Connection, draft: Path) -> None:
        draft.write_bytes(b"as much as there was room for")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(backup, "_copy", fail)


def _copy_is_damaged(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    copied = backup._copy

    def spoil(original: sqlite3.Connection, draft: Path) -> None:
        copied(original, draft)
        with draft.open("r+b") as written:
            written.seek(4096 * 3)
            written.write(bytes(4096 * 3))

    monkeypatch.setattr(backup, "_copy", spoil)


def _key_is_lost(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    key_path(file).rename(key_path(file).with_name("elsewhere"))


def _key_is_anothers(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    key_path(file).write_text("A" * 43)


def _may_not_be_written(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(backup, "_make", refuse)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        pytest.param(_disk_is_full, "disk is full", id="a full disk"),
        pytest.param(_copy_is_damaged, "damaged", id="a copy that is not whole"),
        pytest.param(_key_is_lost, "key of the database is missing", id="the key is lost"),
        pytest.param(_key_is_anothers, "does not open", id="the key is another's"),
        pytest.param(_may_not_be_written, "Permission denied", id="a folder that may not be written"),
    ],
)
async def test_what_goes_wrong_costs_no_backup_and_is_said_in_one_line(
    file: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[pytest.MonkeyPatch, Path], None],
    why: str,
) -> None:
    keep(file, folder, most=1)
    there = contents(folder)
    clock = _Stands(NOON + DAY)
    spoil(monkeypatch, file)
    await BackingUp(f"sqlite:///{file}", folder, 1, None, clock).take_up(folder)
    assert contents(folder) == there
    [said] = [record.getMessage() for record in caplog.records]
    assert said.startswith("No backup was made")
    assert why in said
    assert "\n" not in said


class _Stands:
    """A clock that stands still."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    async def now(self) -> datetime:
        return self.moment


def test_a_folder_that_is_not_there_is_not_made(file: Path, tmp_path: Path) -> None:
    """Its disk may not be mounted: a folder made in its place would look like it."""
    with pytest.raises(DatabaseError, match="mount its disk"):
        keep(file, tmp_path / "disk" / "backups")
    assert not (tmp_path / "disk").exists()


def test_what_a_kill_has_left_does_no_harm_and_goes_in_time(file: Path, folder: Path) -> None:
    for left in ("coach-2026-11-22.db", "coach-2026-11-22.db.part"):
        (folder / left).touch()
        os.utime(folder / left, (NOON.timestamp(), NOON.timestamp()))
    (folder / "coach-2026-11-22.db.part").write_bytes(b"half")
    os.utime(folder / "coach-2026-11-22.db.part", (NOON.timestamp(), NOON.timestamp()))
    keep(file, folder)
    assert names(folder) == ["coach-2026-11-22-2.db", "coach-2026-11-22.db", "coach-2026-11-22.db.part"]
    keep(file, folder, NOON + 2 * DAY)
    assert names(folder) == ["coach-2026-11-22-2.db", "coach-2026-11-24.db"]


async def test_the_coach_looks_each_hour_and_makes_up_for_what_was_missed(file: Path, folder: Path) -> None:
    clock = _Stands(NOON)
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        clock.moment += timedelta(seconds=seconds)
        if len(pauses) > 50:
            raise EOFError

    with pytest.raises(EOFError):
        await BackingUp(f"sqlite:///{file}", folder, 5, None, clock, pause).run()
    assert names(folder) == ["coach-2026-11-22.db", "coach-2026-11-23.db", "coach-2026-11-24.db"]
    assert pauses == [60.0, *[3600.0] * 50]


async def test_without_a_folder_nothing_is_made(file: Path, tmp_path: Path) -> None:
    before = names(tmp_path)
    await BackingUp(f"sqlite:///{file}", None, 5, None, _Stands(NOON), _at_once).run()
    assert names(tmp_path) == before


async def _at_once(seconds: float) -> None:
    pass
