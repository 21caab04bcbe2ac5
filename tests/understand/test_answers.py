"""Cities, yes and no, and numbers as people type them, as tables; and what holds for any text at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.understand.city import read_city
from bot.understand.city_areas import Which
from bot.understand.name import read_name
from bot.understand.number import read_number
from bot.understand.yes_no import read_yes_no

HERE = Path(__file__).parent


def load(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def cities() -> Iterator[tuple[str, dict[str, Any]]]:
    for table in load("cities.yaml"):
        for typed in table["typed"]:
            yield typed, table


@pytest.mark.parametrize(("typed", "meant"), list(cities()))
def test_a_city(typed: str, meant: dict[str, Any]) -> None:
    found = read_city(typed, meant.get("language", "en"), meant.get("from"))
    if isinstance(found, Which):
        assert [f"{city.name} {city.region or city.country}" for city in found.cities] == meant.get("which")
        assert found.place == meant.get("place", found.place)
    elif found is None:
        assert meant.get("nothing", False)
    else:
        said = found.zone if "zone" in meant else f"{found.name} {found.country} {found.zone}"
        assert said == meant.get("zone", meant.get("city"))


def names() -> Iterator[tuple[str, str | None]]:
    for name, typed in load("names.yaml").items():
        yield from ((text, name if name != "none" else None) for text in typed)


@pytest.mark.parametrize(("typed", "name"), list(names()))
def test_a_name(typed: str, name: str | None) -> None:
    assert read_name(typed) == name


def test_where_the_place_of_several_clocks_is_a_country_its_name_is_as_people_read_it() -> None:
    found = read_city("usa", "es")
    assert isinstance(found, Which)
    assert found.place == "Estados Unidos"


@given(text=st.text(max_size=200) | st.text("abcdefghijklmnopqrstuvwxyz ,", min_size=3, max_size=12))
@example(text="a" * 4096)
@example(text="," * 4096)
@example(text="\ud800 Madrid")
@example(text="san " * 1024)
def test_whatever_is_typed_every_zone_offered_exists(text: str) -> None:
    found = read_city(text, "es", "ES")
    several = found.cities if isinstance(found, Which) else (found,) if found is not None else ()
    assert len(several) <= 4
    for city in several:
        assert city.name
        assert ZoneInfo(city.zone).key == city.zone
    assert not isinstance(found, Which) or len({city.zone for city in several}) > 1


def answers() -> Iterator[tuple[str, str, bool | None]]:
    for language, table in load("yes_no.yaml").items():
        yield from ((language, typed, answer) for typed, answer in table.items())


@pytest.mark.parametrize(("language", "typed", "answer"), list(answers()))
def test_a_yes_or_no(language: str, typed: str, answer: bool | None) -> None:
    assert read_yes_no(typed, language) is answer


def numbers() -> Iterator[tuple[int, int, str, str, int | None]]:
    for table in load("numbers.yaml"):
        for typed, number in table["typed"].items():
            yield table["from"], table["to"], table["language"], typed, number


@pytest.mark.parametrize(("low", "high", "language", "typed", "number"), list(numbers()))
def test_a_number(low: int, high: int, language: str, typed: str, number: int | None) -> None:
    assert read_number(typed, low, high, language) == number


@given(text=st.text(max_size=4096), language=st.sampled_from(["en", "es"]))
@example(text="no " * 1365, language="en")
@example(text="9" * 4096, language="en")
@example(text="\ud800", language="es")
def test_no_text_breaks_them(text: str, language: str) -> None:
    assert read_yes_no(text, language) in (None, True, False)
    number = read_number(text, 0, 10, language)
    assert number is None or 0 <= number <= 10


@given(number=st.integers(0, 100), language=st.sampled_from(["en", "es"]))
def test_a_number_said_back_is_understood(number: int, language: str) -> None:
    assert read_number(str(number), 0, 100, language) == number
