"""What all transcripts share: the table of what they reached at the end of the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.script.folders import dialogs_folder
from bot.script.load import load_library
from bot.understand.written import folders, languages
from tests.dialogs.reached import Reached, table

REACHED = {language: Reached(language) for language in languages(folders()).offered}
"""What the transcripts played so far have been through, by language."""

PLAYED: dict[Path, frozenset[str]] = {}
"""The transcripts played so far, each with the dialogs that it begins."""


@pytest.fixture
def reached() -> dict[str, Reached]:
    return REACHED


@pytest.fixture
def played() -> dict[Path, frozenset[str]]:
    return PLAYED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if PLAYED:
        terminalreporter.section(f"what {len(PLAYED)} transcripts reach")
        for line in table(load_library(dialogs_folder()), REACHED):
            terminalreporter.line(line)
