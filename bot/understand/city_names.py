"""How cities and places are called: the words of all languages for them, and how a city's name is said back."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from babel import Locale
from babel.dates import get_timezone_location
from babel.languages import get_official_languages

from bot.model.values import City
from bot.understand.atlas import Row, atlas, key
from bot.understand.languages import vocabularies, vocabulary

PLAIN_CITY: Final = 100_000
"""A city with so many people is meant by its name, whatever else is called so."""

Place = tuple[str, str]
"""A country (ISO 3166) and a part of it by its code in the list of cities, empty for all of it."""

_CODE: Final = 2
"""As many letters as the code of a country or a state has."""
_SHORTENED: Final = 4
"""A region's name of so many letters is short for another."""
_SOUNDS: Final = (("ph", "f"), ("qu", "k"), ("h", ""), ("v", "b"), ("w", "u"), ("z", "s"), ("y", "i"), ("x", "s"))
_SOFT: Final = re.compile(r"c(?=[ei])")
_DOUBLED: Final = re.compile(r"(.)\1+")


def places(name: str) -> frozenset[Place]:
    """The countries, states and regions that are called so, by a key: by their names in all languages, or shortened."""
    found = set(places_in_full(name)) | regions().get(name, frozenset())
    code = name.upper()
    if len(code) == _CODE:
        found |= {("US", code)} if code in atlas().state_names else set()
        found |= {(code, "")} if code in atlas().countries else set()
    return frozenset(found)


def places_in_full(name: str) -> frozenset[Place]:
    """The same, by no name that is only short for one of theirs."""
    found: set[Place] = set()
    if (land := countries().get(name)) is not None:
        found.add((land, ""))
    if (state := atlas().states.get(name)) is not None:
        found.add(("US", state))
    return frozenset(found | regions().get(name, frozenset())) if len(name) > _SHORTENED else frozenset(found)


def lies_in(row: Row, place: Place) -> bool:
    """Whether a city lies in a country or a part of one."""
    country, part = place
    return row.country == country and part in ("", row.part)


def spelt(row: Row, typed: str, name: str, language: str) -> str:
    """The city's name as it was typed, with its accents and capitals; its usual one for what is misspelt, or no name
    (`typed` is empty). `name` is the key it was found by."""
    usual = usual_name(row, language)
    if not typed:
        return usual
    if key(usual) == name:
        return max(usual, titled(typed), key=_accents) if key(typed) == name else usual
    if key(row.name) == name:
        return row.name
    official = {key(each) for each in _names_in_use(row, language)}
    return titled(typed) if name in official or sound(name) != sound(key(row.name)) else usual


def is_in_use(row: Row, name: str, language: str) -> bool:
    """Whether a city is called so, by a key, where it lies, or by whoever speaks a language."""
    return atlas().is_own_name(row.number, name) or name in {key(each) for each in _names_in_use(row, language)}


def as_city(row: Row, name: str) -> City:
    """A city of the list as a value, called so."""
    return City(name, row.zone, row.country, row.state_name)


def usual_name(row: Row, language: str) -> str:
    """What the city is called in a language, where the table of time zones has it: "Nueva York"."""
    if not _names_its_zone(row):
        return row.name
    here = _exemplar(row.zone, language)
    return max(here, row.name, key=_accents) if key(here) == key(row.name) else here


def languages_of(country: str) -> tuple[str, ...]:
    """The languages that are spoken officially in a country."""
    return tuple(get_official_languages(country, de_facto=True))


def titled(typed: str) -> str:
    """A name with its capitals; what was typed with some keeps them."""
    if any(word[1:].upper() != word[1:] and word[:1].isupper() for word in typed.split()):
        return typed
    words = typed.lower().split()
    small = vocabulary().city.particles
    return " ".join(word if n and key(word) in small else word[:1].upper() + word[1:] for n, word in enumerate(words))


def sound(name: str) -> str:
    """A key as it sounds, roughly: what is written differently and said alike is the same."""
    plain = _SOFT.sub("s", name)
    for letters, said in _SOUNDS:
        plain = plain.replace(letters, said)
    plain = _DOUBLED.sub(r"\1", plain.replace("c", "k"))
    return plain[:-1] + "d" if plain.endswith("t") else plain


def is_short(name: str) -> bool:
    """Whether a name is only letters that stand for one: "nyc", "uk"."""
    more = {key(each) for each in vocabulary().city.countries}
    return name in nicknames() or not set(name) & set("aeiou") or (name in more and len(name) < 4)


@cache
def nicknames() -> dict[str, str]:
    """What people call a city, or an island, and the list does not -> its name there."""
    return {key(name): key(city) for name, city in vocabulary().city.nicknames.items()}


@cache
def regions() -> dict[str, frozenset[Place]]:
    """What the parts of countries are called -> which they are; a name may be that of several."""
    found: dict[str, frozenset[Place]] = {}
    for words in vocabularies().values():
        for names, codes in words.city.regions.items():
            some = frozenset((code[:2], code[3:]) for code in codes.split())
            for name in names.split("|"):
                found[key(name)] = found.get(key(name), frozenset()) | some
    return found


@cache
def countries() -> dict[str, str]:
    """Country as typed in any language -> its code."""
    named = {
        key(name): code
        for language in vocabularies()
        for code, name in Locale(language).territories.items()
        if code in atlas().countries
    }
    return {**named, **{key(name): code for name, code in vocabulary().city.countries.items()}}


def _names_in_use(row: Row, language: str) -> list[str]:
    if not _names_its_zone(row):
        return []
    spoken = (language, "en", *languages_of(row.country))
    return [_exemplar(row.zone, each) for each in spoken if each in _known_locales()]


@cache
def _known_locales() -> frozenset[str]:
    from babel.localedata import locale_identifiers  # noqa: PLC0415 - it reads a folder

    return frozenset(locale_identifiers())


def _names_its_zone(row: Row) -> bool:
    """Whether the zone has its name from this city."""
    english = key(_exemplar(row.zone, "en"))
    return key(row.name) in (english, f"{english} city")


def _accents(name: str) -> int:
    return sum(not letter.isascii() and letter.isalpha() for letter in name)


@cache
def _exemplar(zone: str, language: str) -> str:
    name = str(get_timezone_location(zone, locale=Locale.parse(language), return_city=True))
    return name.rpartition("/")[2].replace("\u2019", "'")
