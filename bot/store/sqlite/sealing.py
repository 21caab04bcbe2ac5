"""Unlocking a database: the key must be the one that it was made with, and no body in it may lie open."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Final

import aiosqlite

from bot.errors import DamagedError, DatabaseError
from bot.store.codec import Chance, Kind, Owner, Vault, of_conversation, of_person, sender
from bot.store.keyring import KeyRing
from bot.store.sqlite.connection import BUSY_MS
from bot.store.sqlite.queries import SQL
from bot.store.sqlite.session import Session

_log = logging.getLogger(__name__)

WRONG_KEY: Final = "The key does not open the database: set COACH_KEY, or the key file beside it, to its own."

_PATIENCE_MS: Final = 300

_PLAIN: Final[tuple[tuple[Kind, str, str, Callable[..., Owner]], ...]] = (
    ("inbox", "plain_inbox", "seal_inbox", sender),
    ("conversation", "plain_conversation", "seal_conversation", of_conversation),
    ("memory", "plain_memory", "seal_memory", of_person),
    ("nudge", "plain_nudge", "seal_nudge", of_person),
    ("outbox", "plain_outbox", "seal_outbox", of_person),
)
"""Each kind of body with the statements that read and write it, and whose it is."""


async def unlock(connection: aiosqlite.Connection, find_key: Callable[[bool], bytes], chance: Chance) -> KeyRing:
    """Make sure of the key, and seal what an older coach has left open.

    `find_key` is asked for the key, and told whether it may make one: only while nothing has been sealed yet. Raises
    `DatabaseError` when the key is not the one that the database was made with.
    """
    [row] = await connection.execute_fetchall(SQL["key_check"])
    if row["sealed"] is None and row["keys"]:
        raise DatabaseError("The database has lost its key check: bring back a backup.")
    ring = KeyRing(Vault(find_key(row["sealed"] is None), chance))
    if row["sealed"] is None:
        await _seal_all(connection, ring)
    elif not ring.vault.fits(row["sealed"]):
        raise DatabaseError(WRONG_KEY)
    await _in_one_transaction(connection, ring, _Sealing.mark_all)
    await scrub(connection)
    return ring


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


async def _seal_all(connection: aiosqlite.Connection, ring: KeyRing) -> None:
    """Seal every body in one transaction, together with the row that says so: a kill leaves all of it or nothing."""
    sealed = await _in_one_transaction(connection, ring, _Sealing.seal_all)
    if sealed:
        _log.info("The database was not encrypted yet: %d rows are now.", sealed)


async def _in_one_transaction(
    connection: aiosqlite.Connection, ring: KeyRing, work: Callable[[_Sealing], Awaitable[int]]
) -> int:
    session = _Sealing(connection, ring)
    try:
        await connection.execute_fetchall("BEGIN IMMEDIATE")
        done = await work(session)
        await connection.execute_fetchall("COMMIT")
    except BaseException:
        ring.roll_back()
        await connection.rollback()
        raise
    finally:
        session.end()
    ring.commit()
    return done


class _Sealing(Session):
    """The one transaction that seals what lies open, or marks what an older coach has left without marks."""

    async def seal_all(self) -> int:
        """Seal every body and note the key; how many bodies there were."""
        sealed = sum([await self.seal_kind(*place) for place in _PLAIN])
        await self.add_check(dirty=sealed > 0)
        return sealed

    async def mark_all(self) -> int:
        """Mark what is remembered; how many items had no marks. One that cannot be opened is set aside."""
        after, marked, lost = 0, 0, 0
        while rows := await self._rows("unmarked_memory", after=after):
            after = rows[-1]["row"]
            for row in rows:
                owner = of_person(row["person"])
                try:
                    kind, _, body = (await self._open("memory", owner, row["body"])).partition(b"\n")
                except DamagedError:
                    lost += 1
                    values = {"kind": "memory", "id": row["id"], "person": row["person"], "body": row["body"]}
                    await self._rows("note_aside", **values)
                    await self._rows("lose_memory", id=row["id"])
                    continue
                await self._rows("mark_memory", row=row["row"], **await self._marks(owner, kind.decode(), body))
                marked += 1
        if lost:
            _log.error("what cannot be opened is set aside: %d of memory", lost)
        return marked

    async def seal_kind(self, kind: Kind, read: str, write: str, owner_of: Callable[..., Owner]) -> int:
        """Seal all bodies of a kind; how many there were."""
        after, sealed = 0, 0
        while rows := await self._rows(read, after=after):
            for row in rows:
                body = await self._seal(kind, owner_of(row["owner"]), row["body"])
                await self._rows(write, row=row["row"], body=body)
            after, sealed = rows[-1]["row"], sealed + len(rows)
        return sealed

    async def add_check(self, *, dirty: bool) -> None:
        """Note the key, and that all is sealed."""
        await self._rows("add_key_check", sealed=self._ring.vault.check(), dirty=dirty)
