"""A memory item's values as one body."""

from __future__ import annotations

import json

from pydantic import TypeAdapter, ValidationError

from bot.model.values import Value, Values, Variable

_TYPED: TypeAdapter[Value] = TypeAdapter(Value)
_VALUES: TypeAdapter[Values] = TypeAdapter(dict)


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
