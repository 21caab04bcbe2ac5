from __future__ import annotations

import pytest

from bot.script.load import load_library
from bot.script.wording import Wording
from tests.script.small_house import small_house


@pytest.fixture(scope="module")
def wording(tmp_path_factory: pytest.TempPathFactory) -> Wording:
    dialogs, prompts = small_house(tmp_path_factory.mktemp("house"))
    return Wording(prompts, load_library(dialogs), "coach_bot")
