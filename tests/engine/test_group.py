"""The group of two: what is played there, who can answer, and what becomes of it when it is fit no more."""

from __future__ import annotations

import pytest

from bot.engine.in_group import commands_there
from bot.script.folders import dialogs_folder
from bot.script.load import load_library
from tests.engine.driver import HERE
from tests.engine.grouped import tell_in_group
from tests.engine.story import Case, cases


@pytest.mark.parametrize("case", list(cases(HERE / "group")), ids=str)
def test_a_case_of_the_group(case: Case) -> None:
    tell_in_group(case)


ALONE = {"help_now", "privacy", "say", "boundary", "mine", "export", "forget", "settings", "menu", "unlink"}
"""Commands of what is for one alone."""


def test_what_is_for_one_alone_is_not_in_the_groups_list() -> None:
    listed = commands_there(load_library(dialogs_folder()))
    assert {"listen", "date", "stop", "help"} <= listed
    assert not ALONE & listed
