"""Countries and their parts in place of a city: what has one clock stands for it, what has several is asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from babel import Locale

from bot.model.values import City
from bot.understand.atlas import Row, atlas, key
from bot.understand.city_names import (
    PLAIN_CITY,
    Place,
    as_city,
    is_short,
    nicknames,
    places_in_full,
    titled,
    usual_name,
)

_MOST_OFFERED: Final = 4


@dataclass(frozen=True)
class Which:
    """More than one place fits: the cities, likeliest first. `place` is what has several clocks, a country or a state;
    empty where several cities have one name."""

    cities: tuple[City, ...]
    place: str = ""


def areas_called(name: str, country: str | None) -> frozenset[Place]:
    """Return the countries, or the parts of one, that are called so; none where a city of the name is nearer."""
    found = places_in_full(name) if name not in nicknames() else frozenset()
    lands = {place for place in found if not place[1]}
    if not found:
        return found
    names = (name,) if lands else (name, f"{name} city")
    cities = (weight for at, weight in atlas().called(name).items() if key(atlas().row(at).name) in names)
    if max(cities, default=0) >= PLAIN_CITY:
        return frozenset()
    return frozenset(place for place in found if place[0] == country) or found


def in_areas(areas: frozenset[Place], typed: str, language: str, nearness: Callable[[Row], int]) -> City | Which | None:
    """Return what an area stands for: itself, where it has one clock; else which of its cities, or of several areas."""
    if len(areas) == 1:
        return _in_area(next(iter(areas)), typed, language)
    rows = [atlas().row(at) for area in areas for at in atlas().clocks(*area)[:1]]
    rows.sort(key=lambda row: -row.people * nearness(row))
    cities = tuple(as_city(row, usual_name(row, language)) for row in rows[:_MOST_OFFERED])
    return Which(cities, titled(typed)) if len({city.zone for city in cities}) > 1 else cities[0]


def _in_area(area: Place, typed: str, language: str) -> City | Which | None:
    land, part = area
    state = atlas().state_names.get(part, "") if land == "US" else ""
    usual = state if part else str(Locale(language).territories[land])
    place = usual if usual and (key(usual) == key(typed) or is_short(key(typed))) else titled(typed)
    cities = [atlas().row(at) for at in atlas().clocks(land, part)]
    if len(cities) > 1:
        return Which(tuple(as_city(row, usual_name(row, language)) for row in cities[:_MOST_OFFERED]), place)
    return City(place, cities[0].zone, land) if cities else None
