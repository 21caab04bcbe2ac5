"""Every point of every practice is walked by a story that begins its dialog and shows it, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.script.folders import dialogs_folder
from bot.script.load import load_library
from tests.dialogs.test_transcripts import LANGUAGES
from tests.dialogs.walked import Point, done, later, points, shown

POINTS = points()
LIBRARY = load_library(dialogs_folder())
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@in_every_language
@pytest.mark.parametrize("point", POINTS, ids=lambda point: f"{point.practice}: {point.point}")
def test_its_stories_show_its_words(point: Point, language: str) -> None:
    assert point.stories
    assert point.seen[language]
    for file in point.files(language):
        assert file.exists(), f"{file.name} is gone"
        missing = [words for words in point.seen[language] if words not in shown(file)]
        assert missing == [], f"{language}/{file.name} no longer shows this"


@in_every_language
def test_its_stories_begin_its_dialog(language: str, played: dict[Path, frozenset[str]]) -> None:
    files = {file for point in POINTS for file in point.files(language)}
    if left := [file.name for file in files if file not in played]:
        pytest.skip(f"{len(left)} stories were not played")
    not_begun = [
        f"{file.name} does not begin {point.dialog}: {point.point}"
        for point in POINTS
        for file in point.files(language)
        if point.dialog is not None and point.dialog not in played[file]
    ]
    assert not_begun == []


@in_every_language
def test_what_is_no_dialog_is_asked_for_by_its_command(language: str) -> None:
    for point in POINTS:
        if point.command is not None:
            assert all(f": /{point.command}" in done(file) for file in point.files(language)), point.point


def test_every_dialog_of_a_practice_has_its_points() -> None:
    walked = {point.dialog for point in POINTS}
    practices = {name for name, dialog in LIBRARY.dialogs.items() if dialog.menu is not None}
    assert practices - walked == set()
    assert {dialog for dialog in walked if dialog is not None} - LIBRARY.dialogs.keys() == set()


def test_what_comes_later_is_not_there_yet() -> None:
    names = {step for dialog in LIBRARY.dialogs.values() for step in dialog.steps} | LIBRARY.dialogs.keys()
    assert [name for name in later() if name in names] == [], "it is there: write its points"
    assert [name for name in later() if name in {point.practice for point in POINTS}] == []
