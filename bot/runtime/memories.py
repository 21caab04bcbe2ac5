"""What people have in memory, between its rows and the engine's typed values."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from bot.model.memory import Memory
from bot.model.values import Day, Duration, Instant, Many, Number, Option, Value, Values, Variable, Words
from bot.store.contract import Transaction

_TYPED: TypeAdapter[Value] = TypeAdapter(
    Annotated[Option | Duration | Instant | Number | Words | Many | Day, Field(discriminator="type")]
)
_VALUES: TypeAdapter[Values] = TypeAdapter(dict)


async def load(tx: Transaction, person: int) -> list[Memory]:
    """A person's memory items, oldest first."""
    rows = await tx.memories(person)
    return [Memory(row.id, row.kind, row.revision, row.created_at, read_values(row.body)) for row in rows]


def write_values(values: Values) -> bytes:
    """The values of a memory item as its row keeps them."""
    return _VALUES.dump_json(dict(values))


def read_values(body: bytes) -> Values:
    """The values that `write_values` wrote; what has a shape that nobody knows (any more) is left out."""
    raw = json.loads(body)
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
