"""Sealing everything in a database anew: bodies of an older format, bodies from before there was a key, another key."""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from bot.errors import DamagedError
from bot.model.memory import title_of
from bot.store.codec import DataKey, Kind, Owner, Place, Vault, of_conversation, of_person, sender
from bot.store.contract import LATE, STALE
from bot.store.keyring import KeyRing
from bot.store.ledger import Ledger, added, entry, write_ledger
from bot.store.memories import read_values
from bot.store.sqlite.connection import Writer
from bot.store.sqlite.outbox import late_ask, no_ask, unframed
from bot.store.sqlite.queries import SQL
from bot.store.sqlite.session import Session, house_row, nudge_row, title_mark
from bot.store.sqlite.sources import Sealed, Source

_log = logging.getLogger(__name__)

Values = dict[str, str | int | bytes | None]

_TABLES: Final[tuple[tuple[Kind, str, str, Callable[..., Owner], tuple[str, ...]], ...]] = (
    ("inbox", "bodies_of_inbox", "reseal_inbox", sender, ("seq", "update_id")),
    ("conversation", "bodies_of_conversation", "reseal_conversation", of_conversation, ("id", "revision")),
    ("memory", "bodies_of_memory", "reseal_memory", of_person, ("id", "revision")),
    ("nudge", "bodies_of_nudge", "reseal_nudge", of_person, ("id", "due")),
    ("outbox", "bodies_of_outbox", "reseal_outbox", of_person, ("seq",)),
    ("house", "bodies_of_house", "reseal_house", sender, ("subject",)),
)
"""Each table with the statements that read and write its bodies, whose they are, and the columns of a body's place."""

_TENTHS: Final = 10


async def reseal(connection: Writer, source: Source, vault: Vault) -> int:
    """Seal every body anew, with new data keys and ledgers and a new key check, in the transaction that is open.

    What cannot be opened stays as it is, and is met where it is read: how many rows that are. It is said in the log how
    far this is.
    """
    return await _Resealing(connection, source, vault).all()


async def change_key(connection: Writer, old: Vault, new: Vault, id: str) -> int:
    """Seal every body anew for another key and give the database another id, in a transaction of its own: a kill leaves
    the old key in force, or the new one. How many rows could not be opened. What older copies there are of rows is
    noticed before. Until the file is written anew (`scrub`), it may hold what the old one opens."""
    try:
        await connection.execute_fetchall("BEGIN IMMEDIATE")
        session = Session(connection, KeyRing(old))
        for row in await connection.execute_fetchall(SQL["people"]):
            await session.recount(row["id"])
        left = await reseal(connection, Sealed(old, await connection.execute_fetchall(SQL["data_keys"])), new)
        await connection.execute_fetchall(SQL["change_database_id"], {"name": id})
        await connection.execute_fetchall("COMMIT")
    except BaseException:
        await connection.rollback()
        raise
    return left


class _Resealing:
    def __init__(self, connection: Writer, source: Source, vault: Vault) -> None:
        self._connection, self._source, self._vault = connection, source, vault
        self._keys: dict[Owner, tuple[DataKey, bytes]] = {}
        self._ledgers: dict[Owner, Ledger] = {}
        self._rows = self._done = self._left = 0

    async def all(self) -> int:
        """Seal them; how many could not be opened."""
        [row] = await self._connection.execute_fetchall(SQL["bodies"])
        self._rows = row["rows"]
        if self._rows:
            _log.info("the database is sealed anew, which may take minutes: %d rows", self._rows)
        for table in _TABLES:
            await self._table(*table)
        await self._reckon()
        ledgers = [self._key_row(owner, key, wrapped) for owner, (key, wrapped) in self._keys.items()]
        broken = [{"owner": owner, "wrapped": key, "ledger": None} for owner, key in self._source.broken.items()]
        await self._connection.execute_fetchall(SQL["remove_keys"])
        await self._connection.executemany(SQL["save_key"], [*ledgers, *broken])
        await self._connection.execute_fetchall(
            SQL["save_key_check"], {"sealed": self._vault.check(), "dirty": self._rows > 0}
        )
        if self._left:
            _log.error("%d rows could not be opened and stay as they are", self._left)
        return self._left

    async def _table(
        self, kind: Kind, read: str, write: str, owner_of: Callable[..., Owner], columns: tuple[str, ...]
    ) -> None:
        after = 0
        while rows := await self._fetch(read, after=after):
            changed = [self._row(kind, owner_of(row["owner"]), tuple(row[c] for c in columns), row) for row in rows]
            await self._connection.executemany(SQL[write], [values for values in changed if values])
            after = rows[-1]["row"]
            self._tell(len(rows))

    def _row(self, kind: Kind, owner: Owner, place: Place, row: sqlite3.Row) -> Values | None:
        """What is to stand in a row from now on; None where it stays as it is."""
        try:
            body = self._source.open(kind, owner, place, row)
        except DamagedError:
            self._left += 1
            return self._as_it_is(kind, owner, place, row)
        key = self._key(owner)
        values: Values = {"row": row["row"]}
        if kind == "nudge":
            place = nudge_row(key, json.loads(body)["id"]), row["due"]
            values |= {"id": place[0]}
        if kind == "memory":
            name, _, rest = body.partition(b"\n")
            title = title_of(read_values(rest))
            mark = title_mark(key, name.decode(), title) if title else key.mark("untitled", row["id"])
            values |= {"kind": key.mark(name.decode()), "title": mark}
        if kind == "house":
            values |= {"name": house_row(key, str(place[0]))}
        if kind == "outbox":
            values |= _ask(key, row, unframed(body)[0])
        self._enter(kind, owner, place, row)
        return values | {"body": key.seal(kind, place, body)}

    def _as_it_is(self, kind: Kind, owner: Owner, place: Place, row: sqlite3.Row) -> Values | None:
        if kind == "nudge":
            # Its id may name a dialog, and nothing will ask for it by that. Two may have lost their bodies alike.
            place = (hashlib.sha256(b"%d %b" % (row["row"], row["body"])).hexdigest()[:32], row["due"])
        if owner not in self._source.broken:
            self._enter(kind, owner, place, row)
        return {"row": row["row"], "id": place[0], "body": row["body"]} if kind == "nudge" else None

    def _enter(self, kind: Kind, owner: Owner, place: Place, row: sqlite3.Row) -> None:
        """Put a row into its person's ledger, if that counts it."""
        if kind == "memory" or (kind == "nudge" and row["state"] == "waiting"):
            one = entry(self._key(owner), kind, str(place[0]), int(place[1]))
            self._ledgers[owner] = replace(self._ledger(owner), total=added(self._ledger(owner).total, one))

    async def _reckon(self) -> None:
        """What ledgers say beside the totals: what they said before, or what there is."""
        for owner, ledger in self._source.ledgers.items():
            self._ledgers[owner] = replace(ledger, total=self._ledger(owner).total)
        if self._source.ledgers:
            return
        [newest] = await self._fetch("newest_message")
        for row in await self._fetch("finished_inputs"):
            owner = of_person(row["person"])
            self._ledgers[owner] = replace(self._ledger(owner), done=row["done"], unsent=newest["seq"] + 1)
        for row in await self._fetch("oldest_unsent"):
            owner = of_person(row["chat"])
            self._ledgers[owner] = replace(self._ledger(owner), unsent=row["seq"])
        for row in await self._fetch("conversations_people"):
            owner, people = of_conversation(row["id"]), tuple(json.loads(row["people"]))
            self._ledgers[owner] = replace(self._ledger(owner), revision=row["revision"], people=people)

    def _key(self, owner: Owner) -> DataKey:
        if owner not in self._keys:
            self._keys[owner] = self._vault.make(owner)
        return self._keys[owner][0]

    def _ledger(self, owner: Owner) -> Ledger:
        return self._ledgers.get(owner, Ledger())

    def _key_row(self, owner: Owner, key: DataKey, wrapped: bytes) -> Values:
        ledger = key.seal("ledger", (owner,), write_ledger(self._ledger(owner)))
        return {"owner": owner, "wrapped": wrapped, "ledger": ledger}

    async def _fetch(self, query: str, **values: int) -> list[sqlite3.Row]:
        rows: Iterable[sqlite3.Row] = await self._connection.execute_fetchall(SQL[query], values)
        return list(rows)

    def _tell(self, rows: int) -> None:
        before, self._done = self._done, self._done + rows
        if self._done * _TENTHS // self._rows > before * _TENTHS // self._rows:
            _log.info("the database is sealed anew: %d of %d rows", self._done, self._rows)


def _ask(key: DataKey, row: sqlite3.Row, ask: str | None) -> Values:
    """What stands for a message's ask, and why it was not sent, as they tell nothing."""
    if ask is None:
        return {"ask": no_ask(key, row["seq"]), "error": row["error"]}
    if row["error"] == LATE or row["ask"] != ask:
        return {"ask": late_ask(key, ask), "error": STALE if row["state"] == "aside" else None}
    return {"ask": ask, "error": row["error"]}
