"""What people type, as tables that anybody can read and add to; and what holds for any text at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.understand.choice import read_choice
from bot.understand.duration import LONGEST, read_duration
from bot.understand.scale import read_scale

HERE = Path(__file__).parent
LANGUAGES = ("en", "es")
TABLES = ("durations.en.yaml", "durations.es.yaml", "choices.yaml", "scales.yaml")


def durations() -> Iterator[tuple[str, str, int | None]]:
    for language in LANGUAGES:
        for group in load(f"durations.{language}.yaml").values():
            yield from ((language, typed, minutes) for typed, minutes in group.items())


def load(name: str) -> dict[str, dict[str, int | None]]:
    table: dict[str, dict[str, int | None]] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return table


def choices() -> Iterator[tuple[dict[str, str], str, str | None]]:
    for table in yaml.safe_load((HERE / "choices.yaml").read_text(encoding="utf-8")):
        yield from ((table["labels"], typed, option) for typed, option in table["typed"].items())


def scales() -> Iterator[tuple[int, int, str, int | None]]:
    for table in yaml.safe_load((HERE / "scales.yaml").read_text(encoding="utf-8")):
        for typed, mark in table["typed"].items():
            yield table["from"], table["to"], typed, mark


@pytest.mark.parametrize(("language", "typed", "minutes"), list(durations()))
def test_a_length_of_time(language: str, typed: str, minutes: int | None) -> None:
    assert read_duration(typed, language) == minutes


@pytest.mark.parametrize(("labels", "typed", "option"), list(choices()))
def test_an_option(labels: dict[str, str], typed: str, option: str | None) -> None:
    assert read_choice(typed, labels) == option


@pytest.mark.parametrize(("low", "high", "typed", "mark"), list(scales()))
def test_a_mark_on_a_scale(low: int, high: int, typed: str, mark: int | None) -> None:
    assert read_scale(typed, low, high) == mark


@pytest.mark.parametrize("name", TABLES)
def test_no_line_of_a_table_is_lost(name: str) -> None:
    """YAML lets a later line silently replace an earlier one with the same key."""

    def keys(node: yaml.Node) -> Iterator[list[str]]:
        if isinstance(node, yaml.MappingNode):
            yield [key.value for key, _ in node.value]
            for _, value in node.value:
                yield from keys(value)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                yield from keys(item)

    tree = yaml.compose((HERE / name).read_text(encoding="utf-8"))
    assert tree is not None
    doubled = [key for block in keys(tree) for key in set(block) if block.count(key) > 1]
    assert doubled == []


@pytest.mark.parametrize("language", ["es-MX", "ES", "es_AR"])
def test_a_regional_tag_reads_like_its_language(language: str) -> None:
    assert read_duration("once", language) == 11


@pytest.mark.parametrize("language", ["", "de", "pt-br", "x"])
def test_an_unknown_language_is_read_all_the_same(language: str) -> None:
    assert read_duration("half an hour", language) == read_duration("media hora", language) == 30


@given(minutes=st.integers(1, LONGEST), language=st.sampled_from(LANGUAGES))
@example(minutes=1, language="en")
@example(minutes=LONGEST, language="es")
def test_minutes_said_back_are_understood(minutes: int, language: str) -> None:
    assert read_duration(f"{minutes} min", language) == minutes


@given(hours=st.integers(1, 23), minutes=st.integers(1, 59), language=st.sampled_from(LANGUAGES))
def test_hours_and_minutes_said_back_are_understood(hours: int, minutes: int, language: str) -> None:
    for said in (f"{hours} h {minutes} min", f"{hours}h{minutes:02}", f"{hours} hours and {minutes} minutes"):
        assert read_duration(said, "en") == hours * 60 + minutes
    assert read_duration(f"{hours} horas y {minutes} minutos", language) == hours * 60 + minutes


PIECES = "1 2 45 1:30 1/2 1.5 , . - ' and y half media hour hora min a un una of de quarter three cuarto tres or o once"
WORDS = st.sampled_from(PIECES.split())
ANY_TEXT = st.one_of(
    st.text(max_size=4096),
    st.text(st.characters(categories=["Cf", "Mn", "Nd", "Zs", "Po", "Sm"]), max_size=200),
    st.lists(WORDS, max_size=12).map(" ".join),
    st.lists(WORDS, max_size=12).map("".join),
)


@given(text=ANY_TEXT, language=st.sampled_from(LANGUAGES))
@example(text="9" * 5000, language="en")
@example(text="1:" * 2048, language="en")
@example(text="1 h " * 1024, language="es")
@example(text="- " * 2048, language="es")
@example(text="<" * 4096, language="en")
@example(text="hora y " * 585, language="es")
@example(text="\ufdfa" * 4096, language="es")
@example(text="\ud800 45 min", language="en")
def test_no_text_breaks_it(text: str, language: str) -> None:
    minutes = read_duration(text, language)
    assert minutes is None or 1 <= minutes <= LONGEST
    mark = read_scale(text, 1, 5)
    assert mark is None or 1 <= mark <= 5
    labels = {"alone": "Alone", "together": "Together"}
    assert read_choice(text, labels) in (None, *labels)
    assert read_choice(text, {}) is None


@given(label=st.text(min_size=1, max_size=64), other=st.text(min_size=1, max_size=64))
def test_a_label_typed_as_shown_is_its_option_or_is_asked_again(label: str, other: str) -> None:
    assert read_choice(label, {"this": label, "other": other}) in ("this", None)
