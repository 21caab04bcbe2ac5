"""The table of the manual that leads from the articles to the dialogs names what is there, every practice with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from bot.script.folders import dialogs_folder
from bot.script.load import load_library
from bot.script.manual import FILE
from tests.dialogs.walked import later

LIBRARY = load_library(dialogs_folder())
MANUAL = (dialogs_folder() / FILE).read_text(encoding="utf-8")
KEYS = {"cook", "kalivas", "ten", "balance", "evidence"}


@dataclass(frozen=True, slots=True)
class Row:
    """A practice, the keys of what teaches it, the steps where it is by dialog, and what is not there yet."""

    practice: str
    keys: tuple[str, ...]
    steps: dict[str, tuple[str, ...]]
    not_yet: tuple[str, ...]


def rows() -> list[Row]:
    """The table's rows."""
    section = MANUAL.partition("## From the articles to the dialogs")[2]
    lines = [line for line in section.splitlines() if line.startswith("| ")][2:]
    return [_row(*(cell.strip() for cell in line.strip("|").split("|"))) for line in lines]


def _row(practice: str, keys: str, places: str) -> Row:
    names = re.findall(r"`(\w+)`", places)
    if places.startswith("not yet: "):
        return Row(practice, tuple(keys.split(", ")), {}, tuple(names))
    found = (re.findall(r"`(\w+)`", place) for place in places.split("; "))
    return Row(practice, tuple(keys.split(", ")), {dialog: tuple(steps) for dialog, *steps in found}, ())


ROWS = rows()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.practice)
def test_a_row_names_dialogs_and_steps_that_there_are(row: Row) -> None:
    assert set(row.keys) <= KEYS
    assert row.steps or row.not_yet
    for dialog, steps in row.steps.items():
        assert steps, f"{dialog}: it says in which steps"
        assert [step for step in steps if step not in LIBRARY.dialogs[dialog].steps] == []


def test_every_dialog_with_a_practice_stands_in_the_table() -> None:
    """Those that the menu shows, but for what goes around them, and those that these start or call."""
    practices = {
        name
        for name, dialog in LIBRARY.dialogs.items()
        if dialog.menu not in (None, "around") and dialog.role != "invite"
    }
    assert practices - {dialog for row in ROWS for dialog in row.steps} == set()


def test_what_is_not_there_yet_is_what_the_stories_leave_for_later() -> None:
    assert sorted(name for row in ROWS for name in row.not_yet) == sorted(later())


def test_every_article_is_drawn_from() -> None:
    assert {key for row in ROWS for key in row.keys} == KEYS
