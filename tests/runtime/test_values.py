"""Each kind of value is known wherever a value goes: a new one fails here until it is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from bot.engine.kinds import KINDS
from bot.engine.script import Library
from bot.engine.steps.ask import AskStep
from bot.insight.attachments import TextRecipe
from bot.model.asks import Answer
from bot.model.events import Prompt, Say
from bot.model.state import Conversation, Held, Person, Run
from bot.model.values import (
    VALUES,
    City,
    Day,
    Duration,
    Instant,
    Many,
    Number,
    Option,
    Own,
    Pair,
    Picks,
    TimeOfDay,
    Value,
    Words,
)
from bot.runtime.exporting import add_export
from bot.runtime.ports import OutMessage
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.keyboard import key_label
from bot.script.load import load_library
from bot.script.times import times_for
from bot.script.viewer import Viewer
from bot.script.wording import Wording
from bot.store.memories import read_values, write_values
from tests.store.filling import opened

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ANA = Person(1, "Ana", "en", zone="Europe/Madrid", city="Madrid")
STATE: TypeAdapter[Conversation] = TypeAdapter(Conversation)
TIMES = times_for(ANA, "en", NOW)


@dataclass(frozen=True)
class Sample:
    """A value, and how Ana reads it: in a message, on a button, in her export."""

    value: Value
    said: str
    key: str
    exported: str


SAMPLES = [
    Sample(Option("quiet_hours"), "quiet hours", "quiet hours", "quiet hours"),
    Sample(Many(("menu", "tea")), "menu and tea", "menu and tea", "Menu, tea"),
    Sample(
        Picks(("tea",), ("the *lake*", "sun & sea")),
        "tea, the *lake* and sun & sea",
        "tea, the *lake* and sun & sea",
        "tea, the *lake*, sun &amp; sea",
    ),
    Sample(Duration(90), "1 hour 30 minutes", "1 hour 30 minutes", "1 hour 30 minutes"),
    Sample(Instant(NOW), "10:00", "Sun 10:00", "22 November 2026"),
    Sample(Number(0), "0", "0", "0"),
    Sample(Words("¿añ? 🙂"), "¿añ? 🙂", "¿añ? 🙂", "¿añ? 🙂"),
    Sample(Day(date(2024, 2, 29)), "Thursday 29 February 2024", "Thu 29", "Thursday 29 February 2024"),
    Sample(City("Lisbon", "Europe/Lisbon", "PT", "Lisboa"), "Lisbon", "Lisbon", "Lisbon"),
    Sample(TimeOfDay(0), "00:00", "00:00", "00:00"),
]
each = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.value.type)


def test_there_is_a_sample_of_each() -> None:
    assert {type(sample.value) for sample in SAMPLES} == set(VALUES)
    assert len({sample.value.type for sample in SAMPLES}) == len(VALUES), "each is told apart by its type"


def test_each_can_be_what_somebody_answered() -> None:
    """So that the check of prompts meets it."""
    steps = {kind: AskStep.model_validate({"ask": "x", "kind": kind}).with_(options=("a",), high=9) for kind in KINDS}
    steps["many"], lists = steps["many"].with_(own=1), steps["many"]
    samples = [*(KINDS[kind].sample(step) for kind, step in steps.items()), KINDS["many"].sample(lists)]
    assert {base for sample in samples for base in type(sample).__mro__} >= set(VALUES)


@each
def test_it_is_remembered_as_it_was(sample: Sample) -> None:
    assert read_values(write_values({"x": sample.value})) == {"x": sample.value}


@each
def test_it_outlives_a_restart(sample: Sample) -> None:
    """As an answer, and in what was said and is held back: alone, as one's own, in a pair."""
    value = sample.value
    said = {"x": value, "own": (Own("x", value),), "pair": (Pair("x", value, value),)}
    person = Person(1, "Ana", "en", held=[Held(Say(1, Prompt("walk", "x"), said))])
    run = Run("r", "walk", "v", 1, [1], NOW, None, answers=[Answer("a", "x", 1, value, "private")])
    before = Conversation({1: person}, {"r": run})
    assert STATE.validate_json(STATE.dump_json(before)) == before


@each
def test_it_is_shown_in_words(sample: Sample) -> None:
    viewer = Viewer(TIMES, lambda option: option.replace("_", " "), str)
    assert str(viewer.show("x", sample.value)) == sample.said


@each
def test_it_is_shown_on_a_button(sample: Sample) -> None:
    assert key_label(sample.value, TIMES, lambda option: option.replace("_", " ")) == sample.key


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(dialogs_folder())


@pytest.fixture(scope="module")
def wording(library: Library) -> Wording:
    return Wording(prompts_folder(), library, "coach_bot")


@each
async def test_it_is_in_the_export(sample: Sample, library: Library, wording: Wording, tmp_path: Path) -> None:
    """From memory, in words on the page and whole in the file for programs."""
    async with opened(tmp_path / "coach.db", os.urandom(32)) as store, store.transaction() as tx:
        await tx.remember("m", ANA.id, "note", 1, write_values({"x": sample.value}), NOW)
        await add_export(tx, Conversation({ANA.id: ANA}), ANA.id, library, wording, NOW)
        files = []
        while rows := await tx.heads(1):
            files.append(OutMessage.from_json(rows[0].body).recipe)
            await tx.mark_sending(rows[0].seq)
            await tx.mark_sent(rows[0].seq, None, NOW)
    page, data = files
    assert isinstance(page, TextRecipe)
    assert isinstance(data, TextRecipe)
    assert f'<dd dir="auto">{sample.exported}' in page.text
    assert f'"type": "{sample.value.type}"' in data.text
