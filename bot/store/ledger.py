"""What a person or a conversation ought to have in the database, so that an older copy of one row is noticed.

A ledger is sealed in its owner's key row, and written with every transaction that changes what it counts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Final

from bot.store.codec import DataKey

_ALL: Final = 1 << 128


@dataclass(frozen=True, slots=True)
class Ledger:
    """Of a person: `total` stands for the revisions of all that they remember and the due times of all their waiting
    nudges, none of their inputs up to `done` waits, and none of their messages before `unsent`. Of a conversation: its
    `revision`, and its `people`.
    """

    total: int = 0
    done: int = 0
    unsent: int = 0
    revision: int = 0
    people: tuple[int, ...] = ()


_FIELDS: Final = tuple(field.name for field in fields(Ledger))


def entry(key: DataKey, kind: str, id: str, revision: int | None) -> int:
    """What one row adds to its person's total, at a revision; nothing for none. Without the key nobody can make another
    row that adds the same."""
    return 0 if revision is None else int.from_bytes(key.mark("entry", kind, id, str(revision)))


def added(total: int, one: int) -> int:
    """A total with one more entry in it, or one less where it is negative."""
    return (total + one) % _ALL


def write_ledger(ledger: Ledger) -> bytes:
    """A ledger as its row keeps it."""
    return json.dumps({name: getattr(ledger, name) for name in _FIELDS}).encode()


def read_ledger(body: bytes) -> Ledger:
    """The ledger that `write_ledger` wrote."""
    read = json.loads(body)
    return Ledger(**{**read, "people": tuple(read["people"])})
