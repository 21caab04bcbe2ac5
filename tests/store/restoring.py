"""A database and a backup of an earlier day beside it, in a folder that commands are typed in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store.open import back_up, restore
from tests.operating import empty_folder
from tests.store.filling import BEN, CANARY, fill, opened
from tests.unsealed import Opener

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def at_noon(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder, at noon."""

    async def now(self: object) -> datetime:
        return NOON

    empty_folder(folder, monkeypatch)
    monkeypatch.setattr("bot.app.SystemClock.now", now)


async def made_in(folder: Path) -> Path:
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
