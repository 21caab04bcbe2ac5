"""What a coach's database says when all is done, told so that two databases can be compared."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

Rows = list[tuple[object, ...]]

_ID = re.compile(r"(?<![A-Za-z0-9_])(?:[a-z2-7]{10}|[0-9a-f]{24})(?![A-Za-z0-9_])")

_STATE = {
    "people of conversations": """SELECT person.id, conversation.state FROM person
        LEFT JOIN conversation ON conversation.id = person.conversation ORDER BY person.id""",
    "memory": "SELECT person, kind, revision, body, created_at, updated_at FROM memory ORDER BY rowid",
    "nudges": "SELECT person, due, state, body FROM nudge ORDER BY rowid",
    "couples": "SELECT a, b, since, ended_at FROM couple ORDER BY rowid",
    "invitations": "SELECT inviter, created_at, expires_at, state, claimed_by FROM invitation ORDER BY rowid",
}


def state_of(database: Path) -> Mapping[str, Rows]:
    """Everything that the coach knows, row by row. Ids drawn by chance become numbers, in the order of their coming."""
    return {name: [_told(row) for row in rows(database, query)] for name, query in _STATE.items()}


def rows(database: Path, query: str, *values: object) -> Rows:
    """What a query finds, read beside a coach that may be at work."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
        return connection.execute(query, values).fetchall()


def count(database: Path, where: str) -> int:
    """How many rows of the outbox fulfil a condition."""
    [(number,)] = rows(database, f"SELECT count(*) FROM outbox WHERE {where}")
    assert isinstance(number, int)
    return number


def _told(row: tuple[object, ...]) -> tuple[object, ...]:
    numbers: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        return numbers.setdefault(found[0], f"#{len(numbers)}")

    texts = [value.decode() if isinstance(value, bytes) else value for value in row]
    return tuple(_ID.sub(number, value) if isinstance(value, str) else value for value in texts)
