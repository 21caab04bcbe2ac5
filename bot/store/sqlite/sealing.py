"""Unlocking a database: the key must be the one that it was made with. Nothing that lies open is taken for ours."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from typing import Final

import aiosqlite

from bot.errors import DatabaseError
from bot.store.codec import Vault
from bot.store.former import FormerVault
from bot.store.sqlite.connection import BUSY_MS
from bot.store.sqlite.migrations import version_after
from bot.store.sqlite.queries import SQL

_log = logging.getLogger(__name__)

WRONG_KEY: Final = "The key does not open the database: let COACH_KEY_FILE, COACH_KEY or the key file be its own."

KEYS: Final = version_after("keys")
"""The first version whose bodies are sealed: what lies open in it was never ours."""

BOUND: Final = version_after("sealing")
"""The first version whose bodies are bound to their rows: none in the format of before is read in it."""

_PATIENCE_MS: Final = 300

FindKey = Callable[[str, bool], bytes]
"""Gives the key of the database with an id, and is told whether it may make one."""


async def key_of(connection: aiosqlite.Connection, version: int, id: str, find_key: FindKey) -> bytes:
    """The key of a database that has a version and an id, which is made sure of.

    It may be made only where nothing has been sealed yet. Raises `DatabaseError` when the key is not the one that the
    database was made with, or when that cannot be told any more: then something may have been put into it.
    """
    if version < KEYS:
        return find_key(id, True)
    [row] = await connection.execute_fetchall(SQL["key_check"])
    if row["sealed"] is None:
        [held] = await connection.execute_fetchall(SQL["holds_something"])
        if version >= BOUND or held["something"]:
            raise DatabaseError("The database has lost its key check: bring back a backup.")
        return find_key(id, True)
    key = find_key(id, False)
    if not (Vault(key, _no_chance) if version >= BOUND else FormerVault(key)).fits(row["sealed"]):
        raise DatabaseError(WRONG_KEY)
    return key


async def fold_in(connection: aiosqlite.Connection) -> bool:
    """Write the journal into the file and empty it; False where somebody who reads the file is in the way.

    Deleted content is overwritten in the file (`secure_delete`), but the journal has it until then.
    """
    try:
        await connection.execute_fetchall("PRAGMA busy_timeout = 0")
        [folded_in] = await connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        return not folded_in["busy"]
    finally:
        await connection.execute_fetchall(f"PRAGMA busy_timeout = {BUSY_MS}")


async def scrub(connection: aiosqlite.Connection) -> bool:
    """If the file may still hold what was sealed or forgotten since, write it anew without that; whether it was.

    What fails – no space on the disk, somebody reading the file – is left for the next time, at the latest the next
    hour's housekeeping: what was forgotten has lost its key already.
    """
    [row] = await connection.execute_fetchall(SQL["key_check"])
    if not row["dirty"]:
        return False
    try:
        await connection.execute_fetchall("VACUUM")
        # Turns wait meanwhile, and whoever reads the file (a backup) may take long.
        await connection.execute_fetchall(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        [folded_in] = await connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        if not folded_in["busy"]:
            await connection.execute_fetchall(SQL["set_dirty"], {"dirty": 0})
        return True
    except sqlite3.OperationalError as error:
        _log.warning("the database could not be written anew, which is tried again later: %s", error)
        return False
    finally:
        await connection.execute_fetchall(f"PRAGMA busy_timeout = {BUSY_MS}")


def _no_chance(size: int) -> bytes:
    raise RuntimeError("whoever only compares needs no chance")
