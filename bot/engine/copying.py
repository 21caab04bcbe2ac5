"""The engine's own copy of a state: what can change is copied, what is frozen is shared. A turn needs it fast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TypeVar, cast

from bot.model import asks, group, outings, state

T = TypeVar("T")

_CHANGEABLE: Mapping[type, tuple[str, ...]] = {
    cls: tuple(field.name for field in fields(cls))
    for module in (asks, group, outings, state)
    for cls in vars(module).values()
    if isinstance(cls, type) and is_dataclass(cls) and cls.__module__ == module.__name__
}


def copy_of(thing: T) -> T:
    """A copy that shares nothing changeable with the original."""
    return cast("T", _copy(thing))


def _copy(thing: object) -> object:
    names = _CHANGEABLE.get(type(thing))
    if names is not None:
        return type(thing)(*[_copy(getattr(thing, name)) for name in names])
    if type(thing) is list:
        return [_copy(item) for item in thing]
    if type(thing) is dict:
        return {key: _copy(value) for key, value in thing.items()}
    return thing
