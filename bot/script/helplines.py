"""Help lines: whom to call, by country, when an evening is no longer a matter for a coach.

The facts stand in two files beside this one, helplines.json and emergency_numbers.json; to correct a number, edit them.
Numbers change: look each one up at its own site at least four times a year, and note the day as `verified_at`
("2026-03-31") beside it; `source` is the page that it was taken from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Literal, get_args

from babel import Locale, UnknownLocaleError

Kind = Literal["crisis", "domestic_violence", "child", "own_violence"]
"""What a line is for. "own_violence" is for whoever hurts a partner, or fears to."""

_KINDS: tuple[Kind, ...] = get_args(Kind)
_EVERYWHERE = "ZZ"
_TRUSTED = ("high", "medium")
_HOLDS = timedelta(days=90)
"""How long somebody's look at a number holds good."""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One help line: what it is for, its own name, its number as dialled there, and other ways to reach it.

    `phone` is None where there is no single number, `reach` (texts, chats, addresses) where there is nothing else.
    """

    kind: Kind
    name: str
    phone: str | None
    reach: str | None


def help_lines(country: str | None, language: str = "en") -> tuple[HelpLine, ...]:
    """Return the help lines of a country (an ISO 3166 code of two letters), in the order of Kind: crisis first.

    An unknown country, or None, gives the international ones. Never empty. What `reach` says in words is in the
    language ("en", "es"), in English where nobody has written it in another.
    """
    by_country = _help_lines(language)
    return by_country.get((country or _EVERYWHERE).upper(), by_country[_EVERYWHERE])


def emergency_number(country: str | None) -> str | None:
    """Return what to dial in a country when somebody is in danger now, as one would write it there; None if unknown."""
    return _emergency_numbers().get(country.upper()) if country else None


def countries() -> tuple[str, ...]:
    """Return the ISO codes of the countries whose help lines are known, in alphabetical order."""
    return tuple(sorted(_help_lines("en").keys() - {_EVERYWHERE}))


def country_name(country: str, language: str) -> str:
    """Return a country's name in a language ("en", "es", "pt-BR"): "MX", "es" -> "México".

    A language that is not known gives the English name, a country that is not known its code.
    """
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    name: str = locale.territories.get(country.upper(), country.upper())
    return name


def unverified(today: date) -> tuple[int, int]:
    """Return how many help lines nobody has ever verified, and how many somebody has, more than 90 days before today.

    Only those that are shown to somebody count.
    """
    days = [row["verified_at"] for row in _shown_rows()]
    return days.count(None), sum(today - date.fromisoformat(day) > _HOLDS for day in days if day is not None)


def count_help_lines() -> int:
    """Return how many help lines are shown to somebody, in all countries."""
    return len(_shown_rows())


@cache
def _shown_rows() -> tuple[dict[str, str | None], ...]:
    rows: list[dict[str, str | None]] = json.loads(_text("helplines.json"))
    return tuple(row for row in rows if row["confidence"] in _TRUSTED)


@cache
def _help_lines(language: str) -> dict[str, tuple[HelpLine, ...]]:
    found: dict[str, list[HelpLine]] = {}
    for kind in _KINDS:
        for row in _shown_rows():
            if row["kind"] == kind:
                reach = row.get(f"text_or_url_{language}", row["text_or_url"])
                line = HelpLine(kind, str(row["name"]), row["phone"], reach)
                found.setdefault(str(row["country"]), []).append(line)
    return {country: tuple(lines) for country, lines in found.items()}


@cache
def _emergency_numbers() -> dict[str, str]:
    numbers: dict[str, str] = json.loads(_text("emergency_numbers.json"))
    return numbers


def _text(name: str) -> str:
    return resources.files("bot.script").joinpath(name).read_text(encoding="utf-8")
