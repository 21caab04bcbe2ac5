"""Cities: "Lisbon", "vivo en Lisboa", "lisbao", "cdmx", "Spain" -> a city and its time zone, or which one is meant.

The first look-up in a process takes seconds; call read_city in a thread where others must not wait.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.dates import get_timezone_location
from babel.languages import get_official_languages

from bot.model.values import City
from bot.understand.atlas import Row, atlas, clock_of, key
from bot.understand.languages import own_first, vocabularies, vocabulary
from bot.understand.yes_no import says_plainly

# One name, two large cities, and everybody who says it alone means this one.
_MEANT_BY_ALL = {"barcelona": "ES", "washington": "US", "los angeles": "US"}
_UNIVERSAL = re.compile(r"(?:utc|gmt|zulu)\s*(?:([+-])\s*(\d{1,2})(?::?00)?)?", re.IGNORECASE)
_UNIVERSAL_HOURS = range(-12, 15)
_SEPARATOR = re.compile(r"[,;()/]")
_SIGNS = " \t\n.!?¡¿\"'“”‘’«»"
_MOST_LETTERS = 100
_MOST_OFFERED = 4

# How much likelier a city is meant by somebody of its country, or by somebody who speaks as people do there.
_OF_THEIR_COUNTRY = 30
_OF_THEIR_LANGUAGE = 4
# Whoever is this much less likely than the first is not worth a question; and not worth a button.
_NOT_ASKED = 16
_NOT_OFFERED = 60
_TOO_SMALL_TO_ASK = 50_000
_PLAIN_CITY = 100_000


@dataclass(frozen=True)
class Which:
    """More than one place fits: the cities, likeliest first. `place` is what has several clocks, a country or a state;
    empty where several cities have one name."""

    cities: tuple[City, ...]
    place: str = ""


@dataclass(frozen=True)
class _Named:
    """A name that was found: its cities -> how likely each is, the key that names them, and the words it was typed in
    (empty where it was misspelt or short)."""

    found: dict[int, float]
    name: str
    typed: str = ""


def read_city(text: str, language: str, country: str | None = None) -> City | Which | None:
    """Return the city that a text names, which of several is meant, or None if it names none.

    language: of the reader ("es", "es-MX"), in which cities are called. country: of the reader, if known (ISO 3166).
    The city is called as typed where that is a name of it. A country stands for its one clock. Where several cities
    have the name, the likeliest is taken if the others are much less likely or have the same clock. A plain
    yes or no is no city, though one is called so.
    """
    language = own_first(language)[0]
    if not any(letter.isalpha() for letter in text) or says_plainly(text) is not None:
        return None
    first, *rest = _SEPARATOR.split(text[:_MOST_LETTERS]) or [""]
    if universal := _universal(text.strip(_SIGNS)):
        return universal
    words = [word for word in (word.strip(_SIGNS) for word in first.split()) if key(word)]
    within = frozenset(key(part) for part in rest) - {""}
    if all(key(word) in _fillers() for word in words) and key(" ".join(words)) not in _nicknames():
        return None
    for some in _slices(words):
        name = key(" ".join(some))
        area = _area(name, country) if not within else None
        if area is not None:
            return _in_area(area, " ".join(some), language)
        named = _called(name, some, within)
        if named is not None:
            return _likeliest(named, language, country, within)
    *_, bare = _slices(words)
    nearly = atlas().called_nearly(key(" ".join(bare)))
    found = {at: weight for at, (_, weight) in nearly.items() if _is_ours(at, language, country, weight)}
    near = next((nearly[at][0] for at in found), "")
    return _likeliest(_Named(found, near), language, country, within) if found else None


def _universal(text: str) -> City | None:
    """Return "UTC", "GMT+2" as a place of their own."""
    match = _UNIVERSAL.fullmatch(text)
    if match is None:
        return None
    hours = int(f"{match[1] or ''}{match[2] or 0}")
    if hours not in _UNIVERSAL_HOURS:
        return None
    return City(f"UTC{hours:+d}", f"Etc/GMT{-hours:+d}") if hours else City("UTC", "UTC")


def _slices(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Return the words whole, then with ever fewer of the fillers before and after: "in Lisbon now", … "Lisbon"."""
    count = len(words)
    before = next((n for n in range(count) if key(words[n]) not in _fillers()), count - 1)
    after = next((n for n in range(count, before + 1, -1) if key(words[n - 1]) not in _fillers()), before + 1)
    for start in range(before + 1):
        for end in range(count, after - 1, -1) if count else ():
            yield words[start:end]


def _area(name: str, country: str | None) -> tuple[str, str] | None:
    """Return the country, or the country and the state, that is called so; None where a city of the name is nearer."""
    state, land = atlas().states.get(name), _countries().get(name)
    if state is None and land is None:
        return None
    names = (name,) if land is not None else (name, f"{name} city")
    cities = (weight for at, weight in atlas().called(name).items() if key(atlas().row(at).name) in names)
    if max(cities, default=0) >= _PLAIN_CITY:
        return None
    if state is not None and (land is None or country == "US"):
        return "US", state
    return (land, "") if land is not None else None


def _in_area(area: tuple[str, str], typed: str, language: str) -> City | Which | None:
    land, state = area
    usual = atlas().state_names[state] if state else str(Locale(language).territories[land])
    place = usual if key(usual) == key(typed) or _is_short(key(typed)) else _titled(typed)
    cities = [atlas().row(at) for at in atlas().clocks(land, state)]
    if len(cities) > 1:
        return Which(tuple(_city(row, _usual_name(row, language)) for row in cities[:_MOST_OFFERED]), place)
    return City(place, cities[0].zone, land) if cities else None


def _called(name: str, words: Sequence[str], within: frozenset[str]) -> _Named | None:
    """Return the cities called so, or, where the last words name a country or a state, those in it."""
    nickname = _nicknames().get(name)
    found = atlas().called(nickname or name)
    if found:
        return _Named(found, nickname or name, "" if nickname or _is_short(name) else " ".join(words))
    for count in range(min(3, len(words) - 1), 0, -1):
        region = key(" ".join(words[-count:]))
        if region in _countries() or region in atlas().states:
            rest = words[:-count]
            city = _nicknames().get(key(" ".join(rest)), key(" ".join(rest)))
            found = _within(atlas().called(city), within | {region})
            if found:
                return _Named(found, city, " ".join(rest))
    return None


def _within(found: dict[int, float], places: frozenset[str]) -> dict[int, float]:
    """Return the cities that lie in a place named beside them; all of them where none does."""
    codes = {_countries().get(place, place.upper()) for place in places}
    states = {atlas().states.get(place, place.upper()) for place in places}
    rows = {at: atlas().row(at) for at in found}
    inside = {at for at, row in rows.items() if row.country in codes or (row.state and row.state in states)}
    both = {at for at in inside if rows[at].country in codes and rows[at].state in states}
    return {at: found[at] for at in both or inside} or found


def _likeliest(named: _Named, language: str, country: str | None, within: frozenset[str]) -> City | Which | None:
    found = _within(named.found, within)
    rows = {at: atlas().row(at) for at in found}
    plainly = _MEANT_BY_ALL.get(named.name)
    if plainly is not None and country not in {row.country for row in rows.values()}:
        rows = {at: row for at, row in rows.items() if row.country == plainly} or rows

    def score(at: int) -> float:
        return found[at] * _nearness(rows[at], language, country)

    def is_large(at: int) -> bool:
        return rows[at].people >= _TOO_SMALL_TO_ASK

    order = sorted(rows, key=lambda at: (not (rows[at].country == country and is_large(at)), -score(at)))
    first = order[0]
    one_each = {(rows[at].country, rows[at].state): at for at in reversed(order)}
    others = [at for at in order[1:] if at in one_each.values() and (is_large(at) or not is_large(first))]
    if all(score(at) * _NOT_ASKED < score(first) or _one_clock(rows[at], rows[first]) for at in others):
        return _city(rows[first], _spelt(rows[first], named, language))
    offered = [first, *(at for at in others if score(at) * _NOT_OFFERED >= score(first))]
    full = [rows[at].name if key(rows[at].name) != named.name else _spelt(rows[at], named, language) for at in offered]
    return Which(tuple(_city(rows[at], name) for at, name in zip(offered, full, strict=True))[:_MOST_OFFERED])


def _nearness(row: Row, language: str, country: str | None) -> int:
    """Return how much likelier somebody of that country and language means this city than another of its size."""
    if row.country == country:
        return _OF_THEIR_COUNTRY
    return _OF_THEIR_LANGUAGE if language in _languages(row.country) else 1


def _is_ours(at: int, language: str, country: str | None, weight: float) -> bool:
    """Whether a city is known enough to be what a misspelt name was meant to be."""
    return weight * _nearness(atlas().row(at), language, country) >= _PLAIN_CITY


def _one_clock(one: Row, other: Row) -> bool:
    return clock_of(one.zone) == clock_of(other.zone)


def _city(row: Row, name: str) -> City:
    return City(name, row.zone, row.country, row.state_name)


def _spelt(row: Row, named: _Named, language: str) -> str:
    """Return the city's name as it was typed, with its accents and capitals; its usual one for what is no name."""
    usual = _usual_name(row, language)
    if not named.typed or key(usual) == named.name:
        return usual
    return row.name if key(row.name) == named.name else _titled(named.typed)


def _usual_name(row: Row, language: str) -> str:
    """Return what the city is called in a language, where the table of time zones has it: "Nueva York"."""
    here = _exemplar(row.zone, language)
    english = key(_exemplar(row.zone, "en"))
    if key(row.name) not in (english, f"{english} city"):
        return row.name
    return max(here, row.name, key=_accents) if key(here) == key(row.name) else here


def _accents(name: str) -> int:
    return sum(not letter.isascii() for letter in name)


@cache
def _exemplar(zone: str, language: str) -> str:
    return str(get_timezone_location(zone, locale=Locale(language), return_city=True)).rpartition("/")[2]


def _titled(typed: str) -> str:
    words = typed.lower().split()
    return " ".join(
        word if n and key(word) in _particles() else word[:1].upper() + word[1:] for n, word in enumerate(words)
    )


def _is_short(name: str) -> bool:
    """Whether a name is only letters that stand for one: "nyc", "uk"."""
    return name in _nicknames() or not set(name) & set("aeiou") or (name in _more_countries() and len(name) < 4)


@cache
def _nicknames() -> dict[str, str]:
    """Return what people call a city, or an island, and the list does not -> its name there."""
    return {key(name): key(city) for name, city in vocabulary().city.nicknames.items()}


@cache
def _more_countries() -> dict[str, str]:
    return {key(name): code for name, code in vocabulary().city.countries.items()}


def _fillers() -> frozenset[str]:
    return vocabulary().city.fillers


def _particles() -> frozenset[str]:
    return vocabulary().city.particles


@cache
def _countries() -> dict[str, str]:
    """Return country as typed in any language -> its code."""
    named = {
        key(name): code
        for language in vocabularies()
        for code, name in Locale(language).territories.items()
        if code in atlas().countries
    }
    return {**named, **_more_countries()}


@cache
def _languages(country: str) -> tuple[str, ...]:
    return tuple(get_official_languages(country, de_facto=True))
