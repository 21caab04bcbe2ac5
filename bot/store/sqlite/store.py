"""The SQLite store: one writer connection, and one transaction at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from bot.errors import DatabaseError
from bot.store.bounds import MOST_WAITING, REFUSED, Keep, keep_none
from bot.store.codec import Chance, Owner, sender
from bot.store.contract import Transaction
from bot.store.keyring import KeyRing
from bot.store.rows import Incoming
from bot.store.sqlite.aside import SqliteAside
from bot.store.sqlite.connection import FileLock, Writer, connect, plainly, real_path
from bot.store.sqlite.forgetting import SqliteForgetting
from bot.store.sqlite.groups import SqliteGroups
from bot.store.sqlite.house import SqliteHouse
from bot.store.sqlite.keyplace import beside_it, find_key, place_of
from bot.store.sqlite.links import SqliteLinks
from bot.store.sqlite.restored import SqliteRestoring
from bot.store.sqlite.sealing import fold_in, scrub
from bot.store.sqlite.session import micros
from bot.store.sqlite.upgrade import unlock

_ERASE: Final = timedelta(days=7)
_FORGET: Final = timedelta(days=30)
_FORGETS: Final = (
    "forget_inputs",
    "forget_line",
    "forget_messages",
    "forget_nudges",
    "forget_invitations",
    "forget_groups",
    "erase_aside",
    "forget_aside",
)
_REWRITE: Final = timedelta(days=1)
"""So long at least is between two times that the file is written anew: all turns wait while it is."""

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class SqliteTransaction(SqliteAside, SqliteLinks, SqliteGroups, SqliteForgetting, SqliteHouse, SqliteRestoring):
    """All parts together, and what the store itself does in one transaction."""

    @asynccontextmanager
    async def part(self) -> AsyncIterator[None]:
        """See the contract."""
        mark = self._ring.mark()
        self._connection.at_once("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._ring.back_to(mark)
            if self._connection.in_transaction:  # a full disk ends all of it
                self._connection.at_once("ROLLBACK TO part")
                self._connection.at_once("RELEASE part")
            raise
        self._connection.at_once("RELEASE part")

    async def receive(self, update: Incoming, at: datetime, keep: Keep) -> bool:
        """Put an update into the inbox; whether it was new."""
        error, waiting = update.error, False
        # First, since a key that cannot be opened takes what waits with it.
        await self._sound_key(sender(update.person))
        if update.person is None:
            error = error or "from nobody"
        elif error is None:
            row = await self._row("waiting_of", person=update.person, most=2 * MOST_WAITING)
            assert row is not None
            waiting = row["inputs"] > 0
            crowded = row["inputs"] >= MOST_WAITING or (waiting and row["refused"])
            if crowded and (row["inputs"] >= 2 * MOST_WAITING or not keep(update)):
                error = REFUSED
        seq, owner = self._ring.number("inbox"), sender(update.person)
        sealed = None
        if error != REFUSED:
            sealed = await self._seal("inbox", owner, update.body, seq, update.update_id)
        values = {"seq": seq, "update_id": update.update_id, "person": update.person, "body": sealed}
        if await self._row("receive", **values, error=error, at=micros(at)) is None:
            return False
        if update.person is not None and error is None and not waiting:
            await self._rows("stand_in_line", person=update.person)
        if update.chat is not None and update.message_id is not None:
            await self.note_message(update.chat, update.message_id)
        if update.chat is not None and update.spoke:
            await self.open_chat(update.chat, at)
        return True

    async def last_update_id(self) -> int | None:
        """The update that came last; not the greatest, since Telegram may begin anew after a quiet week."""
        row = await self._row("last_update_id")
        return None if row is None else int(row["update_id"])

    async def tidy(self, now: datetime) -> None:
        """Erase and forget what is old."""
        erase, forget = micros(now - _ERASE), micros(now - _FORGET)
        await self._slowly("give_up", forget=forget)
        await self._slowly("erase_inputs", erase=erase)
        await self._slowly("erase_messages", erase=erase)
        for query in _FORGETS:
            await self._slowly(query, forget=forget)
        await self._slowly("date_aside", now=micros(now))
        await self._slowly("date_closed", now=micros(now))
        for row in await self._slowly("forget_keys"):
            self._ring.drop(Owner(row["owner"]))
        await self._slowly("forget_chats")


class SqliteStore:
    """Fulfils `Store`; the contract says what each method promises."""

    def __init__(self, connection: Writer, file: FileLock, ring: KeyRing) -> None:
        self._connection = connection
        self._file = file
        self._ring = ring
        self._turn = asyncio.Lock()
        self._closed = False
        self._unfolded = False
        """Whether the journal still holds what is deleted for good."""
        self._rewritten: datetime | None = None

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """See the contract."""
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[SqliteTransaction]:
        async with self._turn:
            if self._closed:
                raise DatabaseError("The database is closed.")
            with plainly():
                session = SqliteTransaction(self._connection, self._ring)
                session.dirty = self._unfolded
                try:
                    self._connection.at_once("BEGIN IMMEDIATE")
                    before = self._connection.changes
                    yield session
                    await session.settle()
                    if self._connection.changes != before:
                        await _unbroken(self._connection.execute_fetchall("COMMIT"))
                    else:
                        self._connection.at_once("COMMIT")
                    self._ring.commit()
                except BaseException:
                    self._ring.roll_back()
                    # Queued behind whatever a cancelled task has left in the connection's thread.
                    await _unbroken(self._connection.rollback())
                    raise
                finally:
                    session.end()
                if session.dirty:
                    # While somebody else reads the file, it is tried again after each transaction.
                    self._unfolded = True
                    self._unfolded = not await _unbroken(fold_in(self._connection))

    async def forget(self, person: int) -> None:
        """See the contract."""
        async with self._transaction() as transaction:
            await transaction.forget(person)

    async def receive(self, updates: Sequence[Incoming], at: datetime, keep: Keep = keep_none) -> list[bool]:
        """See the contract."""
        async with self._transaction() as transaction:
            return [await transaction.receive(update, at, keep) for update in updates]

    async def offset(self) -> int:
        """See the contract."""
        async with self._transaction() as transaction:
            last = await transaction.last_update_id()
        return 0 if last is None else last + 1

    async def housekeeping(self, now: datetime) -> None:
        """See the contract."""
        async with self._transaction() as transaction:
            await transaction.tidy(now)
        async with self._turn:
            # What was erased still stands in the journal until that is folded in.
            with plainly():
                await _unbroken(self._connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)"))
                if self._rewritten is None or now - self._rewritten >= _REWRITE:
                    rewritten = await _unbroken(scrub(self._connection))
                    self._rewritten = now if rewritten else self._rewritten

    async def close(self) -> None:
        """See the contract."""
        async with self._turn:
            if self._closed:
                return
            self._closed = True
            try:
                await _unbroken(self._connection.close())
            finally:
                self._file.release()


async def open_sqlite(rest: str, chance: Chance, key: bytes | None) -> SqliteStore:
    """Open the file that stands after `sqlite://` in the URL; `open_store` says the rest. Raises `DatabaseError`."""
    path = sqlite_path(rest)
    real = real_path(path)
    file = FileLock(real, begins=True)
    try:
        connection = await connect(real)
        try:
            with plainly():
                ring = await unlock(connection, real, partial(_key_of, path, key, chance), chance)
        except BaseException:
            await connection.close()
            raise
        file.note_use()
        return SqliteStore(connection, file, ring)
    except BaseException:
        file.release()
        raise


def _key_of(path: Path, key: bytes | None, chance: Chance, id: str, may_make: bool) -> bytes:
    if key is not None:
        return key
    found = find_key(path, id, chance if may_make else None)
    if place_of(path, id) == (old := beside_it(path)):
        _log.warning("The key lies beside its database, in %s: `coach key move` copies it elsewhere.", old)
    return found


def sqlite_path(rest: str) -> Path:
    """The file that stands after `sqlite://` in a URL. Raises `DatabaseError`."""
    if rest in ("", "/") or rest.endswith("/:memory:"):
        raise DatabaseError("A database is named sqlite:///FILE, such as sqlite:///coach.db.")
    return Path(rest.removeprefix("/"))


async def _unbroken(work: Coroutine[object, object, _T]) -> _T:
    """Finish `work` even if this task is cancelled meanwhile; only then let the cancellation go on."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            if task.cancelled():
                raise
            cancelled = error
    if cancelled is not None and task.exception() is None:
        raise cancelled
    return task.result()
