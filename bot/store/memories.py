"""What people remember: the part of the contract about it, and an item's values as one body."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from bot.model.values import Value, Values, Variable
from bot.store.rows import MemoryRow

_TYPED: TypeAdapter[Value] = TypeAdapter(Value)
_VALUES: TypeAdapter[Values] = TypeAdapter(dict)


class Memories(Protocol):
    """The part of a transaction about what people remember."""

    async def remember(self, id: str, person: int, kind: str, revision: int, body: bytes, at: datetime) -> None:
        """Create a memory item, or revise it."""
        ...

    async def memories(self, person: int, kind: str | None = None) -> list[MemoryRow]:
        """A person's memory items, oldest first, all or of one kind: as many as there are."""
        ...

    async def memory(self, id: str, person: int) -> MemoryRow | None:
        """A memory item, if it is that person's."""
        ...

    async def memory_titled(self, person: int, kind: str, title: str) -> MemoryRow | None:
        """The oldest of a person's items of a kind that has this title, whatever its capitals."""
        ...

    async def latest_memories(self, person: int, kind: str, most: int, skip: int = 0) -> list[MemoryRow]:
        """At most so many of a person's items of one kind, newest first, without the newest `skip` of them."""
        ...

    async def memory_counts(self, person: int) -> Mapping[str, int]:
        """How many items a person has of each kind; kinds without any are not named."""
        ...

    async def remove_memory(self, id: str, person: int) -> None:
        """Forget a memory item, if it is that person's."""
        ...

    async def remove_memories(self, person: int, kind: str) -> None:
        """Forget all of a person's items of one kind."""
        ...


def write_values(values: Values) -> bytes:
    """The values of a memory item as its row keeps them."""
    return _VALUES.dump_json(dict(values))


def read_values(body: bytes) -> Values:
    """The values that `write_values` wrote; what has a shape that nobody knows (any more) is left out."""
    try:
        raw = json.loads(body)
    except ValueError:
        return {}
    known: dict[str, Variable] = {}
    for name, value in raw.items() if isinstance(raw, dict) else ():
        if value is None or isinstance(value, bool | int | str):
            known[name] = value
            continue
        try:
            known[name] = _TYPED.validate_python(value)
        except ValidationError:
            continue
    return known
