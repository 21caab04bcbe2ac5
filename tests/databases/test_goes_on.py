"""A database that an earlier coach has left goes on: every question where it was, every button still working.

What is done here comes in as Telegram's updates, and what is seen goes out as calls of the Bot API. How the databases
came to be: `story.txt` beside each, and `write.py`.
"""

from __future__ import annotations

import difflib
import json
import logging
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.databases.kept import HERE, Question, kept, read_left
from tests.dialogs.acts import TranscriptError
from tests.dialogs.transcript import Player

NAME = "two_in_the_middle"
LEFT = read_left(NAME)
STORIES = sorted(HERE.glob("*/goes_on/*.txt"))
STALE = ("That button has had its day", "Ese botón ya")
KINDS = {"passion", "outing", "homecoming", "check_in", "guilt", "goodbye", "note", "shared"}


def _presses() -> Iterator[ParameterSet]:
    """Each button of each open question; of those that differ only by a number, such as hours, the first."""
    for question in LEFT.questions:
        kinds = {re.sub(r"\d+$", "", data): (label, data) for label, data in reversed(question.buttons)}
        for label, data in kinds.values():
            yield pytest.param(question, data, id=f"{question.person}, {question.message}: {label}")


def _read(story: Path) -> str:
    return story.read_text("utf-8")


def _write(story: Path, text: str) -> None:
    story.write_text(text, "utf-8")


def test_it_holds_memory_of_every_kind_that_its_coach_made() -> None:
    for person in ("Ana", "Ben"):
        assert set(LEFT.memory[person]) == KINDS


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
async def test_each_phone_shows_exactly_what_is_written(
    story: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    written = _read(story)
    async with kept(story.parents[1].name, tmp_path) as on_stage:
        player = Player(on_stage, "en", pace=0.0)
        await player.news()
        try:
            shown = await player.play(written)
        except TranscriptError as error:
            pytest.fail(f"{story.stem}: {error}", pytrace=False)
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert ["coach.db.key: `coach key move`" in line for line in said] == [True], (
        "its key goes on working, with one line"
    )
    if os.environ.get("REWRITE_TRANSCRIPTS"):
        _write(story, shown)
    elif shown != written:
        diff = difflib.unified_diff(written.splitlines(), shown.splitlines(), "written", "shown", lineterm="", n=6)
        why = f"{story.stem} shows something else (REWRITE_TRANSCRIPTS=1 writes it anew, for review):"
        pytest.fail("\n".join([why, *diff]), pytrace=False)


@pytest.mark.parametrize(("question", "data"), list(_presses()))
async def test_a_button_sent_before_still_does_what_it_says(question: Question, data: str, tmp_path: Path) -> None:
    """Each by its data as it was sent then: something follows that the person can see, and it is no old button."""
    async with kept(NAME, tmp_path) as on_stage:
        phone = on_stage.phone(question.person)
        before = [message.model_copy(deep=True) for message in phone.received]
        await phone.press_data(question.message, data)
        await on_stage.settle()
        assert phone.presses[-1].answered
        assert phone.received != before
        new = "\n".join(message.text for message in phone.received[len(before) :])
        assert not any(words in new for words in STALE), new


@pytest.mark.parametrize("person", ["Ana", "Ben"])
async def test_the_export_has_all_that_is_remembered(person: str, tmp_path: Path) -> None:
    async with kept(NAME, tmp_path) as on_stage:
        await on_stage.send(person, "/export")
        tree = json.loads(dict(on_stage.phone(person).documents())["coach.json"])
    assert Counter(e["kind"] for e in [*tree["memory"], *tree["outings"]]) == LEFT.memory[person]


async def test_nothing_comes_by_itself_when_it_is_opened(tmp_path: Path) -> None:
    async with kept(NAME, tmp_path) as on_stage:
        before = {name: len(phone.messages) for name, phone in on_stage.phones.items()}
        await on_stage.settle()
        assert {name: len(phone.messages) for name, phone in on_stage.phones.items()} == before
