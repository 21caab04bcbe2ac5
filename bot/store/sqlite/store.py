"""The SQLite store: one writer connection, and one transaction at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

import aiosqlite

from bot.errors import DatabaseError
from bot.store.codec import Codec
from bot.store.contract import Transaction
from bot.store.rows import Incoming
from bot.store.sqlite.connection import FileLock, connect, plainly
from bot.store.sqlite.links import SqliteLinks
from bot.store.sqlite.outbox import SqliteOutbox
from bot.store.sqlite.session import micros
from bot.store.sqlite.turns import SqliteTurns

_ERASE: Final = timedelta(days=7)
_FORGET: Final = timedelta(days=30)

_T = TypeVar("_T")


class SqliteTransaction(SqliteTurns, SqliteLinks, SqliteOutbox):
    """All parts together, and what the store itself does in one transaction."""

    async def receive(self, update: Incoming, at: datetime) -> bool:
        """Put an update into the inbox; whether it was new."""
        row = await self._row(
            "receive",
            update_id=update.update_id,
            person=update.person,
            body=self._codec.seal(update.body),
            error=update.error,
            at=micros(at),
        )
        if row is None:
            return False
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
        await self._rows("give_up", forget=forget)
        await self._rows("erase_inputs", erase=erase)
        await self._rows("erase_messages", erase=erase)
        for query in ("forget_inputs", "forget_messages", "forget_nudges", "forget_invitations"):
            await self._rows(query, forget=forget)


class SqliteStore:
    """Fulfils `Store`; the contract says what each method promises."""

    def __init__(self, connection: aiosqlite.Connection, file: FileLock, codec: Codec) -> None:
        self._connection = connection
        self._file = file
        self._codec = codec
        self._turn = asyncio.Lock()
        self._closed = False

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """See the contract."""
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[SqliteTransaction]:
        async with self._turn:
            if self._closed:
                raise DatabaseError("The database is closed.")
            with plainly():
                session = SqliteTransaction(self._connection, self._codec)
                try:
                    await self._connection.execute_fetchall("BEGIN IMMEDIATE")
                    yield session
                    await _unbroken(self._connection.execute_fetchall("COMMIT"))
                except BaseException:
                    # Queued behind whatever a cancelled task has left in the connection's thread.
                    await _unbroken(self._connection.rollback())
                    raise
                finally:
                    session.end()

    async def receive(self, updates: Sequence[Incoming], at: datetime) -> list[bool]:
        """See the contract."""
        async with self._transaction() as transaction:
            return [await transaction.receive(update, at) for update in updates]

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


async def open_sqlite(rest: str, codec: Codec) -> SqliteStore:
    """Open the file that stands after `sqlite://` in the URL. Raises `DatabaseError`."""
    path = Path(rest.removeprefix("/"))
    if rest in ("", "/") or rest.endswith("/:memory:"):
        raise DatabaseError("COACH_DATABASE must be sqlite:///FILE, such as sqlite:///coach.db.")
    file = FileLock(path)
    try:
        return SqliteStore(await connect(path), file, codec)
    except BaseException:
        file.release()
        raise


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
