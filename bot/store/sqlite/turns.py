"""Inputs, conversations, memory and nudges in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from bot.errors import DamagedError
from bot.store.bounds import MANY_BEHIND
from bot.store.codec import of_conversation, of_person, sender
from bot.store.nudges import pack, unpack
from bot.store.rows import InboxRow, MemoryRow, NudgeRow, StoredConversation
from bot.store.sqlite.session import Session, SqlValue, as_list, instant, micros, title_mark


class SqliteTurns(Session):
    """Fulfils `Turns`; the contract says what each method promises."""

    async def next_input(self) -> InboxRow | None:
        """See the contract."""
        row = await self._row("next_input", many=MANY_BEHIND)
        if row is None:
            return None
        body = await self._open("inbox", sender(row["person"]), row["body"], row["seq"])
        received = instant(row["received_at"])
        lost = bool(row["lost"])
        return InboxRow(
            row["seq"], row["update_id"], row["person"], body, received, row["behind"], row["refused"], lost
        )

    async def finish_input(self, seq: int, at: datetime) -> None:
        """See the contract."""
        await self._had_a_turn(await self._row("finish_input", seq=seq, at=micros(at)))

    async def set_aside_input(self, seq: int, error: str, at: datetime) -> None:
        """See the contract."""
        await self._had_a_turn(await self._row("set_aside_input", seq=seq, error=error, at=micros(at)))

    async def tell_refused(self, person: int) -> None:
        """See the contract."""
        await self._rows("tell_refused", person=person)

    async def updates_of(self, person: int, since: datetime) -> list[bytes]:
        """See the contract."""
        rows = await self._rows("updates_of", person=person, since=micros(since))
        return [await self._open("inbox", sender(person), row["body"]) for row in rows]

    async def conversation_of(self, person: int) -> StoredConversation | None:
        """See the contract."""
        row = await self._row("conversation_of", person=person)
        if row is None:
            return None
        return StoredConversation(row["id"], await self._open("conversation", of_conversation(row["id"]), row["state"]))

    async def save_conversation(self, id: str, people: Sequence[int], state: bytes, at: datetime) -> None:
        """See the contract."""
        owner, everybody = of_conversation(id), as_list(people)
        known = await self._key(owner) is not None
        sealed = await self._seal("conversation", owner, state)
        await self._rows("save_conversation", id=id, state=sealed, at=micros(at))
        left = await self._rows("leave_conversation", id=id, people=everybody)
        joined = await self._rows("join_conversation", id=id, people=everybody, at=micros(at))
        if known and (left or joined):
            # What two had together is not to be opened with the key of what one has now, nor the other way round.
            await self._new_key(owner)
            sealed = await self._seal("conversation", owner, state)
            await self._rows("save_conversation", id=id, state=sealed, at=micros(at))

    async def remove_conversation(self, id: str) -> None:
        """See the contract."""
        await self._rows("remove_conversation", id=id)
        await self._remove_key(of_conversation(id))

    async def remember(self, id: str, person: int, kind: str, revision: int, body: bytes, at: datetime) -> None:
        """See the contract."""
        owner = of_person(person)
        sealed = await self._seal("memory", owner, kind.encode() + b"\n" + body)
        marks = await self._marks(owner, kind, body)
        await self._rows("remember", id=id, person=person, revision=revision, body=sealed, at=micros(at), **marks)

    async def memories(self, person: int, kind: str | None = None) -> list[MemoryRow]:
        """See the contract."""
        if kind is None:
            return await self._memories("memories", person=person)
        key = await self._key(of_person(person))
        return await self._memories("memories_of_kind", person=person, kind=key.mark(kind)) if key is not None else []

    async def memory(self, id: str, person: int) -> MemoryRow | None:
        """See the contract."""
        return next(iter(await self._memories("memory", id=id, person=person)), None)

    async def memory_titled(self, person: int, kind: str, title: str) -> MemoryRow | None:
        """See the contract."""
        key = await self._key(of_person(person))
        if key is None:
            return None
        return next(
            iter(await self._memories("memory_titled", person=person, title=title_mark(key, kind, title))), None
        )

    async def latest_memories(self, person: int, kind: str, most: int, skip: int = 0) -> list[MemoryRow]:
        """See the contract."""
        key = await self._key(of_person(person))
        if key is None:
            return []
        return await self._memories("latest_memories", person=person, kind=key.mark(kind), most=most, skip=skip)

    async def memory_counts(self, person: int) -> Mapping[str, int]:
        """See the contract."""
        rows = await self._rows("memory_counts", person=person)
        return {(await self._memory(row)).kind: row["items"] for row in rows}

    async def remove_memories(self, person: int, kind: str) -> None:
        """See the contract."""
        if (key := await self._key(of_person(person))) is not None:
            await self._rows("remove_memories", person=person, kind=key.mark(kind))

    async def remove_memory(self, id: str, person: int) -> None:
        """See the contract."""
        await self._rows("remove_memory", id=id, person=person)

    async def add_nudge(self, nudge: NudgeRow) -> None:
        """See the contract."""
        sealed = await self._seal("nudge", of_person(nudge.person), pack(nudge))
        await self._rows("add_nudge", id=nudge.id, person=nudge.person, due=micros(nudge.due), body=sealed)

    async def due_nudge(self, now: datetime) -> NudgeRow | None:
        """See the contract."""
        row = await self._row("due_nudge", now=micros(now))
        return None if row is None else await self._nudge(row)

    async def close_nudge(self, id: str, state: Literal["fired", "dropped"]) -> None:
        """See the contract."""
        await self._rows("close_nudge", id=id, state=state)

    async def waiting_nudges(self, person: int) -> list[NudgeRow]:
        """See the contract."""
        return [await self._nudge(row) for row in await self._rows("waiting_nudges", person=person)]

    async def _memories(self, query: str, **values: SqlValue) -> list[MemoryRow]:
        return [await self._memory(row) for row in await self._rows(query, **values)]

    async def _had_a_turn(self, row: sqlite3.Row | None) -> None:
        if row is not None:
            await self._rows("go_to_the_back", person=row["person"])

    async def _memory(self, row: sqlite3.Row) -> MemoryRow:
        kind, _, body = (await self._open("memory", of_person(row["person"]), row["body"])).partition(b"\n")
        return MemoryRow(
            id=row["id"],
            person=row["person"],
            kind=kind.decode(),
            revision=row["revision"],
            body=body,
            created_at=instant(row["created_at"]),
            updated_at=instant(row["updated_at"]),
        )

    async def _nudge(self, row: sqlite3.Row) -> NudgeRow:
        body = await self._open("nudge", of_person(row["person"]), row["body"], row["id"])
        try:
            return unpack(row["id"], row["person"], instant(row["due"]), body)
        except (ValueError, KeyError, TypeError):
            said = "A row of nudge in the database cannot be read: bring back a backup."
            raise DamagedError("nudge", said, row["id"], of_person(row["person"])) from None
