"""Bringing a database file up to date. Each migration is a script that carries the version it leads to."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import aiosqlite

from bot.errors import DatabaseError

MIGRATIONS: Final = files("bot.store.sqlite") / "migrations"
APPLICATION_ID: Final = int.from_bytes(b"COAC", "big")
"""What the first migration writes into the file's header: it tells our files from other programs'."""

_FRAME: Final = ("BEGIN IMMEDIATE;", "COMMIT;")
"""What makes a script whole by itself; here all scripts are one transaction."""


async def migrate(
    connection: aiosqlite.Connection, folder: Traversable, finish: Callable[[], Awaitable[object]]
) -> None:
    """Apply, in order, the migrations that the database has not had, then `finish`: in one transaction, so that a kill
    leaves all of it or nothing. Raises `DatabaseError`, and `sqlite3.Error`."""
    scripts = _scripts(folder)
    version = await version_of(connection)
    try:
        await connection.execute_fetchall("BEGIN IMMEDIATE")
        for number, script in enumerate(scripts[version:], version + 1):
            for statement in _statements(script.read_text("utf-8")):
                await connection.execute_fetchall(statement)
            if await version_of(connection) != number:
                raise DatabaseError(
                    f"The migration {script.name} did not lead to version {number}: reinstall the coach."
                )
        await finish()
        await connection.execute_fetchall("COMMIT")
    except BaseException:
        await connection.rollback()
        raise


async def make_sure(connection: aiosqlite.Connection, folder: Traversable = MIGRATIONS) -> None:
    """Raise `DatabaseError` for a file that is another program's, or a newer coach's."""
    version = await _pragma(connection, "user_version")
    known = await _pragma(connection, "application_id") == APPLICATION_ID
    if not known and (version or await _has_tables(connection)):
        raise DatabaseError("The database belongs to another program: let COACH_DATABASE name a file of its own.")
    if version > newest_version(folder):
        raise DatabaseError("The database was made by a newer coach: update the coach, or use another COACH_DATABASE.")


async def version_of(connection: aiosqlite.Connection) -> int:
    """How many migrations the database has had; 0 for a new one, or another program's."""
    known = await _pragma(connection, "application_id") == APPLICATION_ID
    return await _pragma(connection, "user_version") if known else 0


def newest_version(folder: Traversable = MIGRATIONS) -> int:
    """The version that all migrations together lead to."""
    return len(_scripts(folder))


def version_after(subject: str) -> int:
    """The version that the migration about a subject leads to."""
    return next(number for number, script in enumerate(_scripts(MIGRATIONS), 1) if subject in script.name)


def _scripts(folder: Traversable) -> list[Traversable]:
    return sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for part in "\n".join(line for line in script.splitlines() if not line.lstrip().startswith("--")).split(";"):
        statement += part + ";"
        if sqlite3.complete_statement(statement):
            if statement.strip() not in _FRAME and statement.strip() != ";":
                yield statement
            statement = ""


async def _pragma(connection: aiosqlite.Connection, name: str) -> int:
    [row] = await connection.execute_fetchall(f"PRAGMA {name}")
    return int(row[0])


async def _has_tables(connection: aiosqlite.Connection) -> bool:
    [row] = await connection.execute_fetchall("SELECT count(*) FROM sqlite_schema")
    return bool(row[0])
