"""A new key for a database: everything in it is sealed anew, with new data keys, while no coach is at work on it."""

from __future__ import annotations

from bot.errors import DatabaseError
from bot.store.codec import Chance, Vault
from bot.store.sqlite.connection import FileLock, connect, plainly, real_path
from bot.store.sqlite.migrations import newest_version, version_of
from bot.store.sqlite.resealing import change_key
from bot.store.sqlite.sealing import scrub
from bot.store.sqlite.store import sqlite_path
from bot.store.sqlite.upgrade import unlock


async def change_sqlite_key(rest: str, chance: Chance, old: bytes, new: bytes, id: str) -> int:
    """Change the key of the file that stands after `sqlite://` in the URL; `change_key` of `open` says the rest."""
    path = real_path(sqlite_path(rest))
    if not path.is_file():
        raise DatabaseError(f"There is no database {path}.")
    file = FileLock(path)
    try:
        connection = await connect(path)
        try:
            with plainly():
                if await version_of(connection) != newest_version():
                    raise DatabaseError("The database is not of this coach's version: run the coach on it first.")
                ring = await unlock(connection, path, lambda _id, _new: old, chance)
                left = await change_key(connection, ring.vault, Vault(new, chance), id)
                await scrub(connection)
                return left
        finally:
            await connection.close()
    finally:
        file.release()
