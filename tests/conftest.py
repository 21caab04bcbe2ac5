"""What all tests share: random cases that are the same each time, and what takes long read once."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from copy import copy
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from bot.engine.script import Library
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.wording import Wording

settings.register_profile("coach", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("coach")


@pytest.fixture(scope="session", autouse=True)
def _keys_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whatever key a test makes, also in a process of its own, goes with the test's other files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """Reading the scripts, and certificates that nobody needs here, takes longer than most tests with a whole coach."""
    own = cache(load_library)

    def library(folder: Path) -> Library:
        return own(folder) if folder == dialogs_folder() else load_library(folder)

    @cache
    def spoken(bot_username: str, operator: str, languages: tuple[str, ...], inline: bool) -> Wording:
        return Wording(prompts_folder(), own(dialogs_folder()), bot_username, operator, languages, inline=inline)

    def wording(
        folder: Path, scripts: Library, bot_username: str, operator: str, languages: tuple[str, ...], *, inline: bool
    ) -> Wording:
        ours = folder == prompts_folder() and scripts is own(dialogs_folder())
        # A copy, since there are tests that listen in on theirs.
        return (
            copy(spoken(bot_username, operator, languages, inline))
            if ours
            else Wording(folder, scripts, bot_username, operator, languages, inline=inline)
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        patch.setattr("bot.app.load_library", library)
        patch.setattr("bot.app.Wording", wording)
        yield
