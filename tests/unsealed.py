"""A database's bodies as its coach reads them, for whoever holds the key; also beside a coach at work."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.store.codec import Kind, Owner, Place, Vault, of_conversation, of_person, sender
from bot.store.former import FormerVault
from bot.store.keyfile import decode_key
from bot.store.sqlite.keyplace import key_path
from bot.store.sqlite.outbox import unframed
from bot.store.sqlite.sealing import BOUND
from bot.store.sqlite.sources import Key, Keys

Rows = list[tuple[object, ...]]

BODIES: Final[dict[Kind, tuple[str, Callable[..., Owner]]]] = {
    "inbox": ("SELECT person, body, seq, update_id FROM inbox WHERE body IS NOT NULL ORDER BY seq", sender),
    "conversation": ("SELECT id, state, id, revision FROM conversation ORDER BY rowid", of_conversation),
    "memory": ("SELECT person, body, id, revision FROM memory ORDER BY rowid", of_person),
    "nudge": ("SELECT person, body, id, due FROM nudge ORDER BY rowid", of_person),
    "outbox": ("SELECT chat, body, seq FROM outbox WHERE body IS NOT NULL ORDER BY seq", of_person),
}
"""Every kind of body with whose it is, what is sealed, and the row's place."""


def rows(database: Path, query: str, *values: object) -> Rows:
    """What a query finds, sealed as it is."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
        return connection.execute(query, values).fetchall()


class Opener:
    """Opens a database's bodies with the key that lies beside it, or another one; also where bodies are not bound to
    their rows yet."""

    def __init__(self, database: Path, key: bytes | None = None) -> None:
        key = key or decode_key(key_path(database).read_text("ascii").strip())
        assert key is not None
        [(version,)] = rows(database, "PRAGMA user_version")
        self._bound = int(str(version)) >= BOUND
        self._database = database
        self._vault: Keys = Vault(key, os.urandom) if self._bound else FormerVault(key)

    def open(self, kind: Kind, owner: Owner, sealed: object, *place: object) -> bytes:
        """One body, in its place."""
        assert isinstance(sealed, bytes)
        body = self._key(owner).open(kind, _place(place), sealed)
        return unframed(body)[1] if kind == "outbox" and self._bound else body

    def bodies(self, kind: Kind) -> list[bytes]:
        """All bodies of a kind, in the order of their coming."""
        query, owner_of = BODIES[kind]
        query = query if self._bound else query.replace("state, id, revision", "state, id")
        return [
            self.open(kind, owner_of(whose), sealed, *place) for whose, sealed, *place in rows(self._database, query)
        ]

    def all_bodies(self) -> bytes:
        """Every body there is."""
        return b"\n".join(body for kind in BODIES for body in self.bodies(kind))

    def _key(self, owner: Owner) -> Key:
        [(wrapped,)] = rows(self._database, "SELECT wrapped FROM data_key WHERE owner = ?", owner)
        assert isinstance(wrapped, bytes)
        return self._vault.unwrap(owner, wrapped)


def _place(values: Sequence[object]) -> Place:
    return tuple(value for value in values if isinstance(value, int | str))


def raw(database: Path) -> bytes:
    """All that stands in a database's files: itself, its journals, its lock; not its key."""
    files = sorted(database.parent.glob(f"{database.name}*"))
    return b"".join(file.read_bytes() for file in files if file != key_path(database))
