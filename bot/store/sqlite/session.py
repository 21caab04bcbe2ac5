"""What a transaction's parts share: named statements on one connection, and how values stand in columns."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

import aiosqlite

from bot.errors import DamagedError
from bot.model.memory import title_of
from bot.store.codec import DataKey, Kind, Owner
from bot.store.keyring import KeyRing
from bot.store.memories import read_values
from bot.store.sqlite.queries import SQL

SqlValue = str | int | bytes | None

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Session:
    """Runs named statements inside the one open transaction."""

    def __init__(self, connection: aiosqlite.Connection, ring: KeyRing) -> None:
        self._connection = connection
        self._ring = ring
        self._over = False
        self.dirty = False
        """Whether the journal still holds what is deleted for good: it is to be folded in once this is committed."""

    def end(self) -> None:
        """Refuse every statement from now on: it would land in somebody else's transaction."""
        self._over = True

    async def _rows(self, query: str, **values: SqlValue) -> list[sqlite3.Row]:
        if self._over:
            raise RuntimeError("the transaction is over")
        # One hop to the connection's thread: that costs more than the statement itself.
        return list(await self._connection.execute_fetchall(SQL[query], values))

    async def _row(self, query: str, **values: SqlValue) -> sqlite3.Row | None:
        rows = await self._rows(query, **values)
        return rows[0] if rows else None

    async def _seal(self, kind: Kind, owner: Owner, body: bytes) -> bytes:
        """Seal a body with its owner's key; the first one makes that key."""
        key = await self._sound_key(owner)
        return key.seal(kind, body)

    async def _open(self, kind: Kind, owner: Owner, sealed: bytes | None, row: int | str | None = None) -> bytes:
        """Open a body with its owner's key. Raises `DamagedError`, with the row that it was given."""
        try:
            key = await self._key(owner)
            if key is None:
                raise DamagedError(kind, f"The key of a row of {kind} is missing in the database: bring back a backup.")
            if sealed is None:
                raise DamagedError(kind, f"A row of {kind} in the database has lost its body: bring back a backup.")
            return key.open(kind, sealed)
        except DamagedError as damaged:
            raise DamagedError(kind, str(damaged), row, owner) from None

    async def _marks(self, owner: Owner, kind: str, body: bytes) -> dict[str, bytes | None]:
        """The marks by which an item of memory is found; its owner has a key already."""
        key, title = await self._key(owner), title_of(read_values(body))
        assert key is not None, "whatever is marked has been sealed"
        return {"kind": key.mark(kind), "title": title_mark(key, kind, title) if title else None}

    async def _key(self, owner: Owner) -> DataKey | None:
        key = self._ring.get(owner)
        if key is None and (row := await self._row("data_key", owner=owner)) is not None:
            try:
                key = self._ring.vault.unwrap(owner, row["wrapped"])
            except DamagedError as damaged:
                raise DamagedError(damaged.kind, str(damaged), owner, owner) from None
            self._ring.keep(owner, key)
        return key

    async def _sound_key(self, owner: Owner) -> DataKey:
        """An owner's key, made anew where there is none that opens."""
        with suppress(DamagedError):
            if (key := await self._key(owner)) is not None:
                return key
        await self._lost_key(owner)
        return await self._new_key(owner)

    async def _lost_key(self, owner: Owner) -> None:
        """An owner without a key is about to get one: what an earlier one had sealed can never be opened again."""

    async def _new_key(self, owner: Owner) -> DataKey:
        """A key for an owner who has none, or in the place of the one they have."""
        key, wrapped = self._ring.vault.make(owner)
        await self._rows("save_key", owner=owner, wrapped=wrapped)
        self._ring.add(owner, key)
        return key

    async def _remove_key(self, owner: Owner) -> None:
        """Make unreadable whatever an owner's key has sealed."""
        self._ring.drop(owner)
        await self._rows("remove_key", owner=owner)


def title_mark(key: DataKey, kind: str, title: str) -> bytes:
    """The mark of a title, whatever its capitals, among the items of one kind."""
    return key.mark(kind, title.casefold())


def micros(at: datetime) -> int:
    """An aware instant as its column has it: whole microseconds since 1970, UTC."""
    return (at - _EPOCH) // _MICROSECOND


def instant(at: int) -> datetime:
    """The instant that a column has, aware, in UTC."""
    return _EPOCH + at * _MICROSECOND


def as_list(items: Sequence[int] | Sequence[str]) -> str:
    """Several values as one parameter, to be read with `json_each`."""
    return json.dumps(list(items))
