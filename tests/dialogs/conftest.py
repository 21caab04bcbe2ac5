"""What all transcripts share: scripts read once, and the table of what they reached at the end of the run."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.templates import languages_in
from bot.script.wording import Wording
from tests.dialogs.reached import Reached, table

REACHED = {language: Reached(language) for language in languages_in(prompts_folder())}
"""What the transcripts played so far have been through, by language."""

PLAYED: set[Path] = set()
"""The transcripts played so far."""


@pytest.fixture(scope="session", autouse=True)
def _scripts_read_once() -> Iterator[None]:
    """Reading the scripts, and the certificates that nobody needs here, takes longer than a whole transcript."""
    library = load_library(dialogs_folder())

    @cache
    def wording(bot_username: str) -> Wording:
        return Wording(prompts_folder(), library, bot_username)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        patch.setattr("bot.app.load_library", lambda folder: library)
        patch.setattr("bot.app.Wording", lambda folder, library, bot_username: wording(bot_username))
        yield


@pytest.fixture
def reached() -> dict[str, Reached]:
    return REACHED


@pytest.fixture
def played() -> set[Path]:
    return PLAYED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if PLAYED:
        terminalreporter.section(f"what {len(PLAYED)} transcripts reach")
        for line in table(load_library(dialogs_folder()), REACHED):
            terminalreporter.line(line)
