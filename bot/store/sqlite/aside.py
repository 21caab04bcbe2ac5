"""Setting aside in SQLite what cannot be opened."""

from __future__ import annotations

import logging
import sqlite3
from collections import Counter
from datetime import datetime
from typing import Final

from bot.errors import DamagedError
from bot.store.codec import Kind, Owner, of_conversation, of_person
from bot.store.sqlite.session import SqlValue, micros
from bot.store.sqlite.turns import SqliteTurns

_log = logging.getLogger(__name__)

_PLACES: Final[tuple[tuple[Kind, str, str], ...]] = (
    ("inbox", "inputs_to_open", "lose_input"),
    ("memory", "memories", "lose_memory"),
    ("nudge", "waiting_nudges", "lose_nudge"),
    ("outbox", "messages_to_open", "lose_message"),
)
"""What is a person's, with the statements that find it and that take it out of the way."""

_STAY: Final = frozenset({"inbox", "outbox"})
"""Their rows stay where they are, sealed bytes and all."""


class SqliteAside(SqliteTurns):
    """Fulfils `SettingAside`; the contract says what each method promises."""

    async def set_aside(self, damaged: DamagedError, at: datetime) -> bool:
        """See the contract."""
        lost: Counter[str] = Counter()
        whose, _, id = damaged.owner.partition(":")
        people = [int(id)] if whose == "person" else []
        if whose == "conversation":
            people = [row["id"] for row in await self._rows("people_of", id=id)]
            lost += await self._lose_conversation(id, people, at)
        for person in people:
            lost += await self._lose_of(person)
        return _said(lost)

    async def tell_set_aside(self, person: int) -> None:
        """See the contract."""
        await self._rows("tell_set_aside", person=person)

    async def _lost_key(self, owner: Owner) -> None:
        whose, _, id = owner.partition(":")
        if whose == "person":
            _said(await self._lose_of(int(id)))
        else:
            _said(await self._lose_key(owner, None))

    async def _lose_of(self, person: int) -> Counter[str]:
        """Set aside whatever of a person's cannot be opened; how much of each kind there was."""
        lost: Counter[str] = Counter()
        owner = of_person(person)
        try:
            key = await self._key(owner)
        except DamagedError:
            key = None
            lost += await self._lose_key(owner, person)
        for kind, find, lose in _PLACES:
            for row in await self._rows(find, person=person):
                if key is not None and await self._opens(kind, owner, row):
                    continue
                await self._note(kind, row["id"], person, None if kind in _STAY else row["body"])
                await self._rows(lose, id=row["id"])
                lost[kind] += 1
        if lost["inbox"]:
            await self._rows("go_to_the_back", person=person)
        return lost

    async def _opens(self, kind: Kind, owner: Owner, row: sqlite3.Row) -> bool:
        try:
            if kind == "nudge":
                await self._nudge(row)
            else:
                await self._open(kind, owner, row["body"], row["id"])
        except DamagedError:
            return False
        return True

    async def _lose_key(self, owner: Owner, person: int | None) -> Counter[str]:
        rows = await self._rows("data_key", owner=owner)
        for row in rows:
            await self._note("data_key", owner, person, row["wrapped"])
            await self._remove_key(owner)
        return Counter({"data_key": len(rows)})

    async def _lose_conversation(self, id: str, people: list[int], at: datetime) -> Counter[str]:
        """Set aside a conversation's state with its key; who was in it begins anew, alone."""
        owner = of_conversation(id)
        found = await self._rows("state_of", id=id)
        keys = await self._rows("data_key", owner=owner)
        for person in people or (None,):
            for row in found:
                await self._note("conversation", id, person, row["body"])
            for row in keys:
                await self._note("data_key", owner, person, row["wrapped"])
        for person in people:
            await self._rows("part", person=person, at=micros(at))
            await self._rows("drop_nudges", person=person)
        await self.remove_conversation(id)
        return Counter({"conversation": len(found)})

    async def _note(self, kind: str, id: SqlValue, person: int | None, body: bytes | None) -> None:
        await self._rows("note_aside", kind=kind, id=str(id), person=person, body=body)


def _said(lost: Counter[str]) -> bool:
    """One line for the operator about what is set aside; whether there was anything."""
    if lost.total():
        what = ", ".join(f"{count} of {kind}" for kind, count in sorted(lost.items()) if count)
        _log.error("what cannot be opened is set aside: %s", what)
    return lost.total() > 0
