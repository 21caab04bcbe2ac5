"""A commit is on the disk before it counts: every connection that writes is opened with `synchronous=FULL`.

A process that is killed loses nothing that it has handed to the system, so no kill shows this. What it comes to when
the power goes is in `test_power.py`.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.open import back_up, change_key
from tests.store.filling import ANA, NOON, fill, opened

FULL, NORMAL = 2, 1
OLD, NEW = b"k" * 32, b"n" * 32
READS = ("SELECT", "PRAGMA", "BEGIN", "COMMIT", "ROLLBACK")
OLDER = Path(__file__).parents[1] / "databases" / "before_padding"

connect = sqlite3.connect


class Watched(sqlite3.Connection):
    """A connection that notes how durable it is at each statement that writes."""

    seen: list[int]

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        self._note(sql)
        return super().execute(sql, *values)  # type: ignore[arg-type]

    def executemany(self, sql: str, values: object, /) -> sqlite3.Cursor:
        self._note(sql)
        return super().executemany(sql, values)  # type: ignore[arg-type]

    def backup(self, target: sqlite3.Connection, **how: object) -> None:
        assert isinstance(target, Watched)
        target._note("INSERT")
        super().backup(target, **how)  # type: ignore[arg-type]

    def _note(self, sql: str) -> None:
        if not "".join(line for line in sql.splitlines() if not line.startswith("--")).lstrip().startswith(READS):
            [(level,)] = super().execute("PRAGMA synchronous").fetchall()
            self.seen.append(level)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How durable each write was, in the order of their coming."""
    Watched.seen = []

    def watched(*given: object, **named: object) -> sqlite3.Connection:
        return connect(*given, **({"factory": Watched} | named))  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", watched)
    return Watched.seen


async def at_work(file: Path) -> None:
    """All that a coach does in a day, with the file written anew."""
    async with opened(file) as store:
        await fill(store)
        await store.forget(ANA)
        await store.housekeeping(NOON + timedelta(days=40))


async def brought_up_to_date(file: Path) -> None:
    """A database of an older coach: its copy, its migrations, and everything sealed anew."""
    for name in ("coach.db", "coach.db.key"):
        shutil.copyfile(OLDER / name, file.with_name(name))
        file.with_name(name).chmod(0o600)
    async with opened(file):
        assert list(file.parent.glob("coach.db.before-*"))


async def another_key(file: Path) -> None:
    """Everything sealed anew for another key."""
    async with opened(file, OLD) as store:
        await fill(store)
    assert await change_key(f"sqlite:///{file}", os.urandom, OLD, NEW, "0" * 32) == 0


async def backed_up(file: Path) -> None:
    """A copy."""
    async with opened(file) as store:
        await fill(store)
        Watched.seen.clear()
        back_up(f"sqlite:///{file}", file.with_name("copy.db"))


@pytest.mark.parametrize("life", [at_work, brought_up_to_date, another_key, backed_up])
async def test_every_write_is_on_the_disk_before_it_counts(
    life: Callable[[Path], Awaitable[None]], tmp_path: Path, seen: list[int]
) -> None:
    await life(tmp_path / "coach.db")
    assert seen, "something was written"
    assert set(seen) == {FULL}


async def test_a_connection_that_is_less_durable_is_seen(tmp_path: Path, seen: list[int]) -> None:
    async with opened(tmp_path / "coach.db") as store:
        await store._connection.execute_fetchall("PRAGMA synchronous = NORMAL")  # type: ignore[attr-defined]
        await fill(store)
    assert NORMAL in seen
