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

from bot.understand.city import City, find_cities, zone_label
from bot.understand.number import read_number
from bot.understand.yes_no import read_yes_no

HERE = Path(__file__).parent


def load(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def cities() -> Iterator[tuple[str, str | None, list[str], bool]]:
    for table in load("cities.yaml"):
        for typed in table["typed"]:
            yield typed, table.get("from"), table["cities"], table.get("more", False)


@pytest.mark.parametrize(("typed", "country", "offered", "more"), list(cities()))
def test_a_city(typed: str, country: str | None, offered: list[str], more: bool) -> None:
    found = [f"{city.name} {city.country} {city.zone}" for city in find_cities(typed, country)]
    assert (found[: len(offered)] if more else found) == offered


def test_no_more_cities_than_asked_for() -> None:
    assert [len(find_cities("san jose", limit=limit)) for limit in (0, 1, 2)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("zone", "language", "label"),
    [
        ("Europe/Madrid", "en", "Central European Time (Madrid)"),
        ("Europe/Madrid", "es-MX", "hora de Europa central (Madrid)"),
        ("Europe/London", "es", "hora de Reino Unido (Londres)"),
        ("America/New_York", "en-GB", "Eastern Time (New York)"),
        ("America/Argentina/Cordoba", "es", "hora de Argentina (Cordoba)"),
        ("Asia/Kolkata", "x", "India Time (Kolkata)"),
    ],
)
def test_a_zone_is_called_what_people_call_it(zone: str, language: str, label: str) -> None:
    assert zone_label(zone, language) == label


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(LookupError):
        zone_label("Nowhere/Never", "en")


@given(text=st.text(max_size=200) | st.text("abcdefghijklmnopqrstuvwxyz ,", min_size=3, max_size=12))
@example(text="a" * 4096)
@example(text="," * 4096)
@example(text="\ud800 Madrid")
@example(text="san " * 1024)
def test_whatever_is_typed_every_zone_offered_exists(text: str) -> None:
    found = find_cities(text, "ES")
    assert len(found) <= 4
    for city in found:
        assert isinstance(city, City)
        assert ZoneInfo(city.zone).key == city.zone


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
