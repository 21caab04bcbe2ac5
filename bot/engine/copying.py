"""The engine's own copy of a state: what can change is copied, what is frozen is shared. A turn needs it fast."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any, Final, TypeVar, cast

from bot.model import asks, group, outings, state

T = TypeVar("T")

_FIELDS: Final[Mapping[type, Callable[[object], tuple[object, ...]]]] = {
    cls: attrgetter(*[field.name for field in fields(cls)])  # two names at least: then it gives a tuple
    for module in (asks, group, outings, state)
    for cls in vars(module).values()
    if isinstance(cls, type) and is_dataclass(cls) and cls.__module__ == module.__name__
}
_CHANGEABLE: Final = frozenset({*_FIELDS, list, dict})


def copy_of(thing: T) -> T:
    """A copy that shares nothing changeable with the original."""
    return cast("T", _copy(thing))


def _copy(thing: Any) -> object:
    cls = type(thing)
    if cls is list:
        return [_copy(item) if type(item) in _CHANGEABLE else item for item in thing]
    if cls is dict:
        return {key: _copy(value) if type(value) in _CHANGEABLE else value for key, value in thing.items()}
    if cls not in _FIELDS:
        return thing
    return cls(*[_copy(value) if type(value) in _CHANGEABLE else value for value in _FIELDS[cls](thing)])
