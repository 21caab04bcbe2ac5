"""Inputs, conversations, memory and nudges in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from bot.store.nudges import pack, unpack
from bot.store.rows import InboxRow, MemoryRow, NudgeRow, StoredConversation
from bot.store.sqlite.session import Session, as_list, instant, micros


class SqliteTurns(Session):
    """Fulfils `Turns`; the contract says what each method promises."""

    async def next_input(self) -> InboxRow | None:
        """See the contract."""
        row = await self._row("next_input")
        if row is None:
            return None
        body = self._codec.open(row["body"])
        return InboxRow(row["seq"], row["update_id"], row["person"], body, instant(row["received_at"]))

    async def finish_input(self, seq: int, at: datetime) -> None:
        """See the contract."""
        await self._rows("finish_input", seq=seq, at=micros(at))

    async def set_aside_input(self, seq: int, error: str, at: datetime) -> None:
        """See the contract."""
        await self._rows("set_aside_input", seq=seq, error=error, at=micros(at))

    async def conversation_of(self, person: int) -> StoredConversation | None:
        """See the contract."""
        row = await self._row("conversation_of", person=person)
        return None if row is None else StoredConversation(row["id"], self._codec.open(row["state"]))

    async def save_conversation(self, id: str, people: Sequence[int], state: bytes, at: datetime) -> None:
        """See the contract."""
        everybody = as_list(people)
        await self._rows("save_conversation", id=id, state=self._codec.seal(state), at=micros(at))
        await self._rows("leave_conversation", id=id, people=everybody)
        await self._rows("join_conversation", id=id, people=everybody, at=micros(at))

    async def remove_conversation(self, id: str) -> None:
        """See the contract."""
        await self._rows("remove_conversation", id=id)

    async def remember(self, id: str, person: int, kind: str, revision: int, body: bytes, at: datetime) -> None:
        """See the contract."""
        sealed = self._codec.seal(body)
        await self._rows("remember", id=id, person=person, kind=kind, revision=revision, body=sealed, at=micros(at))

    async def memories(self, person: int, kind: str | None = None) -> list[MemoryRow]:
        """See the contract."""
        return [
            MemoryRow(
                id=row["id"],
                person=row["person"],
                kind=row["kind"],
                revision=row["revision"],
                body=self._codec.open(row["body"]),
                created_at=instant(row["created_at"]),
                updated_at=instant(row["updated_at"]),
            )
            for row in await self._rows("memories", person=person, kind=kind)
        ]

    async def add_nudge(self, nudge: NudgeRow) -> None:
        """See the contract."""
        sealed = self._codec.seal(pack(nudge))
        await self._rows("add_nudge", id=nudge.id, person=nudge.person, due=micros(nudge.due), body=sealed)

    async def due_nudge(self, now: datetime) -> NudgeRow | None:
        """See the contract."""
        row = await self._row("due_nudge", now=micros(now))
        return None if row is None else self._nudge(row)

    async def close_nudge(self, id: str, state: Literal["fired", "dropped"]) -> None:
        """See the contract."""
        await self._rows("close_nudge", id=id, state=state)

    async def next_due(self) -> datetime | None:
        """See the contract."""
        row = await self._row("next_due")
        return None if row is None else instant(row["due"])

    async def waiting_nudges(self, person: int) -> list[NudgeRow]:
        """See the contract."""
        return [self._nudge(row) for row in await self._rows("waiting_nudges", person=person)]

    def _nudge(self, row: sqlite3.Row) -> NudgeRow:
        return unpack(row["id"], row["person"], instant(row["due"]), self._codec.open(row["body"]))
