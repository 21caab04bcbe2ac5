"""The menu: whatever it holds is at most three taps away, on screens of at most eight buttons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.coach.menu import GROUPS, SCREEN
from bot.engine.script import Library
from bot.model.script import Button, MenuGroup
from tests.engine.driver import LIBRARY, Stage

TAPS = 3


def _buttons(stage: Stage) -> list[str]:
    says = [say for _, outcome in stage.happened[-1:] for say in outcome.events if hasattr(say, "buttons")]
    return [button.command for say in says for button in say.buttons if isinstance(button, Button)]


def _reached(stage: Stage, taps_most: int = TAPS) -> set[str]:
    """The commands that can be tapped within so many taps from /menu."""
    stage.command(1, "menu")
    found, screens = set[str](), [_buttons(stage)]
    for _ in range(taps_most):
        taps = {command for screen in screens for command in screen}
        found |= taps
        screens = []
        for command in sorted(taps):
            if command.startswith("menu."):
                stage.press(1, f"c:{command}")
                screens.append(_buttons(stage))
                assert len(screens[-1]) <= SCREEN, command
    return found


@pytest.mark.parametrize("linked", [True, False])
def test_every_dialog_of_the_menu_is_three_taps_away(linked: bool) -> None:
    stage = Stage(linked=linked)
    listed = {
        d.command for d in LIBRARY.dialogs.values() if d.menu and d.when in (None, "linked" if linked else "alone")
    }
    assert listed <= _reached(stage)


@pytest.mark.parametrize("group", GROUPS)
def test_a_long_group_has_further_screens(group: MenuGroup) -> None:
    some = LIBRARY.dialogs["asking"]
    more = {f"more_{n}": replace(some, name=f"more_{n}", command=f"more_{n}", menu=group, when=None) for n in range(4)}
    stage = Stage(library=Library({**LIBRARY.dialogs, **more}, LIBRARY.common))
    assert set(more) <= _reached(stage, TAPS + 2)
