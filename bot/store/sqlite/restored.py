"""A database that was put back, in SQLite: a table of no version holds what is to be known of it."""

from __future__ import annotations

import json
from datetime import datetime

from bot.store.contract import STALE
from bot.store.restoring import Restored
from bot.store.sqlite.outbox import SqliteOutbox
from bot.store.sqlite.session import instant, micros


class SqliteRestoring(SqliteOutbox):
    """Fulfils `Restoring`; the contract says what each method promises."""

    async def restored(self) -> Restored | None:
        """See the contract."""
        if await self._row("is_restored") is None:
            return None
        row = await self._row("restored")
        return None if row is None else Restored(instant(row["until"]), tuple(json.loads(row["forgotten"])))

    async def set_aside_unsent(self, before: datetime) -> int:
        """See the contract."""
        rows = await self._rows("unsent_before", before=micros(before))
        for row in rows:
            await self.mark_aside(row["seq"], STALE)
        return len(rows)

    async def end_restoring(self) -> None:
        """See the contract."""
        await self._rows("drop_restored")
