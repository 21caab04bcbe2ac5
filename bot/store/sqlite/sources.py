"""How bodies are opened before they are sealed anew, whatever the format that they are in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Protocol

from bot.errors import DamagedError
from bot.store.codec import Kind, Owner, Place, Vault
from bot.store.former import FormerVault
from bot.store.ledger import Ledger, read_ledger
from bot.store.sqlite.outbox import framed


class Key(Protocol):
    """An owner's data key, of whatever format."""

    def open(self, kind: Kind, place: Place, sealed: bytes) -> bytes:
        """A body. Raises `DamagedError`."""
        ...


class Keys(Protocol):
    """What unwraps data keys."""

    def unwrap(self, owner: Owner, wrapped: bytes) -> Key:
        """An owner's data key. Raises `DamagedError`."""
        ...


class Source:
    """Bodies from before there was a key, which lie open; a table's row has its body as `body`."""

    broken: Mapping[Owner, bytes] = {}
    """The key rows that cannot be opened."""

    ledgers: Mapping[Owner, Ledger] = {}
    """What owners ought to have, where that is known already."""

    def open(self, kind: Kind, owner: Owner, place: Place, row: sqlite3.Row) -> bytes:
        """A row's body, as it is sealed today. Raises `DamagedError`."""
        body: bytes = row["body"]
        return _as_today(kind, row, body)


class Sealed(Source):
    """Bodies under data keys that a vault has wrapped. `rows` are all key rows."""

    def __init__(self, vault: Vault | FormerVault, rows: Iterable[sqlite3.Row]) -> None:
        self._former = isinstance(vault, FormerVault)
        self._keys: dict[Owner, Key] = {}
        self.broken, self.ledgers = broken, ledgers = dict[Owner, bytes](), dict[Owner, Ledger]()
        for row in rows:
            owner = Owner(row["owner"])
            try:
                key: Key = vault.unwrap(owner, row["wrapped"])
                if not self._former:
                    ledgers[owner] = read_ledger(key.open("ledger", (owner,), row["ledger"] or b""))
            except DamagedError:
                broken[owner] = row["wrapped"]
            else:
                self._keys[owner] = key

    def open(self, kind: Kind, owner: Owner, place: Place, row: sqlite3.Row) -> bytes:
        """See `Source`."""
        if owner not in self._keys:
            raise DamagedError(kind, f"The key of a row of {kind} is missing.", place[0], owner)
        body = self._keys[owner].open(kind, place, row["body"])
        return _as_today(kind, row, body) if self._former else body


def _as_today(kind: Kind, row: sqlite3.Row, body: bytes) -> bytes:
    """What stood in columns of its own, and stands in the body today."""
    if kind == "nudge":
        return json.dumps({"id": row["id"], **json.loads(body)}).encode()
    return framed(row["ask"], body) if kind == "outbox" else body
