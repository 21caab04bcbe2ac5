"""The walk ends, whatever the dialogs say: `coach check` finds circles, and one that it missed costs a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine.script import Library
from bot.script.load import load_library
from tests.engine.driver import LIBRARY, Stage

CIRCLES = {
    "one dialog calls itself": """
dialog: circling
command: circling
about: Round and round.
source: [cook]
for: [solo]
steps:
  - {ask: word, kind: text, visibility: private}
  - call: spinning
""",
    "and the one that it calls": """
dialog: spinning
about: Round and round.
source: [cook]
for: [solo]
steps:
  - call: spinning
""",
}


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    for text in CIRCLES.values():
        (tmp_path / f"{text.split()[1]}.yaml").write_text(text, encoding="utf-8")
    stage = Stage(linked=False, library=Library(load_library(tmp_path).dialogs, LIBRARY.common))
    stage.person(1).consented = True
    return stage


def test_a_circle_ends_with_one_sentence_and_the_answers_are_kept(stage: Stage) -> None:
    stage.command(1, "circling")
    stage.type(1, "round")
    said = [shown.say.prompt.name for shown in stage.phones[1].shown if shown.say.question is None]
    assert said.count("went_round") == 1
    assert not stage.of(1).runs
    assert [item.title for item in stage.items[1].values()] == ["round"]


def test_the_next_turn_is_as_any_other(stage: Stage) -> None:
    stage.command(1, "circling")
    stage.type(1, "round")
    stage.command(1, "circling")
    assert stage.open_ask(1) is not None
