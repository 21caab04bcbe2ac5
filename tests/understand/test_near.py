"""Near answers: what people say in place of a button's words is read at the real questions, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.engine.script import Library
from bot.engine.step import Question
from bot.engine.steps.ask import AskStep
from bot.engine.steps.draw import DrawStep
from bot.engine.steps.offer import OfferStep
from bot.engine.world import Read
from bot.model.state import Person
from bot.model.values import Many, Number, Option, Picks, TimeOfDay, Unclear, Words
from bot.runtime.reading import reader
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.helplines import countries
from bot.script.load import load_library
from bot.script.wording import Wording

TABLE = yaml.safe_load((Path(__file__).parent / "near.yaml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "es")
NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
KINDS = ("choice", "yes_no", "text", "duration", "many")
FEWEST = 6
"""So many ways of saying an option stand beside its label, at least; where a thing is hardly said otherwise, fewer."""


@cache
def house() -> tuple[Library, Wording, Read]:
    library = load_library(dialogs_folder())
    wording = Wording(prompts_folder(), library, "coach_bot")
    return library, wording, reader(wording)


def cases() -> Iterator[tuple[str, str, str, Any]]:
    for entry in TABLE:
        for language in LANGUAGES:
            for typed, meant in entry[language].items():
                yield from ((question, language, typed, meant) for question in entry["at"])


def plain(value: object) -> object:
    """A value as the table writes it."""
    match value:
        case Option():
            return value.id
        case Many(ids=(one,)) | Picks(ids=(one,), own=()):
            return one
        case Number():
            return value.n
        case TimeOfDay():
            return f"{value.minutes // 60:02}:{value.minutes % 60:02}"
        case Words():
            return "own words"
        case Unclear():
            return list(value.numbers)
        case _:
            return value


@pytest.mark.parametrize(("question", "language", "typed", "meant"), list(cases()))
def test_what_people_say_is_read_as_it_was_meant(question: str, language: str, typed: str, meant: object) -> None:
    library, _, read = house()
    dialog, _, name = question.partition(".")
    step = library.dialogs[dialog].steps[name]
    assert isinstance(step, Question)
    assert plain(read(dialog, step, typed, Person(1, "Ana", language), NOW)) == meant


def options() -> Iterator[tuple[str, str, str]]:
    for dialog in load_library(dialogs_folder()).dialogs.values():
        for step in dialog.steps.values():
            asked = not isinstance(step, OfferStep | DrawStep) and not (isinstance(step, AskStep) and step.given)
            if isinstance(step, Question) and asked and step.kind in KINDS:
                said = step.options if not step.only_taps else ()
                yield from ((dialog.name, step.id, o) for o in said if o not in countries())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("dialog", "ask", "option"), list(options()))
def test_every_option_can_be_said_in_many_ways_and_each_is_heard(
    dialog: str, ask: str, option: str, language: str
) -> None:
    library, wording, read = house()
    writer = Person(1, "Ana", language)
    step = library.dialogs[dialog].steps[ask]
    assert isinstance(step, Question)
    ways = wording.ways_of(dialog, option, writer)
    assert len(ways) >= FEWEST
    heard = {way: plain(read(dialog, step, way.replace("#", "34"), writer, NOW)) for way in ways}
    assert heard == dict.fromkeys(ways, option)
