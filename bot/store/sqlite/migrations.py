"""Bringing a database file up to date. Each migration carries its own transaction and the version it leads to."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import aiosqlite

from bot.errors import DatabaseError

MIGRATIONS: Final = files("bot.store.sqlite") / "migrations"
APPLICATION_ID: Final = int.from_bytes(b"COAC", "big")
"""What the first migration writes into the file's header: it tells our files from other programs'."""


async def migrate(connection: aiosqlite.Connection, folder: Traversable = MIGRATIONS) -> None:
    """Apply, in order, the migrations that the database has not had. Raises `DatabaseError`, and `sqlite3.Error`."""
    scripts = _scripts(folder)
    version = await _pragma(connection, "user_version")
    known = await _pragma(connection, "application_id") == APPLICATION_ID
    if not known and (version or await _has_tables(connection)):
        raise DatabaseError("The database belongs to another program: let COACH_DATABASE name a file of its own.")
    if version > len(scripts):
        raise DatabaseError("The database was made by a newer coach: update the coach, or use another COACH_DATABASE.")
    for number, script in enumerate(scripts[version:], version + 1):
        try:
            await connection.executescript(script.read_text("utf-8"))
        finally:
            if connection.in_transaction:
                await connection.rollback()
        if await version_of(connection) != number:
            raise DatabaseError(f"The migration {script.name} did not lead to version {number}: reinstall the coach.")


async def version_of(connection: aiosqlite.Connection) -> int:
    """How many migrations the database has had; 0 for a new one, or another program's."""
    known = await _pragma(connection, "application_id") == APPLICATION_ID
    return await _pragma(connection, "user_version") if known else 0


def newest_version(folder: Traversable = MIGRATIONS) -> int:
    """The version that all migrations together lead to."""
    return len(_scripts(folder))


def _scripts(folder: Traversable) -> list[Traversable]:
    return sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)


async def _pragma(connection: aiosqlite.Connection, name: str) -> int:
    [row] = await connection.execute_fetchall(f"PRAGMA {name}")
    return int(row[0])


async def _has_tables(connection: aiosqlite.Connection) -> bool:
    [row] = await connection.execute_fetchall("SELECT count(*) FROM sqlite_schema")
    return bool(row[0])
