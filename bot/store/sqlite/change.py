"""A new key for a database: everything in it is sealed anew, with new data keys, while no coach is at work on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from bot.errors import DamagedError, DatabaseError
from bot.store.codec import Chance, DataKey, Kind, Owner, Vault
from bot.store.keyring import KeyRing
from bot.store.sqlite.connection import FileLock, connect, plainly, real_path
from bot.store.sqlite.migrations import newest_version, version_of
from bot.store.sqlite.sealing import PLAIN, scrub, unlock
from bot.store.sqlite.session import Session
from bot.store.sqlite.store import sqlite_path


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
                old_ring = await unlock(connection, lambda _: old, chance)
                session = _Change(connection, KeyRing(Vault(new, chance)))
                try:
                    # One transaction: a kill leaves a database that is all of the old key's, or all of the new one's.
                    await connection.execute_fetchall("BEGIN IMMEDIATE")
                    left = await session.change(old_ring.vault, id)
                    await connection.execute_fetchall("COMMIT")
                finally:
                    session.end()
                await scrub(connection)
                return left
        finally:
            await connection.close()
    finally:
        file.release()


class _Change(Session):
    """The one transaction that seals everything anew, with the ring of the new key."""

    async def change(self, old: Vault, id: str) -> int:
        """Seal everything anew and give the database another id; how many rows could not be opened."""
        keys: dict[Owner, DataKey] = {}
        for row in await self._rows("data_keys"):
            with suppress(DamagedError):
                keys[Owner(row["owner"])] = old.unwrap(Owner(row["owner"]), row["wrapped"])
        await self._rows("remove_data_keys")
        left = sum([await self._change_kind(keys, *place) for place in PLAIN])
        await self._rows("change_key_check", sealed=self._ring.vault.check())
        await self._rows("change_database_id", name=id)
        return left

    async def _change_kind(
        self, keys: Mapping[Owner, DataKey], kind: Kind, read: str, write: str, owner_of: Callable[..., Owner]
    ) -> int:
        after, left = 0, 0
        while rows := await self._rows(read, after=after):
            after = rows[-1]["row"]
            for row in rows:
                owner = owner_of(row["owner"])
                try:
                    body = _opened(keys.get(owner), kind, row["body"])
                except DamagedError:
                    left += 1  # it stays as it is: no key of ours opens it, before or after
                    continue
                await self._rows(write, row=row["row"], body=await self._seal(kind, owner, body))
                if kind == "memory":
                    name, _, item = body.partition(b"\n")
                    await self._rows("mark_memory", row=row["row"], **await self._marks(owner, name.decode(), item))
        return left


def _opened(key: DataKey | None, kind: Kind, sealed: bytes) -> bytes:
    if key is None:
        raise DamagedError(kind, "its key is missing")
    return key.open(kind, sealed)
