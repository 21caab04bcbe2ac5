"""Inputs, conversations, memory and nudges in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot.errors import DamagedError
from bot.store.bounds import MANY_BEHIND
from bot.store.codec import of_conversation, of_person, sender, unreadable
from bot.store.nudges import pack, unpack
from bot.store.rows import InboxRow, MemoryRow, NudgeRow, StoredConversation
from bot.store.sqlite.session import Session, SqlValue, as_list, instant, micros, nudge_row, title_mark


class SqliteTurns(Session):
    """Fulfils `Turns`; the contract says what each method promises."""

    async def next_input(self) -> InboxRow | None:
        """See the contract."""
        row = await self._row("next_input", many=MANY_BEHIND)
        if row is None:
            return None
        owner, seq, update_id = sender(row["person"]), row["seq"], row["update_id"]
        body = await self._open("inbox", owner, row["body"], seq, update_id)
        if self._is_old_input(owner, row):
            raise unreadable("inbox", seq, owner)
        received = instant(row["received_at"])
        lost = bool(row["lost"])
        return InboxRow(seq, update_id, row["person"], body, received, row["behind"], row["refused"], lost)

    async def inputs_waiting(self, person: int, most: int) -> int:
        """See the contract."""
        [row] = await self._rows("waiting_of", person=person, most=most)
        return int(row["inputs"])

    async def finish_input(self, seq: int, at: datetime, *, erase: bool = False) -> None:
        """See the contract."""
        await self._had_a_turn(seq, await self._row("finish_input", seq=seq, at=micros(at), erase=erase))

    async def set_aside_input(self, seq: int, error: str, at: datetime) -> None:
        """See the contract."""
        await self._had_a_turn(seq, await self._row("set_aside_input", seq=seq, error=error, at=micros(at)))

    async def tell_refused(self, person: int) -> None:
        """See the contract."""
        await self._rows("tell_refused", person=person)

    async def updates_of(self, person: int, since: datetime) -> list[bytes]:
        """See the contract."""
        rows = await self._rows("updates_of", person=person, since=micros(since))
        return [await self._open("inbox", sender(person), row["body"], row["seq"], row["update_id"]) for row in rows]

    async def conversation_of(self, person: int) -> StoredConversation | None:
        """See the contract."""
        row = await self._row("conversation_of", person=person)
        if row is None:
            return None
        id, owner = row["id"], of_conversation(row["id"])
        if row["revision"] is None:
            raise unreadable("conversation", id, owner)
        state = await self._open("conversation", owner, row["state"], id, row["revision"])
        ledger = self._ring.ledger(owner)
        if row["revision"] != ledger.revision:
            raise unreadable("conversation", id, owner)
        if person not in ledger.people:
            raise unreadable("person", person, of_person(person))
        return StoredConversation(id, state)

    async def save_conversation(self, id: str, people: Sequence[int], state: bytes, at: datetime) -> None:
        """See the contract."""
        owner, everybody = of_conversation(id), as_list(people)
        known = await self._held(owner) is not None
        await self._save(id, people, state, at)
        if self._ring.people.get(id) == frozenset(people):
            return
        left = await self._rows("leave_conversation", id=id, people=everybody)
        joined = await self._rows("join_conversation", id=id, people=everybody, at=micros(at))
        if known and (left or joined):
            # What two had together is not to be opened with the key of what one has now, nor the other way round.
            await self._new_key(owner)
            await self._save(id, people, state, at)
        if left or joined:
            self._ring.people.clear()
        self._ring.people[id] = frozenset(people)

    async def remove_conversation(self, id: str) -> None:
        """See the contract."""
        await self._rows("remove_conversation", id=id)
        await self._remove_key(of_conversation(id))

    async def remember(self, id: str, person: int, kind: str, revision: int, body: bytes, at: datetime) -> None:
        """See the contract."""
        owner = of_person(person)
        sealed = await self._seal("memory", owner, kind.encode() + b"\n" + body, id, revision)
        marks = await self._marks(owner, id, kind, body)
        [row] = await self._rows(
            "remember", id=id, person=person, revision=revision, body=sealed, at=micros(at), **marks
        )
        await self._count(person, "memory", id, revision, row["was"])

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
            for row in await self._rows("remove_memories", person=person, kind=key.mark(kind)):
                await self._count(person, "memory", row["id"], None, row["revision"])

    async def remove_memory(self, id: str, person: int) -> None:
        """See the contract."""
        for row in await self._rows("remove_memory", id=id, person=person):
            await self._count(person, "memory", id, None, row["revision"])

    async def add_nudge(self, nudge: NudgeRow) -> None:
        """See the contract."""
        owner, due = of_person(nudge.person), micros(nudge.due)
        id = nudge_row(await self._sound_key(owner), nudge.id)
        sealed = await self._seal("nudge", owner, pack(nudge), id, due)
        [row] = await self._rows("add_nudge", id=id, person=nudge.person, due=due, body=sealed)
        await self._count(nudge.person, "nudge", id, due, row["was"])

    async def due_nudge(self, now: datetime) -> NudgeRow | None:
        """See the contract."""
        row = await self._row("due_nudge", now=micros(now))
        return None if row is None else await self._nudge(row)

    async def close_nudge(self, row: str, state: Literal["fired", "dropped"]) -> None:
        """See the contract."""
        for closed in await self._rows("close_nudge", id=row, state=state):
            await self._count(closed["person"], "nudge", row, None, closed["was"])

    async def waiting_nudges(self, person: int) -> list[NudgeRow]:
        """See the contract."""
        return [await self._nudge(row) for row in await self._rows("waiting_nudges", person=person)]

    async def _memories(self, query: str, **values: SqlValue) -> list[MemoryRow]:
        return [await self._memory(row) for row in await self._rows(query, **values)]

    async def _had_a_turn(self, seq: int, row: sqlite3.Row | None) -> None:
        if row is None:
            return
        self.had_turn = True
        await self._rows("go_to_the_back", person=row["person"])
        owner = sender(row["person"])
        if (held := await self._held(owner)) is not None:
            unsent = row["unsent"] if row["unsent"] is not None else self._ring.last("outbox") + 1
            self._ring.note(owner, replace(held[1], done=max(held[1].done, seq), unsent=unsent))

    async def _save(self, id: str, people: Sequence[int], state: bytes, at: datetime) -> None:
        """Write a conversation's state at its next revision."""
        owner = of_conversation(id)
        await self._sound_key(owner)
        ledger = self._ring.ledger(owner)
        revision = ledger.revision + 1
        sealed = await self._seal("conversation", owner, state, id, revision)
        await self._rows("save_conversation", id=id, revision=revision, state=sealed, at=micros(at))
        self._ring.note(owner, replace(ledger, revision=revision, people=tuple(people)))

    async def _memory(self, row: sqlite3.Row) -> MemoryRow:
        await self._sure(row["person"])
        whole = await self._open("memory", of_person(row["person"]), row["body"], row["id"], row["revision"])
        kind, _, body = whole.partition(b"\n")
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
        await self._sure(row["person"])
        body = await self._open("nudge", of_person(row["person"]), row["body"], row["id"], row["due"])
        try:
            return unpack(row["id"], row["person"], instant(row["due"]), body)
        except (ValueError, KeyError, TypeError):
            said = "A row of nudge in the database cannot be read: bring back a backup."
            raise DamagedError("nudge", said, row["id"], of_person(row["person"])) from None
