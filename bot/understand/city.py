"""Cities: "Lisbon", "vivo en Lisboa", "lisbao", "cdmx", "Spain" -> a city and its time zone, or which one is meant.

The first look-up in a process takes seconds; call read_city in a thread where others must not wait.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.model.values import City
from bot.understand.atlas import Row, atlas, key, one_clock
from bot.understand.city_areas import Which, areas_called, in_areas
from bot.understand.city_clocks import by_clock, minutes_from_utc, named_zone
from bot.understand.city_names import (
    PLAIN_CITY,
    Place,
    as_city,
    is_in_use,
    is_short,
    languages_of,
    lies_in,
    nicknames,
    places,
    places_in_full,
    spelt,
    usual_name,
)
from bot.understand.city_sentences import is_taken_back, lived_in, nearby, says_when
from bot.understand.control import read_control
from bot.understand.languages import own_first, vocabulary
from bot.understand.small_talk import read_talk
from bot.understand.yes_no import says_plainly

# One name, two large cities, and everybody who says it alone means this one.
_MEANT_BY_ALL = {"barcelona": "ES", "washington": "US", "los angeles": "US", "hull": "GB"}
_SEPARATOR = re.compile(r"[,;()\n]|/(?!\w+\s*$)")
_DOTTED = re.compile(r"\b[^\W\d_](?:\.\s?[^\W\d_]\b)+\.?")
_SIGNS = " \t\n.!?¡¿\"'“”‘’«»"
_MOST_LETTERS = 100
_MOST_OFFERED = 4
_ABBREVIATION = 4
"""An abbreviation beside a city has at most so many letters: "AL", "NSW", "B.C.S."."""

# How much likelier a city is meant by somebody of its country, or by somebody who speaks as people do there.
_OF_THEIR_COUNTRY = 30
_OF_THEIR_LANGUAGE = 4
# Whoever is this much less likely than the first is not worth a question; and not worth a button.
_NOT_ASKED = 16
_NOT_OFFERED = 60
# Who lives in a smaller city of the United States says its state.
_NOT_ASKED_OF_STATES = 7
_TOO_SMALL_TO_ASK = 50_000


@dataclass(frozen=True)
class _Named:
    """A name that was found: its cities -> how likely each is, the key that names them, and the words it was typed in
    (empty where it was misspelt or short)."""

    found: dict[int, float]
    name: str
    typed: str = ""


@dataclass(frozen=True)
class _Reader:
    """Who reads it: their language and country; and the places said beside the name, one set of readings each, empty
    for one that nobody knows."""

    language: str
    country: str | None
    beside: tuple[frozenset[Place], ...] = ()

    def nearness(self, row: Row) -> int:
        """How much likelier somebody of that country and language means this city than another of its size."""
        if row.country == self.country:
            return _OF_THEIR_COUNTRY
        return _OF_THEIR_LANGUAGE if self.language in languages_of(row.country) else 1


def read_city(text: str, language: str, country: str | None = None) -> City | Which | None:
    """Return the city that a text names, which of several is meant, or None if it names none.

    language: of the reader ("es", "es-MX"), in which cities are called. country: of the reader, if known (ISO 3166).
    The city is called as typed where that is a name of it, and as usual where it is misspelt. A country or a region
    stands for its one clock. Where several cities have the name, the likeliest is taken if the others are much less
    likely or have the same clock; what is said beside it is never passed over. A plain yes or no is no city, nor is
    what would skip or leave the question, though some small city is called so.
    """
    if read_talk(text) is not None or is_taken_back(text):
        return None
    reader = _Reader(own_first(language)[0], country)
    text = _DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match[0]) + " ", text[:_MOST_LETTERS]).strip()
    zone = _by_zone(text.strip(_SIGNS), reader)
    if zone is not None:
        return zone
    for said in (lived_in(text), text, nearby(text)):
        found = _read_text(said, reader) if said else None
        if found is not None:
            return found
    return None


def _read_text(text: str, reader: _Reader) -> City | Which | None:
    """The city of a text without what leads to it."""
    parts = [part.strip(_SIGNS) for part in _SEPARATOR.split(text)]
    while parts and (not key(parts[0]) or says_plainly(parts[0]) is not None):
        parts.pop(0)
    if not parts or not any(map(str.isalpha, parts[0])) or _is_control(text):
        return None
    words = [word for word in (word.strip(_SIGNS) for word in parts[0].split()) if key(word)]
    beside = [_bare(part) for part in parts[1:]]
    known = tuple(places(part) for part in beside if part)
    if len(parts) > 1 and says_when(text) and (two := _one_of_two(" and ".join(parts).split(), reader)):
        return two
    if _ends_in_abbreviation(words):
        *name, short = words
        reading = _read(name, replace(reader, beside=(*known, places(key(short)))))
        # What is short for no place where such a city lies may be short for something that nobody here knows.
        return reading or _read(name, replace(reader, beside=(*known, frozenset())))
    reader = replace(reader, beside=known)
    return _read(words, reader) or _one_of_two(words, reader)


def _read(words: Sequence[str], reader: _Reader) -> City | Which | None:
    if all(key(word) in _fillers() for word in words) and key(" ".join(words)) not in nicknames():
        return None
    for some in _slices(words):
        name = key(" ".join(some))
        areas = areas_called(name, reader.country) if not reader.beside else frozenset()
        if areas:
            return in_areas(areas, " ".join(some), reader.language, reader.nearness)
        named, beside = _called(name, some, reader)
        if named is not None:
            return _likeliest(named, _Reader(reader.language, reader.country, (*reader.beside, *beside)))
    *_, bare = _slices(words)
    # "Cansas City": what says nothing after a name may be of it.
    for some in dict.fromkeys(key(" ".join(some)) for some in _slices(words) if some[:1] == bare[:1]):
        if (near := _nearly(some, reader)) is not None:
            return _likeliest(near, reader)
    return None


def _by_zone(text: str, reader: _Reader) -> City | Which | None:
    """What a clock stands for that is said in place of a city."""
    row = named_zone(text)
    if row is not None:
        return as_city(row, usual_name(row, reader.language))
    minutes = minutes_from_utc(text)
    if not minutes:
        return City("UTC", "UTC") if minutes == 0 else None
    rows = by_clock(minutes, reader.nearness)[:_MOST_OFFERED]
    cities = tuple(as_city(row, usual_name(row, reader.language)) for row in rows)
    return Which(cities, text.upper()) if len(cities) > 1 else cities[0] if cities else None


def _is_control(text: str) -> bool:
    """Whether a text is a control word, and not the very name of a large city as well."""
    name = key(text)
    if read_control(text) is None or places_in_full(name):
        return False
    rows = (atlas().row(at) for at in atlas().called(name))
    return not any(key(row.name) == name and row.people >= PLAIN_CITY for row in rows)


def _ends_in_abbreviation(words: Sequence[str]) -> bool:
    """Whether the last word stands for a place that the city lies in: "Birmingham AL", not "SAN JOSE"."""
    *name, last = words or [""]
    whole = key(" ".join(words))
    if not last.isupper() or len(last) > _ABBREVIATION or all(key(word) in _fillers() for word in name):
        return False
    if whole in nicknames() or atlas().called(whole):
        return False
    return not all(map(str.isupper, name))


def _bare(part: str) -> str:
    """The key of what is said beside a city, without words that say nothing."""
    words = key(part).split()
    if places(" ".join(words)):
        return " ".join(words)
    while words and words[0] in _fillers():
        words.pop(0)
    while words and words[-1] in _fillers():
        words.pop()
    return " ".join(words)


def _slices(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Return the words whole, then with ever fewer of the fillers before and after: "in Lisbon now", … "Lisbon"."""
    count = len(words)
    before = next((n for n in range(count) if key(words[n]) not in _fillers()), count - 1)
    after = next((n for n in range(count, before + 1, -1) if key(words[n - 1]) not in _fillers()), before + 1)
    for start in range(before + 1):
        for end in range(count, after - 1, -1) if count else ():
            yield words[start:end]


def _called(name: str, words: Sequence[str], reader: _Reader) -> tuple[_Named | None, tuple[frozenset[Place], ...]]:
    """Return the cities called so, or, where the last words name a country or a state, those in it, with that place."""
    nickname = nicknames().get(name)
    found = atlas().called(nickname or name)
    if found:
        return _Named(found, nickname or name, "" if nickname or is_short(name) else " ".join(words)), ()
    for count in range(min(3, len(words) - 1), 0, -1):
        region, rest = places(key(" ".join(words[-count:]))), words[:-count]
        if not region:
            continue
        typed = key(" ".join(rest))
        city = nicknames().get(typed, typed)
        named = _Named(atlas().called(city), city, " ".join(rest))
        if not _inside(named.found, (region,)):
            named = _nearly(city, reader, region) or named
        if _inside(named.found, (region,)):
            return named, (region,)
    return None, ()


def _nearly(name: str, reader: _Reader, region: frozenset[Place] = frozenset()) -> _Named | None:
    """The cities that a misspelt name may have been meant for: known enough, and by a name that is in use; in a region,
    where one is said."""
    nearly = atlas().called_nearly(name, (lambda row: any(lies_in(row, place) for place in region)) if region else None)
    found = {
        at: weight
        for at, (near, weight) in nearly.items()
        if weight * reader.nearness(row := atlas().row(at)) >= PLAIN_CITY and is_in_use(row, near, reader.language)
    }
    return _Named(found, next(nearly[at][0] for at in found)) if found else None


def _one_of_two(words: Sequence[str], reader: _Reader) -> Which | None:
    """Two cities, of which one must be meant: "Madrid and London", "entre Madrid y Londres"."""
    joints = [n for n, word in enumerate(words) if key(word) in vocabulary().city.joints]
    for at in joints:
        sides = [_read(side, reader) for side in (words[:at], words[at + 1 :]) if side]
        cities = [side if isinstance(side, City) else side.cities[0] for side in sides if side is not None]
        if len(cities) == len({(city.name, city.country) for city in cities}) > 1:
            return Which(tuple(cities))
    return None


def _inside(found: Mapping[int, float], beside: Sequence[frozenset[Place]]) -> dict[int, float]:
    """Return the cities that lie in each of the places said beside them; one that nobody knows has none outside."""
    known = [some for some in beside if some]
    rows = {at: atlas().row(at) for at in found}
    return {at: found[at] for at, row in rows.items() if all(any(lies_in(row, p) for p in some) for some in known)}


def _likeliest(named: _Named, reader: _Reader) -> City | Which | None:
    found = _inside(named.found, reader.beside)
    unsure = not all(reader.beside) or not found
    rows = {at: atlas().row(at) for at in found or named.found}
    known = (_MEANT_BY_ALL.get(each) for each in (named.name, *(key(row.name) for row in rows.values())))
    plainly = next((country for country in known if country), None)
    if plainly is not None and reader.country not in {row.country for row in rows.values()}:
        rows = {at: row for at, row in rows.items() if row.country == plainly} or rows

    def score(at: int) -> float:
        return named.found[at] * reader.nearness(rows[at])

    def is_large(at: int) -> bool:
        return rows[at].people >= _TOO_SMALL_TO_ASK

    order = sorted(rows, key=lambda at: (not (rows[at].country == reader.country and is_large(at)), -score(at)))
    first = order[0]
    one_each = {(rows[at].country, rows[at].state): at for at in reversed(order)}
    others = [at for at in order[1:] if at in one_each.values() and (unsure or is_large(at) or not is_large(first))]
    others = [at for at in others if not one_clock(rows[at], rows[first])] if unsure else others
    alike = all(
        (score(at) * _least(rows[at], rows[first]) < score(first) and not unsure) or one_clock(rows[at], rows[first])
        for at in others
    )
    if alike:
        # What lies nowhere near what was said beside it is another place.
        return as_city(rows[first], spelt(rows[first], named.typed, named.name, reader.language)) if found else None
    offered = [first, *(at for at in others if unsure or score(at) * _NOT_OFFERED >= score(first))]
    return Which(tuple(as_city(rows[at], _full(rows[at], named, reader.language)) for at in offered[:_MOST_OFFERED]))


def _least(row: Row, first: Row) -> int:
    return _NOT_ASKED_OF_STATES if row.state and not first.state else _NOT_ASKED


def _full(row: Row, named: _Named, language: str) -> str:
    usual = usual_name(row, language)
    return usual if key(usual) == named.name == key(row.name) else row.name


def _fillers() -> frozenset[str]:
    return vocabulary().city.fillers
