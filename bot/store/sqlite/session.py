"""What a transaction's parts share: named statements on one connection, and how values stand in columns."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import aiosqlite

from bot.store.codec import Codec
from bot.store.sqlite.queries import SQL

SqlValue = str | int | bytes | None

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Session:
    """Runs named statements inside the one open transaction."""

    def __init__(self, connection: aiosqlite.Connection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec
        self._over = False

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


def micros(at: datetime) -> int:
    """An aware instant as its column has it: whole microseconds since 1970, UTC."""
    return (at - _EPOCH) // _MICROSECOND


def instant(at: int) -> datetime:
    """The instant that a column has, aware, in UTC."""
    return _EPOCH + at * _MICROSECOND


def as_list(items: Sequence[int] | Sequence[str]) -> str:
    """Several values as one parameter, to be read with `json_each`."""
    return json.dumps(list(items))
