"""What a coach's database says when all is done, told so that two databases can be compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.store.codec import Kind
from tests.unsealed import BODIES, Opener
from tests.unsealed import Rows as Rows
from tests.unsealed import rows as rows

_ID = re.compile(r"(?<![A-Za-z0-9_])(?:[a-z2-7]{10}|[0-9a-f]{24})(?![A-Za-z0-9_])")

_BY_THE_WAY = re.compile(r'"message":\d+|(?<="at":)(?:null|"[^"]*")')
"""The number of a message and the second in which words were sent: whoever is asked again about them sends more of
them, later."""

_STATE: Final[dict[str, tuple[Kind | None, str]]] = {
    "people of conversations": (
        "conversation",
        """SELECT conversation.id, state, conversation.id, revision, person.id FROM person
        LEFT JOIN conversation ON conversation.id = person.conversation ORDER BY person.id""",
    ),
    "memory": (
        "memory",
        "SELECT person, body, id, revision, person, revision, created_at, updated_at FROM memory ORDER BY rowid",
    ),
    "nudges": ("nudge", "SELECT person, body, id, due, person, due, state FROM nudge ORDER BY rowid"),
    "couples": (None, "SELECT a, b, since, ended_at FROM couple ORDER BY rowid"),
    "groups": (None, "SELECT id, conversation IS NOT NULL, told FROM group_chat ORDER BY id"),
    "invitations": (
        None,
        "SELECT inviter, created_at, expires_at, state, claimed_by FROM invitation ORDER BY rowid",
    ),
}
"""Each with the kind of its bodies; then the owner, the body and its place come first."""


def state_of(database: Path) -> Mapping[str, Rows]:
    """Everything that the coach knows, row by row. Ids drawn by chance become numbers, in the order of their coming."""
    opener = Opener(database)

    def told(kind: Kind | None, query: str) -> Rows:
        found = rows(database, query)
        if kind is not None:
            owner_of = BODIES[kind][1]
            found = [(opener.open(kind, owner_of(row[0]), *row[1:4]), *row[4:]) for row in found]
        return [_told(row) for row in found]

    return {name: told(*place) for name, place in _STATE.items()}


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
    texts = [_BY_THE_WAY.sub("", value) if isinstance(value, str) else value for value in texts]
    return tuple(_ID.sub(number, value) if isinstance(value, str) else value for value in texts)
