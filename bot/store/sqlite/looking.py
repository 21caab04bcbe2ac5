"""What an operator asks of a database file, also beside the coach that is at work on it."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import DatabaseError
from bot.store.keyfile import apart
from bot.store.rows import Condition, KeyPlace
from bot.store.sqlite.connection import address, files_of, in_use, plainly, real_path
from bot.store.sqlite.keyplace import beside_it, id_of
from bot.store.sqlite.migrations import APPLICATION_ID, newest_version
from bot.store.sqlite.store import sqlite_path


def sqlite_condition(rest: str) -> Condition | None:
    """How the file is that stands after `sqlite://` in the URL; `condition` of `open` says the rest."""
    path = real_path(sqlite_path(rest))
    if not path.is_file():
        return None
    with plainly(), closing(sqlite3.connect(address(path), uri=True)) as connection:
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        damage = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    files = tuple(file for file in files_of(path) if file.exists())
    size = sum(file.stat().st_size for file in files)
    return Condition(ours, version, newest_version(), damage == "ok", size, in_use(path), files, _backed_up(path))


def sqlite_key_place(rest: str) -> KeyPlace:
    """Where the key lies of the file that stands after `sqlite://`; `key_place` of `open` says the rest."""
    path = sqlite_path(rest)
    if not path.is_file():
        raise DatabaseError(f"There is no database {path}.")
    id = id_of(path)
    return KeyPlace(None if id is None else apart(id), beside_it(path))


def note_backup(path: Path) -> None:
    """Note, as well as can be, that a database has been copied: by the time of an empty file beside it."""
    with suppress(OSError):
        _marker(real_path(path)).touch(0o600)


def _backed_up(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(_marker(path).stat().st_mtime, UTC)
    except OSError:
        return None


def _marker(path: Path) -> Path:
    return path.with_name(f"{path.name}.backed-up")
