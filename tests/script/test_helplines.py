"""Help lines by country: nobody is left without one, and the facts come through as written."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.script import helplines
from bot.script.check import format_help_lines
from bot.script.helplines import (
    HelpLine,
    countries,
    country_name,
    emergency_number,
    help_lines,
    unverified,
)

TABLE = yaml.safe_load((Path(__file__).parent / "helplines.yaml").read_text(encoding="utf-8"))
ROWS = json.loads(Path(helplines.__file__).with_name("helplines.json").read_text(encoding="utf-8"))
WAYS = re.compile(r"https?://\S+|\S+@\S+|[\d*#][\d *#-]*[\d#]")
"""Addresses and numbers."""

WORD = re.compile(r"\b(?!WhatsApp\b)(?:[a-z]+|SMS)\b")
KINDS = ["crisis", "domestic_violence", "child", "own_violence"]


@pytest.mark.parametrize(("country", "numbers"), list(TABLE["lines"].items()))
def test_a_country_has_its_own_lines(country: str, numbers: dict[str, str | None]) -> None:
    first: dict[str, str | None] = {}
    for line in help_lines(country):
        first.setdefault(line.kind, line.phone)
    assert {**first, "emergency": emergency_number(country)} == numbers


@pytest.mark.parametrize("country", ["KE", "", "??", "united states"])
def test_an_unknown_country_gets_the_international_lines(country: str) -> None:
    assert help_lines(country) == help_lines(None) == help_lines("ZZ")
    assert [line.kind for line in help_lines(None)] == ["crisis", *KINDS[:3]]
    assert emergency_number(country) is None


@pytest.mark.parametrize("country", [*countries(), None])
def test_every_country_offers_a_way_through(country: str | None) -> None:
    lines = help_lines(country)
    kinds = [line.kind for line in lines]
    assert kinds == sorted(kinds, key=KINDS.index)
    assert {"crisis", "domestic_violence"} <= set(kinds)
    assert all(line.name and (line.phone or line.reach) for line in lines)
    assert len(set(lines)) == len(lines)


SPANISH = re.findall("..", "ARBOCLCOCRCUDOECESGQGTHNMXNIPAPEPRPYSVUYVE")


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


@pytest.mark.parametrize(("asked", "name"), list(TABLE["names"].items()))
def test_a_country_is_named_in_the_readers_language(asked: str, name: str) -> None:
    country, language = asked.split(" ")
    assert country_name(country, language.strip('"')) == name


@pytest.mark.parametrize("country", TABLE["spanish"])
def test_whoever_speaks_spanish_finds_somebody_at_home(country: str) -> None:
    assert country in countries()
    assert emergency_number(country)
    assert [line for line in help_lines(country, "es") if line.phone or line.reach]


@pytest.mark.parametrize("country", TABLE["own_violence"])
def test_whoever_hurts_a_partner_finds_somebody_too(country: str) -> None:
    assert [line for line in help_lines(country) if line.kind == "own_violence"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['country']} {row['kind']} {row['name']}")
def test_a_record_says_where_it_comes_from_and_when_it_was_looked_up(row: dict[str, str | None]) -> None:
    assert list(row)[-3:] == ["confidence", "source", "verified_at"]
    assert row["confidence"] in ("high", "medium", "low")
    assert row["kind"] in KINDS
    assert row["source"] is None or re.fullmatch(r"https?://[^\s;]+", row["source"])
    assert row["verified_at"] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", row["verified_at"])


@pytest.mark.parametrize("case", TABLE["verified"])
def test_what_nobody_has_looked_up_lately_is_counted(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helplines, "_shown_rows", lambda: tuple({"verified_at": day} for day in case["days"]))
    assert list(unverified(date(2026, 6, 30))) == case["counts"]
    assert format_help_lines(date(2026, 6, 30)) == case["line"]


def test_only_lines_that_are_shown_are_counted() -> None:
    shown = [row for row in ROWS if row["confidence"] != "low"]
    assert len(shown) < len(ROWS)
    never, long_ago = unverified(date.max)
    assert never + long_ago == len(shown)
    assert format_help_lines(date.max).startswith(f"Help lines: {len(shown)}, of them ")


def test_wherever_spanish_is_spoken_there_are_lines_and_a_number() -> None:
    assert [country for country in SPANISH if country not in countries() or emergency_number(country) is None] == []
