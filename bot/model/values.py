"""Typed values: what an answer or a prompt's variable can be, rendered per recipient and never before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final, Literal, TypeGuard, get_args

from pydantic import Field


@dataclass(frozen=True, slots=True)
class Option:
    """A picked option, by its id; its label is found in the reader's language when shown."""

    id: str
    type: Literal["option"] = "option"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in whole minutes."""

    minutes: int
    type: Literal["duration"] = "duration"


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment, aware and in UTC."""

    at: datetime
    type: Literal["instant"] = "instant"


@dataclass(frozen=True, slots=True)
class Number:
    """A point on a scale."""

    n: int
    type: Literal["number"] = "number"


@dataclass(frozen=True, slots=True)
class Words:
    """A person's own words, shown as typed and translated never."""

    text: str
    type: Literal["words"] = "words"


@dataclass(frozen=True, slots=True)
class Many:
    """Several picked options, by their ids, in the script's order."""

    ids: tuple[str, ...]
    type: Literal["many"] = "many"


@dataclass(frozen=True, slots=True)
class Picks:
    """A list: picked options by their ids, in the script's order, and entries in its writer's own words, as typed."""

    ids: tuple[str, ...]
    own: tuple[str, ...]
    type: Literal["picks"] = "picks"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, in the person's own time zone."""

    on: date
    type: Literal["day"] = "day"


@dataclass(frozen=True, slots=True)
class City:
    """A place with a clock: its name as its reader calls it, its time zone (a name for ZoneInfo), its country (ISO
    3166, two letters; None for no country's), and the state it lies in, where that tells it from others."""

    name: str
    zone: str
    country: str | None = None
    region: str = ""
    type: Literal["city"] = "city"


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """What a clock shows, in minutes after midnight, on whatever day."""

    minutes: int
    type: Literal["time_of_day"] = "time_of_day"


_Value = Option | Duration | Instant | Number | Words | Many | Picks | Day | City | TimeOfDay

Value = Annotated[_Value, Field(discriminator="type")]
"""An answer. Whatever is written down is read back by its `type`, so that a new kind of value is known everywhere at
once: in the state, in memory, in messages."""

VALUES: Final[tuple[type, ...]] = get_args(_Value)
"""Each kind of value."""


def is_value(thing: object) -> TypeGuard[_Value]:
    """Whether a variable is an answer, not a name, a number of things or a list."""
    return isinstance(thing, VALUES)


@dataclass(frozen=True, slots=True)
class Unclear:
    """Typed words that must be asked back: why, the moments (UTC), cities, numbers or lengths (in minutes) that could
    be meant, and the days in question. `place` is a country or a state that has several clocks. Moments at which a
    length may end count from `since` (UTC)."""

    reason: str
    options: tuple[datetime, ...] = ()
    days: tuple[date, ...] = ()
    cities: tuple[City, ...] = ()
    place: str = ""
    numbers: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One item of a reveal as one reader sees it: the question, the reader's own answer and the other's."""

    ask: str
    mine: Value
    theirs: Value
    type: Literal["pair"] = "pair"


@dataclass(frozen=True, slots=True)
class Own:
    """One of the reader's own answers, given back: the question and the answer."""

    ask: str
    value: Value
    type: Literal["own"] = "own"


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of a list of plans or memories: people's own words for it, its moment (UTC), where it has one, and
    what else there is to see of it at once."""

    what: str
    at: datetime | None
    also: tuple[Own, ...] = ()
    type: Literal["planned"] = "planned"


Variable = (
    Value | str | bool | int | None | tuple[Pair, ...] | tuple[Own, ...] | tuple[Option, ...] | tuple[Planned, ...]
)
Values = Mapping[str, Variable]
