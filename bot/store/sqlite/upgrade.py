"""Bringing an existing database up to date: before anything in it changes, a copy is written beside it."""

from __future__ import annotations

import asyncio
import logging
import os
from importlib.resources.abc import Traversable
from itertools import count
from pathlib import Path
from typing import Final

import aiosqlite

from bot.errors import DatabaseError
from bot.store.sqlite.backup import copy_database
from bot.store.sqlite.migrations import MIGRATIONS, migrate, newest_version, version_of
from bot.store.sqlite.queries import SQL

_log = logging.getLogger(__name__)

_SEALED: Final = 2
"""The first version whose bodies can be sealed."""


async def upgrade(connection: aiosqlite.Connection, path: Path, folder: Traversable = MIGRATIONS) -> None:
    """Apply the migrations that the database at `path` has not had, and keep a copy of it as it was before.

    The copy stands beside it, named after the version that it has; it is in no other copy's place, and whoever runs the
    coach is told where it is. It goes again when the first migration fails, since then nothing has changed. A new
    database has nothing to keep. One that is not sealed yet is not copied: the copy would lie open for good.

    Raises `DatabaseError`, then with nothing changed if it was the copy that could not be written, and `sqlite3.Error`.
    """
    version = await version_of(connection)
    if not 0 < version < newest_version(folder) or not await _sealed(connection, version):
        await migrate(connection, folder)
        return
    copy = await asyncio.to_thread(_keep, path, version)
    try:
        await migrate(connection, folder)
    except BaseException:
        # Or a coach that is started again and again would fill the disk with copies of the same.
        if await version_of(connection) == version:
            copy.unlink(missing_ok=True)
        raise
    _log.info("The database was brought up to date; as it was before, it is kept in %s.", copy)


async def _sealed(connection: aiosqlite.Connection, version: int) -> bool:
    if version < _SEALED:
        return False
    [row] = await connection.execute_fetchall(SQL["key_check"])
    return row["sealed"] is not None


def _keep(path: Path, version: int) -> Path:
    copy = _free(path, version)
    try:
        copy_database(path, copy)
    except DatabaseError as error:
        raise DatabaseError(
            f"The database is to be brought up to date, but no copy of it could be kept first: {error}"
        ) from error
    except OSError as error:
        raise DatabaseError(
            f"The database is to be brought up to date, but no copy of it could be kept first in {copy} "
            f"({error.strerror}): make room for it."
        ) from error
    return copy


def _free(path: Path, version: int) -> Path:
    """A name that nothing beside the database has."""
    name = f"{path.name}.before-{version}"
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(copy for each in names if not os.path.lexists(copy := path.with_name(each)))
