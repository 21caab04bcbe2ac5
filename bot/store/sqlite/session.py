"""What a transaction's parts share: named statements on one connection, and how values stand in columns."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.errors import DamagedError
from bot.model.memory import title_of
from bot.store.codec import DataKey, Kind, Owner, of_person
from bot.store.keyring import KeyRing
from bot.store.ledger import Ledger, added, entry, read_ledger, write_ledger
from bot.store.memories import read_values
from bot.store.sqlite.connection import SqlValue as SqlValue
from bot.store.sqlite.connection import Writer, plainly
from bot.store.sqlite.queries import SQL

_log = logging.getLogger(__name__)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_FAR_OFF: Final = 1 << 55
"""Microseconds: a thousand years."""


class Session:
    """Runs named statements inside the one open transaction."""

    def __init__(self, connection: Writer, ring: KeyRing) -> None:
        self._connection = connection
        self._ring = ring
        self._over = False
        self.dirty = False
        """Whether the journal still holds what is deleted for good: it is to be folded in once this is committed."""
        self.had_turn = False
        """Whether an input has had its turn in this transaction."""

    def end(self) -> None:
        """Refuse every statement from now on: it would land in somebody else's transaction."""
        self._over = True

    async def _rows(self, query: str, **values: SqlValue) -> list[sqlite3.Row]:
        if self._over:
            raise RuntimeError("the transaction is over")
        # What is wrong with the file is nothing that a turn did: whoever sets a failed turn aside must not take it so.
        with plainly():
            return self._connection.at_once(SQL[query], values)

    async def _slowly(self, query: str, **values: SqlValue) -> list[sqlite3.Row]:
        """What a statement gives that may look at all there is: nobody else waits for it."""
        if self._over:
            raise RuntimeError("the transaction is over")
        return list(await self._connection.execute_fetchall(SQL[query], values))

    async def _row(self, query: str, **values: SqlValue) -> sqlite3.Row | None:
        rows = await self._rows(query, **values)
        return rows[0] if rows else None

    async def settle(self) -> None:
        """Write the ledgers that this transaction has changed: the last thing in it."""
        if owners := self._ring.changed():
            self._connection.many_at_once(SQL["save_ledger"], [self._ledger_row(owner) for owner in owners])

    async def recount(self, person: int, *, told: bool = False) -> None:
        """Take what a person remembers and their waiting nudges as they are, for whoever has set one of them aside.

        Unless that was `told` here, it is an error if they are not as they were left.
        """
        if (held := await self._held(of_person(person))) is None:
            return
        key, ledger = held
        self._ring.sure.add(of_person(person))
        total = 0
        for row in await self._rows("entries", person=person):
            total = added(total, entry(key, row["kind"], row["id"], row["revision"]))
        if total != ledger.total:
            self._ring.note(of_person(person), replace(ledger, total=total))
            if not told:
                _log.error("what somebody remembers, or a nudge of theirs, is not as it was left: the file was changed")

    async def _seal(self, kind: Kind, owner: Owner, body: bytes, *place: int | str) -> bytes:
        """Seal a body for its place with its owner's key; the first one makes that key."""
        key = await self._sound_key(owner)
        return key.seal(kind, place, body)

    async def _open(self, kind: Kind, owner: Owner, sealed: bytes | None, *place: int | str) -> bytes:
        """Open a body with its owner's key. Raises `DamagedError`, with its owner and the id of its row, which
        is its place's first part."""
        try:
            key = await self._key(owner)
            if key is None:
                raise DamagedError(kind, f"The key of a row of {kind} is missing in the database: bring back a backup.")
            if sealed is None:
                raise DamagedError(kind, f"A row of {kind} in the database has lost its body: bring back a backup.")
            return key.open(kind, place, sealed)
        except DamagedError as damaged:
            raise DamagedError(kind, str(damaged), place[0], owner) from None

    async def _sure(self, person: int) -> None:
        """The first time after a start: compare what a person remembers and their nudges with their ledger."""
        if of_person(person) not in self._ring.sure:
            await self.recount(person)

    async def _count(self, person: int, kind: Kind, id: str, now: int | None, was: int | None) -> None:
        """Note in a person's ledger that a row has another revision, or due time, or is gone or there again."""
        if (held := await self._held(of_person(person))) is not None:
            key, ledger = held
            total = added(ledger.total, entry(key, kind, id, now) - entry(key, kind, id, was))
            self._ring.note(of_person(person), replace(ledger, total=total))

    async def _held(self, owner: Owner) -> tuple[DataKey, Ledger] | None:
        """An owner's key and ledger; none where there is no key, or none that can be opened."""
        with suppress(DamagedError):
            if (key := await self._key(owner)) is not None:
                return key, self._ring.ledger(owner)
        return None

    def _is_old_input(self, owner: Owner, row: sqlite3.Row) -> bool:
        """Whether an input that waits has had its turn, which its owner's ledger knows, whose key is at hand."""
        return int(row["seq"]) <= self._ring.ledger(owner).done

    def _is_old_message(self, owner: Owner, row: sqlite3.Row) -> bool:
        """Whether a message that waits has left, which its owner's ledger knows, whose key is at hand."""
        return int(row["seq"]) < self._ring.ledger(owner).unsent

    def _ledger_row(self, owner: Owner) -> dict[str, SqlValue]:
        key = self._ring.get(owner)
        assert key is not None, "whoever has a ledger has a key"
        return {"owner": owner, "ledger": key.seal("ledger", (owner,), write_ledger(self._ring.ledger(owner)))}

    async def _marks(self, owner: Owner, id: str, kind: str, body: bytes) -> dict[str, bytes | None]:
        """The marks by which an item of memory is found; its owner has a key already. One without a title has a mark,
        too, which nobody looks for: what has titles would tell of which kind it is."""
        key, title = await self._key(owner), title_of(read_values(body))
        assert key is not None, "whatever is marked has been sealed"
        return {"kind": key.mark(kind), "title": title_mark(key, kind, title) if title else key.mark("untitled", id)}

    async def _key(self, owner: Owner) -> DataKey | None:
        key = self._ring.get(owner)
        if key is None and (row := await self._row("data_key", owner=owner)) is not None:
            key = self._ring.vault.unwrap(owner, row["wrapped"])
            self._ring.keep(owner, key, read_ledger(key.open("ledger", (owner,), row["ledger"] or b"")))
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
        ledger = self._ring.ledger(owner)
        key, wrapped = self._ring.vault.make(owner)
        self._ring.add(owner, key, ledger)
        await self._rows("save_key", wrapped=wrapped, **self._ledger_row(owner))
        return key

    async def _remove_key(self, owner: Owner) -> None:
        """Make unreadable whatever an owner's key has sealed."""
        self._ring.drop(owner)
        await self._rows("remove_key", owner=owner)


def title_mark(key: DataKey, kind: str, title: str) -> bytes:
    """The mark of a title, whatever its capitals, among the items of one kind."""
    return key.mark(kind, title.casefold())


def nudge_row(key: DataKey, id: str) -> str:
    """Where the nudge with an id stands: the same id of the same person is the same row, and tells nobody else what it
    is about."""
    return key.mark("nudge", id).hex()


def house_row(key: DataKey, name: str) -> str:
    """Where what is nobody's own stands under its name."""
    return key.mark("house", name).hex()


def micros(at: datetime) -> int:
    """An aware instant as its column has it: whole microseconds since 1970, UTC."""
    return (at - _EPOCH) // _MICROSECOND


def instant(at: int) -> datetime:
    """The instant that a column has, aware, in UTC. What a changed file says may be no time at all: then it is one far
    off, and nobody's turn fails."""
    return _EPOCH + max(-_FAR_OFF, min(at, _FAR_OFF)) * _MICROSECOND


def as_list(items: Sequence[int] | Sequence[str]) -> str:
    """Several values as one parameter, to be read with `json_each`."""
    return json.dumps(list(items))
