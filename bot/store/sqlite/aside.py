"""Setting aside in SQLite what cannot be opened."""

from __future__ import annotations

import logging
import sqlite3
from collections import Counter
from datetime import datetime
from typing import Final

from bot.errors import DamagedError
from bot.store.codec import Kind, Owner, Place, of_conversation, of_person
from bot.store.sqlite.session import micros
from bot.store.sqlite.turns import SqliteTurns

_log = logging.getLogger(__name__)

_PLACES: Final[tuple[tuple[Kind, str, str, tuple[str, ...]], ...]] = (
    ("inbox", "inputs_to_open", "lose_input", ("seq", "update_id")),
    ("memory", "memories", "lose_memory", ("id", "revision")),
    ("nudge", "waiting_nudges", "lose_nudge", ("id", "due")),
    ("outbox", "messages_to_open", "lose_message", ("seq",)),
)
"""What is a person's, with the statements that find it and that take it out of the way, and the columns of its place:
without that, nothing opens."""

_STAY: Final = frozenset({"inbox", "outbox"})
"""Their rows stay where they are, sealed bytes and all."""


class SqliteAside(SqliteTurns):
    """Fulfils `SettingAside`; the contract says what each method promises."""

    async def set_aside(self, damaged: DamagedError, at: datetime) -> bool:
        """See the contract."""
        lost: Counter[str] = Counter()
        whose, _, id = damaged.owner.partition(":")
        people = [int(id)] if whose == "person" else []
        if damaged.kind == "person":
            lost += await self._lose_way(people[0])
        if whose == "conversation":
            people = [row["id"] for row in await self._rows("people_of", id=id)]
            lost += await self._lose_conversation(id, people, at)
        for person in people:
            lost += await self._lose_of(person)
        return _said(lost) or damaged.kind == "person"

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
        # First, so that what else has changed is noticed, and not counted with what is set aside.
        await self._sure(person)
        try:
            key = await self._key(owner)
        except DamagedError:
            key = None
            lost += await self._lose_key(owner, person)
        for kind, find, lose, columns in _PLACES:
            for row in await self._rows(find, person=person):
                place: Place = tuple(row[column] for column in columns)
                if key is not None and await self._opens(kind, owner, place, row):
                    continue
                await self._note(kind, place, person, None if kind in _STAY else row["body"])
                await self._rows(lose, id=row["id"])
                lost[kind] += 1
        if lost["inbox"]:
            await self._rows("go_to_the_back", person=person)
        await self.recount(person, told=True)
        return lost

    async def _opens(self, kind: Kind, owner: Owner, place: Place, row: sqlite3.Row) -> bool:
        try:
            await self._open(kind, owner, row["body"], *place)
            if kind == "nudge":
                await self._nudge(row)
        except DamagedError:
            return False
        if kind == "inbox" and row["state"] == "new":
            return not self._is_old_input(owner, row)
        return kind != "outbox" or not self._is_old_message(owner, row)

    async def _lose_key(self, owner: Owner, person: int | None) -> Counter[str]:
        rows = await self._rows("data_key", owner=owner)
        for row in rows:
            await self._note("data_key", (owner,), person, row["wrapped"])
            await self._remove_key(owner)
        return Counter({"data_key": len(rows)})

    async def _lose_conversation(self, id: str, people: list[int], at: datetime) -> Counter[str]:
        """Set aside a conversation's state with its key; who was in it begins anew, alone."""
        owner = of_conversation(id)
        found = await self._rows("state_of", id=id)
        keys = await self._rows("data_key", owner=owner)
        for person in people or (None,):
            for row in found:
                await self._note("conversation", (id, row["revision"]), person, row["body"])
            if not found:
                await self._note("conversation", (id,), person, None)
            for row in keys:
                await self._note("data_key", (owner,), person, row["wrapped"])
        for person in people:
            await self._sure(person)
            await self._rows("part", person=person, at=micros(at))
            await self._rows("drop_nudges", person=person)
            await self._rows("put_into", id=None, person=person)
        await self.remove_conversation(id)
        return Counter({"conversation": 1})

    async def _lose_way(self, person: int) -> Counter[str]:
        """Put somebody who stands in a conversation that is not theirs back into their own; what they lose where there
        is none."""
        for row in await self._rows("conversation_ids"):
            held = await self._held(of_conversation(row["id"]))
            if held is not None and person in held[1].people:
                await self._rows("put_into", id=row["id"], person=person)
                _log.error("somebody stood in a conversation that is not theirs: the file was changed")
                return Counter()
        await self._rows("put_into", id=None, person=person)
        await self._note("person", (person,), person, None)
        return Counter({"person": 1})

    async def _note(self, kind: str, place: Place, person: int | None, body: bytes | None) -> None:
        await self._rows("note_aside", kind=kind, place=" ".join(map(str, place)), person=person, body=body)


def _said(lost: Counter[str]) -> bool:
    """One line for the operator about what is set aside; whether there was anything."""
    if lost.total():
        what = ", ".join(f"{count} of {kind}" for kind, count in sorted(lost.items()) if count)
        _log.error("what cannot be opened is set aside: %s", what)
    return lost.total() > 0
