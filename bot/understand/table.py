"""What each way of reading makes of a text, side by side in both languages: for whoever teaches it a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo

from bot.understand.city import Which, read_city
from bot.understand.duration import read_duration
from bot.understand.moment import Moment, read_moment
from bot.understand.number import read_number
from bot.understand.yes_no import read_yes_no

LANGUAGES = ("en", "es")
LOW, HIGH = 0, 100
"""The ends between which a number is read."""

_NOTHING = "–"


def table(texts: Sequence[str], now: datetime) -> str:
    """One table: under each text a line for every way of reading that finds something in it, in English and Spanish.

    now: aware; moments are read and shown in its zone.
    """
    rows: list[tuple[str, ...]] = [("", *LANGUAGES)]
    for text in texts:
        rows.append((text, "", ""))
        found = [
            (f"  {name}", *(read(text, language, now) for language in LANGUAGES)) for name, read in _READERS.items()
        ]
        rows += [row for row in found if set(row[1:]) != {_NOTHING}] or [("  nothing", "", "")]
    widths = [max(len(row[n]) for row in rows if n or row[1]) for n in range(2)]
    lines = [f"{a:{widths[0]}}  {b:{widths[1]}}  {c}" if b else a for a, b, c in rows]
    return "\n".join(line.rstrip() for line in lines)


def _duration(text: str, language: str, now: datetime) -> str:
    minutes = read_duration(text, language)
    return f"{minutes} min" if minutes is not None else _NOTHING


def _moment(text: str, language: str, now: datetime) -> str:
    found = read_moment(text, language, now)
    if found is None:
        return _NOTHING
    if isinstance(found, Moment):
        return _shown(found.at, now.tzinfo)
    options = ", ".join(_shown(at, now.tzinfo) for at in found.options)
    days = ", ".join(f"{day:%a %Y-%m-%d}" for day in found.days)
    return f"{found.reason}? {options or days}".rstrip()


def _number(text: str, language: str, now: datetime) -> str:
    number = read_number(text, LOW, HIGH, language)
    return str(number) if number is not None else _NOTHING


def _yes_no(text: str, language: str, now: datetime) -> str:
    said = read_yes_no(text, language)
    return _NOTHING if said is None else "yes" if said else "no"


def _city(text: str, language: str, now: datetime) -> str:
    found = read_city(text, language)
    if isinstance(found, Which):
        return f"which? {', '.join(f'{city.name} ({city.region or city.country})' for city in found.cities)}"
    return f"{found.name} ({found.country or found.zone})" if found is not None else _NOTHING


def _shown(at: datetime, zone: tzinfo | None) -> str:
    return f"{at.astimezone(zone):%a %Y-%m-%d %H:%M}"


_READERS: Mapping[str, Callable[[str, str, datetime], str]] = {
    "duration": _duration,
    "moment": _moment,
    f"number {LOW}–{HIGH}": _number,
    "yes or no": _yes_no,
    "city": _city,
}
