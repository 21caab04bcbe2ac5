"""A database of each version that there has been: brought up to date with nothing lost, and the way back.

They were written by the coach of their time, as `versions/write.py` says.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.store.codec import Kind
from bot.store.open import restore
from bot.store.sqlite.migrations import newest_version
from bot.store.sqlite.sealing import KEYS
from tests.databases.kept import HERE, kept, read_left
from tests.store.filling import opened
from tests.unsealed import Opener, rows

VERSIONS = sorted(int(folder.name) for folder in (HERE / "versions").iterdir() if folder.name.isdigit())
STALE = "That button has had its day"
BODIES: tuple[Kind, ...] = ("inbox", "conversation", "outbox")


def written(version: int) -> dict[str, int]:
    """How many rows there were in each table as it was written."""
    found: dict[str, int] = json.loads((HERE / "versions" / str(version) / "left.json").read_text("utf-8"))["rows"]
    return found


def copied(version: int, folder: Path) -> Path:
    """A database of a version with its key, in a folder of its own."""
    shutil.copytree(HERE / "versions" / str(version), folder, dirs_exist_ok=True)
    for file in folder.iterdir():
        file.chmod(0o600)
    return folder / "coach.db"


def counts(file: Path, version: int) -> dict[str, object]:
    """How many rows there are now in the tables that there were."""
    return {table: rows(file, f"SELECT count(*) FROM {table}")[0][0] for table in written(version)}


def everything(file: Path) -> list[str]:
    """A database as statements: its tables and all their rows, but for what a restore notes in it."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return [line for line in connection.iterdump() if "restored" not in line]


def version_of(file: Path) -> object:
    return rows(file, "PRAGMA user_version")[0][0]


async def up_to_date(file: Path) -> None:
    async with opened(file):
        pass


def kept_before(folder: Path) -> list[Path]:
    """The copies that upgrades have left."""
    return list(folder.glob("*.before-*"))


def test_there_is_one_of_each() -> None:
    """Before a migration is added, one of the version until then is written: see `versions/write.py`."""
    assert set(range(1, newest_version())) <= set(VERSIONS)
    for version in VERSIONS:
        assert version_of(HERE / "versions" / str(version) / "coach.db") == version


@pytest.mark.parametrize("version", VERSIONS)
async def test_nothing_is_lost(version: int, tmp_path: Path) -> None:
    file = copied(version, tmp_path)
    bodies = {kind: Opener(file).bodies(kind) for kind in BODIES} if version >= KEYS else {}
    await up_to_date(file)
    assert version_of(file) == newest_version()
    assert counts(file, version) == written(version)
    assert rows(file, "PRAGMA integrity_check") == [("ok",)]
    assert {kind: Opener(file).bodies(kind) for kind in bodies} == bodies


@pytest.mark.parametrize("version", VERSIONS)
async def test_the_open_question_is_answered_where_it_stands(version: int, tmp_path: Path) -> None:
    name = f"versions/{version}"
    [question] = read_left(name).questions
    async with kept(name, tmp_path) as on_stage:
        phone = on_stage.phone("Ana")
        before = len(phone.received)
        await on_stage.settle()
        assert len(phone.received) == before, "nothing comes by itself"
        await phone.press_data(question.message, question.buttons[0][1])
        await on_stage.settle()
        new = [message.text for message in phone.received[before:]]
        assert new
        assert not any(STALE in text for text in new)
        await on_stage.send("Ana", "/stop")
        await on_stage.send("Ana", "/menu")
        assert phone.received[-1].buttons


@pytest.mark.parametrize("version", [each for each in VERSIONS if KEYS <= each < newest_version()])
async def test_the_copy_that_an_upgrade_leaves_is_the_way_back(version: int, tmp_path: Path) -> None:
    file = copied(version, tmp_path)
    before = everything(file)
    await up_to_date(file)
    copy = tmp_path / f"coach.db.before-{version}"
    assert (version_of(copy), everything(copy)) == (version, before)
    async with opened(file) as store:
        await store.housekeeping(read_left(f"versions/{version}").clock + timedelta(days=1))
    restore(f"sqlite:///{file}", copy, read_left(f"versions/{version}").clock)
    assert (version_of(file), everything(file)) == (version, before)
    await up_to_date(file)
    assert counts(file, version) == written(version)


async def test_what_was_not_sealed_yet_leaves_no_copy(tmp_path: Path) -> None:
    file = copied(1, tmp_path)
    await up_to_date(file)
    assert kept_before(tmp_path) == []


async def test_a_newer_coachs_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    file = copied(VERSIONS[-1], tmp_path)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version = {newest_version() + 1}")
    before = everything(file)
    with pytest.raises(DatabaseError, match="newer coach"):
        await up_to_date(file)
    assert (version_of(file), everything(file)) == (newest_version() + 1, before)
    assert kept_before(tmp_path) == []
