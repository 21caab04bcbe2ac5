"""The one connection to a database file: held for this process alone, with its settings made sure of."""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import aiosqlite

from bot.errors import DatabaseError
from bot.store.private import keep_private, make_sure_of_file

_OLDEST: Final = (3, 37, 0)
"""SQLite's version with STRICT tables; RETURNING is older."""

BUSY_MS: Final = 5000
"""How long a statement waits for somebody else who holds the file."""

SqlValue = str | int | bytes | None
"""What a column holds."""

_PRAGMAS: Final = {
    "busy_timeout": BUSY_MS,
    "journal_mode": "wal",
    # NORMAL can lose commits that were acknowledged when the power fails.
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
}


class Writer(aiosqlite.Connection):
    """The connection that writes. Whoever uses it is alone with it: the store lets one transaction in at a time.

    A hop to the connection's thread costs several times what a small statement does: those run where they are asked
    for. What takes long – a commit, which waits for the disk, and the house's own work – goes to the thread.
    """

    def at_once(self, sql: str, values: Mapping[str, SqlValue] | None = None) -> list[sqlite3.Row]:
        """What a statement gives that takes microseconds. Nothing may be under way in the connection's thread."""
        return self._conn.execute(sql, values or {}).fetchall()

    def many_at_once(self, sql: str, values: Sequence[Mapping[str, SqlValue]]) -> None:
        """Run such a statement once for each set of values."""
        self._conn.executemany(sql, values)

    @property
    def changes(self) -> int:
        """How many rows this connection has written so far."""
        return self._conn.total_changes


_CHUNK: Final = 64
"""aiosqlite's own; nothing here fetches row by row."""


async def connect(path: Path) -> Writer:
    """Open a database file, made where needed. Raises `DatabaseError`."""
    if sqlite3.sqlite_version_info < _OLDEST:
        raise DatabaseError("This Python's SQLite is too old: the coach needs 3.37 or newer.")
    # At DEBUG it writes every statement's values, and with them people's words.
    logging.getLogger("aiosqlite").setLevel(logging.INFO)

    def connected() -> sqlite3.Connection:
        return sqlite3.connect(path, isolation_level=None, check_same_thread=False)

    with plainly():
        connection = Writer(connected, _CHUNK)
        await connection
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


def real_path(database: Path) -> Path:
    """The file itself, where a database is named by way of links."""
    return Path(os.path.realpath(database))


def address(path: Path) -> str:
    """The URI by which a database file is only read, also beside the coach that may be at work on it."""
    # Without a journal nobody is at work on the file; reading it plainly makes no journal either.
    journal = path.with_name(path.name + "-wal")
    return f"{path.absolute().as_uri()}?mode=ro{'' if journal.exists() else '&immutable=1'}"


@contextmanager
def plainly() -> Iterator[None]:
    """Turn what SQLite says about the file into one line for the operator. Errors in our own SQL stay as they are."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.DatabaseError as error:
        raise DatabaseError(f"The database cannot be used ({error}): see COACH_DATABASE and its disk.") from error


_APART_FROM_SQLITE: Final = sys.platform == "linux"
"""Whether `flock` on a file knows nothing of the byte ranges that SQLite locks in it. Elsewhere the two collide."""


class FileLock:
    """Keeps a second process off a database. The system lets go of it when the process dies, however it dies.

    Two locks, since a database may have two names: one on a file beside it, which older coaches look at too, and one on
    the database file itself. Closing that descriptor would drop SQLite's own locks in this process, so it stays open
    until the connection is closed.
    """

    def __init__(self, database: Path, *, begins: bool = False) -> None:
        """Take the locks of a database file (not of a link to it), made where needed, and keep others from reading it.

        Raises `DatabaseError` when another process has it; and, for whoever `begins` a new one where there is none,
        when there was one here and it is gone.
        """
        self._files: list[int] = []
        try:
            lock = database.with_name(database.name + ".lock")
            self._take(lock)
            if begins and not holds_something(database) and os.fstat(self._files[0]).st_size:
                raise DatabaseError(
                    f"The database {database} is gone: bring it back, or remove {lock.name} beside it to begin anew."
                )
            self._take(database, lock=_APART_FROM_SQLITE)
            if not _APART_FROM_SQLITE and os.fstat(self._files[-1]).st_nlink > 1:
                raise DatabaseError("The database has two names, by a hard link: remove one of them.")
            make_sure_of_file(database)
            keep_private(*files_of(database))
        except OSError as error:
            self.release()
            raise DatabaseError(
                f"The database cannot be opened ({error.strerror}): "
                "let COACH_DATABASE name a file of the coach's own, in a folder that it may write."
            ) from None
        except BaseException:
            self.release()
            raise

    def note_use(self) -> None:
        """Note beside the database that there is one: should it be gone one day, no coach begins anew in its place."""
        if not os.fstat(self._files[0]).st_size:
            # On a disk that is full nothing is noted; the next start does.
            with suppress(OSError):
                os.write(self._files[0], b"in use\n")

    def _take(self, path: Path, *, lock: bool = True) -> None:
        # Readable by its owner only before SQLite makes it readable by all; its journals follow it.
        self._files.append(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        try:
            if lock:
                fcntl.flock(self._files[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DatabaseError("The database is in use by another coach: stop that one first.") from None

    def release(self) -> None:
        """Let the next process have it. The files stay: removing one would let two processes lock two files."""
        for file in self._files:
            os.close(file)


def holds_something(database: Path) -> bool:
    """Whether there is a database file that is not empty."""
    return database.is_file() and database.stat().st_size > 0


def files_of(database: Path) -> list[Path]:
    """The files that a database may consist of, with the one that is locked beside it."""
    return [database.with_name(database.name + end) for end in ("", "-wal", "-shm", ".lock")]


def in_use(database: Path) -> bool:
    """Whether a coach is at work on a database file (not a link to it)."""
    try:
        file = os.open(database.with_name(database.name + ".lock"), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False
