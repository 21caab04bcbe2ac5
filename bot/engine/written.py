"""What may stand in a dialog's file: names, lengths of time and hours, each as one type that reads and checks it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

NAME: Final = r"^[a-z][a-z0-9_]*$"
_SPAN: Final = r"^[1-9][0-9]{0,3}[dhm]$"
_HOUR: Final = r"^([01]?[0-9]|2[0-3]):[0-5][0-9]$"
_SECONDS: Final = {"d": 86_400, "h": 3_600, "m": 60}

SHOULD: Final = "should"
"""The type of our own errors: their message is what should stand there."""


class Written(BaseModel):
    """What every form shares: no key that it does not know, no type that is only nearly right."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _one_or_more(value: object) -> object:
    """One name alone stands for a list of it; a list is kept so that nobody can change it."""
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def _list(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _reader(pattern: str, said: str, read: Callable[[str], int]) -> BeforeValidator:
    def validate(value: object) -> int:
        if isinstance(value, str) and re.match(pattern, value):
            return read(value)
        raise PydanticCustomError(SHOULD, said)

    return BeforeValidator(validate)


def _seconds(span: str) -> int:
    return int(span[:-1]) * _SECONDS[span[-1]]


def _minutes(text: str) -> int:
    if ":" in text:
        hour, minute = text.split(":")
        return int(hour) * 60 + int(minute)
    return _seconds(text) // 60


Name = Annotated[str, StringConstraints(pattern=NAME)]

Command = Annotated[str, StringConstraints(pattern=NAME, max_length=32)]
"""A command, as Telegram allows them."""

Names = Annotated[tuple[Name, ...], BeforeValidator(_list)]

OneOrMore = Annotated[tuple[Name, ...], Field(min_length=1), BeforeValidator(_one_or_more)]
"""A list of names, or one name alone."""

Span = Annotated[
    int,
    _reader(_SPAN, "a time such as 30m, 48h or 3d", _seconds),
    WithJsonSchema({"type": "string", "pattern": _SPAN}),
]
"""A length of time as written: days, hours or minutes, as in 3d, 48h, 30m; in seconds."""

_POINT: dict[str, Any] = {"type": "integer", "minimum": 0}
_TIME: dict[str, Any] = {"type": "string", "pattern": f"{_SPAN}|{_HOUR}"}


def _bound(value: object) -> object:
    """A number, or a length of time in minutes."""
    if isinstance(value, str) and re.match(_SPAN, value):
        return _minutes(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise PydanticCustomError(SHOULD, "a whole number, or a time such as 30m, 48h or 3d")


Bound = Annotated[int, BeforeValidator(_bound), WithJsonSchema({"anyOf": [_POINT, _TIME]})]
"""One end of a scale or of a number, or of a duration, in minutes."""

Preset = Annotated[
    int,
    _reader(f"{_SPAN}|{_HOUR}", "a time such as 30m or 2h, or an hour such as 20:00", _minutes),
    WithJsonSchema(_TIME),
]
"""What can be tapped: a length of time, or an hour of the day as in 20:00; in minutes."""

Presets = Annotated[tuple[Preset, ...], BeforeValidator(_list)]


class Alone(Written):
    """What is told without a partner, and what a button under it copies."""

    tell: Name
    copied: Name | None = Field(default=None, alias="copy")


class Sentence(Written):
    """Where a sentence goes that was typed in place of an option: it answers another question of the dialog, and this
    one is answered with an option, or passed over. Of two hours it answers, the first is when something begins and the
    second when it ends; what it says nothing of is passed over."""

    answers: OneOrMore = Field(description="The question that it answers, which comes later; or two, for hours.")
    option: Name | None = Field(default=None, alias="as", description="What this one is answered with.")
