"""The one connection to a database file: held for this process alone, with its settings made sure of."""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import aiosqlite

from bot.errors import DatabaseError

_OLDEST: Final = (3, 37, 0)
"""SQLite's version with STRICT tables; RETURNING is older."""

BUSY_MS: Final = 5000
"""How long a statement waits for somebody else who holds the file."""

_PRAGMAS: Final = {
    "busy_timeout": BUSY_MS,
    "journal_mode": "wal",
    # NORMAL can lose commits that were acknowledged when the power fails.
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
}


async def connect(path: Path) -> aiosqlite.Connection:
    """Open a database file, made where needed. Raises `DatabaseError`."""
    if sqlite3.sqlite_version_info < _OLDEST:
        raise DatabaseError("This Python's SQLite is too old: the coach needs 3.37 or newer.")
    # At DEBUG it writes every statement's values, and with them people's words.
    logging.getLogger("aiosqlite").setLevel(logging.INFO)
    _private(path)
    with plainly():
        connection = await aiosqlite.connect(path, isolation_level=None)
    try:
        with plainly():
            connection.row_factory = sqlite3.Row
            for name, value in _PRAGMAS.items():
                await connection.execute_fetchall(f"PRAGMA {name} = {value}")
                [row] = await connection.execute_fetchall(f"PRAGMA {name}")
                if row[0] != value:
                    raise DatabaseError(f"The database cannot be used safely: {name} stays {row[0]}.")
    except BaseException:
        await connection.close()
        raise
    return connection


def _private(path: Path) -> None:
    """Make the file readable by its owner only before SQLite makes it readable by all; its journals follow it."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise DatabaseError(
            f"The database cannot be opened ({error.strerror}): "
            "let COACH_DATABASE name a file that the coach may write."
        ) from None


@contextmanager
def plainly() -> Iterator[None]:
    """Turn what SQLite says about the file into one line for the operator. Errors in our own SQL stay as they are."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.DatabaseError as error:
        raise DatabaseError(f"The database cannot be used ({error}): see COACH_DATABASE and its disk.") from error


class FileLock:
    """Keeps a second process off a database. The system lets go of it when the process dies, however it dies."""

    def __init__(self, database: Path) -> None:
        """Take the lock of a database file. Raises `DatabaseError` when another process has it."""
        path = database.with_name(database.name + ".lock")
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise DatabaseError(
                f"The database cannot be opened ({error.strerror}): "
                "let COACH_DATABASE name a file in a folder that the coach may write."
            ) from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise DatabaseError("The database is in use by another coach: stop that one first.") from None

    def release(self) -> None:
        """Let the next process have it. The file stays: removing it would let two processes lock two files."""
        os.close(self._file)
