"""Help lines by country: nobody is left without one, and the facts come through as written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.script.helplines import HelpLine, countries, country_name, country_of, emergency_number, help_lines

TABLE = yaml.safe_load((Path(__file__).parent / "helplines.yaml").read_text(encoding="utf-8"))
WAYS = re.compile(r"https?://\S+|\S+@\S+|[\d*#][\d *#-]*[\d#]")
"""Addresses and numbers."""

WORD = re.compile(r"\b(?!WhatsApp\b)(?:[a-z]+|SMS)\b")
KINDS = ["crisis", "domestic_violence", "child"]


@pytest.mark.parametrize(("country", "numbers"), list(TABLE["lines"].items()))
def test_a_country_has_its_own_lines(country: str, numbers: dict[str, str | None]) -> None:
    first: dict[str, str | None] = {}
    for line in help_lines(country):
        first.setdefault(line.kind, line.phone)
    assert {**first, "emergency": emergency_number(country)} == numbers


@pytest.mark.parametrize("country", ["KE", "", "??", "united states"])
def test_an_unknown_country_gets_the_international_lines(country: str) -> None:
    assert help_lines(country) == help_lines(None) == help_lines("ZZ")
    assert {line.kind for line in help_lines(None)} == set(KINDS)
    assert emergency_number(country) is None


@pytest.mark.parametrize("country", [*countries(), None])
def test_every_country_offers_a_way_through(country: str | None) -> None:
    lines = help_lines(country)
    kinds = [line.kind for line in lines]
    assert kinds == sorted(kinds, key=KINDS.index)
    assert {"crisis", "domestic_violence"} <= set(kinds)
    assert all(line.name and (line.phone or line.reach) for line in lines)
    assert len(set(lines)) == len(lines)


def test_each_known_country_has_an_emergency_number_and_a_name() -> None:
    assert countries() == tuple(sorted(countries()))
    assert {"AR", "ES", "GB", "MX", "US"} < set(countries())
    for country in countries():
        assert emergency_number(country) is not None
        assert emergency_number(country) == emergency_number(country.lower())
        assert country_name(country, "es") != country != country_name(country, "en")
    assert emergency_number(None) is None


def test_capitals_do_not_matter() -> None:
    assert help_lines("es") == help_lines("ES")


def test_a_line_keeps_its_own_name_and_its_other_ways() -> None:
    line = next(line for line in help_lines("BR") if line.kind == "domestic_violence")
    assert line == HelpLine("domestic_violence", "Ligue 180 Central de Atendimento à Mulher", "180", None)
    assert "WhatsApp 600 000 016" in (help_lines("ES")[1].reach or "")


@pytest.mark.parametrize("country", [*countries(), None])
def test_other_ways_are_told_in_the_readers_language_and_are_the_same_ways(country: str | None) -> None:
    for one, other in zip(help_lines(country, "en"), help_lines(country, "es"), strict=True):
        assert (one.name, one.phone) == (other.name, other.phone)
        english, spanish = one.reach or "", other.reach or ""
        assert WAYS.findall(english) == WAYS.findall(spanish)
        words = set(WORD.findall(WAYS.sub("", english)))
        assert not words or english != spanish, f"in English for readers of Spanish: {words}"


@pytest.mark.parametrize(("tag", "country"), [*TABLE["tags"].items(), (None, None)])
def test_the_country_of_a_language_tag(tag: str | None, country: str | None) -> None:
    assert country_of(tag) == country


@pytest.mark.parametrize(("asked", "name"), list(TABLE["names"].items()))
def test_a_country_is_named_in_the_readers_language(asked: str, name: str) -> None:
    country, language = asked.split(" ")
    assert country_name(country, language.strip('"')) == name
