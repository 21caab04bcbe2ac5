"""Bringing an existing database up to date: before anything in it changes, a copy is written beside it."""

from __future__ import annotations

import asyncio
import filecmp
import logging
import os
from collections.abc import Awaitable, Callable
from functools import partial
from importlib.resources.abc import Traversable
from itertools import count
from pathlib import Path
from typing import Final

from bot.errors import DatabaseError
from bot.store.codec import Chance, Vault
from bot.store.former import FormerVault
from bot.store.keyring import KeyRing
from bot.store.sqlite.backup import copy_database
from bot.store.sqlite.connection import Writer
from bot.store.sqlite.keyplace import ID_BYTES, checked
from bot.store.sqlite.lining_up import line_up
from bot.store.sqlite.migrations import MIGRATIONS, make_sure, migrate, newest_version, version_after, version_of
from bot.store.sqlite.queries import SQL
from bot.store.sqlite.resealing import reseal
from bot.store.sqlite.sealing import BOUND, KEYS, FindKey, key_of, scrub
from bot.store.sqlite.sources import Sealed, Source

_log = logging.getLogger(__name__)

NAMED: Final = version_after("database_id")
"""The first version that has an id."""


async def unlock(
    connection: Writer, path: Path, find_key: FindKey, chance: Chance, folder: Traversable = MIGRATIONS
) -> KeyRing:
    """Make sure of the key, bring the database at `path` up to date, and keep a copy of it as it was before.

    `find_key` is asked for the key, and told whether it may make one. Nothing changes before the key is known to be the
    right one. Raises `DatabaseError`, then with nothing changed, and `sqlite3.Error`.
    """
    await make_sure(connection, folder)
    version = await version_of(connection)
    id = await _id_of(connection, version, chance)
    key = await key_of(connection, version, id, find_key)
    vault = Vault(key, chance)
    if version < newest_version(folder):
        await _upgrade(connection, path, version, partial(_seal_anew, connection, version, id, key, vault), folder)
    await line_up(connection)
    await scrub(connection)
    ring = KeyRing(vault)
    for row in await connection.execute_fetchall(SQL["last_numbers"]):
        ring.start_after(row["name"], row["seq"])
    return ring


async def _upgrade(
    connection: Writer,
    path: Path,
    version: int,
    finish: Callable[[], Awaitable[None]],
    folder: Traversable,
) -> None:
    """Apply the migrations that the database has not had, and finish: all or nothing.

    The copy stands beside it, named after the version that it has; it is in no other copy's place, and whoever runs the
    coach is told where it is. It goes again when a migration fails, since then nothing has changed. A new database has
    nothing to keep. One that is not sealed yet is not copied: the copy would lie open for good.
    """
    if version < KEYS:
        await migrate(connection, folder, finish)
        return
    copy, new = await asyncio.to_thread(_keep, path, version)
    try:
        await migrate(connection, folder, finish)
    except BaseException:
        # Or a coach that is started again and again would fill the disk with copies of the same.
        if new:
            copy.unlink(missing_ok=True)
        raise
    _log.info("The database was brought up to date; as it was before, it is kept in %s.", copy)


async def _id_of(connection: Writer, version: int, chance: Chance) -> str:
    """The database's id, or the one that it is to have: its key may be named by it before it is there."""
    if version < NAMED:
        return chance(ID_BYTES).hex()
    [row] = await connection.execute_fetchall(SQL["database_id"])
    return checked(row["name"])


async def _seal_anew(connection: Writer, version: int, id: str, key: bytes, vault: Vault) -> None:
    """Seal what an older coach has left in its format, or open: the one time that either is read."""
    if version < NAMED:
        await connection.execute_fetchall(SQL["change_database_id"], {"name": id})
    if version >= BOUND:
        return
    source = Source()
    if version >= KEYS:
        source = Sealed(FormerVault(key), await connection.execute_fetchall(SQL["data_keys"]))
    await reseal(connection, source, vault)


def _keep(path: Path, version: int) -> tuple[Path, bool]:
    """The copy, and whether it is new: a start that was killed may have left the same already."""
    for other in _free(path, version)[1]:
        # Its name was taken, and nothing written into it.
        if other.is_file() and not other.stat().st_size:
            other.with_name(f"{other.name}.part").unlink(missing_ok=True)
            other.unlink()
    copy, others = _free(path, version)
    _copy(path, copy)
    for other in others:
        if other.is_file() and filecmp.cmp(other, copy, shallow=False):
            copy.unlink()
            return other, False
    return copy, True


def _copy(path: Path, copy: Path) -> None:
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


def _free(path: Path, version: int) -> tuple[Path, list[Path]]:
    """A name that nothing beside the database has, and those of its kind that something has."""
    name, taken = f"{path.name}.before-{version}", list[Path]()
    for number in count(1):
        copy = path.with_name(name if number == 1 else f"{name}-{number}")
        if not os.path.lexists(copy):
            return copy, taken
        taken.append(copy)
    raise AssertionError
