"""What a text means as an answer of each kind: for whoever teaches the coach a word about time, numbers or places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from bot.model.values import City
from bot.understand.city import read_city
from bot.understand.city_areas import Which
from bot.understand.length import Lengths, read_length
from bot.understand.moment import Unclear, read_moment
from bot.understand.number import read_number
from bot.understand.scale import read_which
from bot.understand.yes_no import read_yes_no

LOW: Final = 0
HIGH: Final = 10
"""The ends of the scale that a number is read on."""

Told = dict[str, object] | str | int | None
"""A value ready for JSON; `ask` in it says that it would be asked back, and why."""


@dataclass(frozen=True, slots=True)
class Phone:
    """On whose phone a text is typed: `language` is a tag ("en", "es-MX"), `now` is aware, in the zone of its owner."""

    language: str
    now: datetime


def values(text: str, phone: Phone, kind: str | None = None) -> dict[str, object]:
    """What a text means as each kind of answer, or as one of `KINDS` alone. The first city takes seconds."""
    return {name: read(text, phone) for name, read in KINDS.items() if kind in (None, name)}


def _moment(text: str, phone: Phone) -> Told:
    found = read_moment(text, phone.language, phone.now)
    if found is None:
        return None
    zone = phone.now.tzinfo
    if isinstance(found, Unclear):
        options = [_wall(at, zone) for at in found.options]
        return {"ask": found.reason, "options": options, "days": [day.isoformat() for day in found.days]}
    return {"at": _wall(found.at, zone), "said_day": found.day_said}


def _wall(at: datetime, zone: tzinfo | None) -> str:
    """The time on the writer's clock, to the minute."""
    return at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")


def _duration(text: str, phone: Phone) -> Told:
    found = read_length(text, phone.language, phone.now)
    if isinstance(found, Lengths):
        ends = [_wall(at, phone.now.tzinfo) for at in found.ends]
        return {"ask": found.reason, "options": list(found.minutes), "ends": ends}
    return {"minutes": found} if found is not None else None


def _number(text: str, phone: Phone) -> Told:
    number = read_number(text, LOW, HIGH, phone.language)
    if number is not None:
        return number
    which = read_which(text, LOW, HIGH, phone.language)
    return {"ask": "which_number", "options": list(which)} if which else None


def _yes_no(text: str, phone: Phone) -> Told:
    said = read_yes_no(text, phone.language)
    return None if said is None else "yes" if said else "no"


def _city(text: str, phone: Phone) -> Told:
    found = read_city(text, phone.language)
    if isinstance(found, Which):
        return {"ask": "which_city", "place": found.place, "options": [_place(city) for city in found.cities]}
    return _place(found) if found is not None else None


def _place(city: City) -> dict[str, object]:
    return {"name": city.name, "zone": city.zone, "country": city.country}


KINDS: Final[Mapping[str, Callable[[str, Phone], Told]]] = {
    "moment": _moment,
    "duration": _duration,
    "number": _number,
    "yes_no": _yes_no,
    "city": _city,
}
"""How a text is read as each kind of answer."""
