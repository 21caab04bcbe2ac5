"""Runs that an edit of the dialogs would end are named by their place, and nobody by anything."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.engine.script import Library
from bot.model.asks import Answer, Ask, Seat
from bot.model.state import Conversation, Person, Run
from bot.model.values import Words
from bot.script.load import load_library
from bot.script.stranded import stranded
from tests.script.small_house import SMALL

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def waiting(library: Library, dialog: str, step: str, *, stale: bool = True) -> Conversation:
    """Somebody at a question of a dialog, begun with it as it was or as it is."""
    version = "before" if stale else library.dialogs[dialog].version
    run = Run("r", dialog, version, 1, [1], NOW, step, seats={1: Seat("active", ask=Ask("a", step))})
    run.answers.append(Answer("b", "words", 1, Words("a secret"), "private"))
    return Conversation({1: Person(1, "Ana", "en")}, {"r": run})


def edited(folder: Path, old: str, new: str) -> Library:
    for path in (SMALL / "dialogs").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        (folder / path.name).write_text(text.replace(old, new), encoding="utf-8")
    return load_library(folder)


def test_runs_at_a_place_that_is_gone_are_counted(tmp_path: Path) -> None:
    library = edited(tmp_path, "ask: mood", "ask: humour")
    now_there = [waiting(library, "walk", "near"), waiting(library, "walk", "mood", stale=False)]
    gone = [waiting(library, "walk", "mood"), waiting(library, "walk", "mood"), waiting(library, "swim", "depth")]
    found = [str(finding) for finding in stranded(library, [*now_there, *gone], "dialogs")]
    assert found == [
        'dialogs/swim.yaml:1: 1 run, begun on 2026-11-22, would end: it stands in the dialog "swim", which is gone',
        f"{tmp_path.name}/walk.yaml:1: 2 runs, the first begun on 2026-11-22, would end: "
        'they stand at "mood", which is gone',
    ]


def test_nothing_is_stranded_where_nothing_changed() -> None:
    library = load_library(SMALL / "dialogs")
    assert stranded(library, [waiting(library, "walk", step) for step in ("mood", "near", "words")], "dialogs") == []


def test_who_has_been_stranded_already_is_not_counted_again(tmp_path: Path) -> None:
    library = edited(tmp_path, "ask: mood", "ask: humour")
    conversation = waiting(library, "walk", "mood")
    conversation.runs["r"].stranded = True
    assert stranded(library, [conversation], "dialogs") == []


def test_a_question_that_moved_into_a_block_strands_too(tmp_path: Path) -> None:
    library = load_library(SMALL / "dialogs")
    finding = stranded(library, [waiting(library, "week", "wish")], "dialogs")[0]
    assert finding.text == '1 run, begun on 2026-11-22, would end: it stands at "wish", which has changed its place'
    assert finding.line == library.dialogs["week"].steps["wish"].line
