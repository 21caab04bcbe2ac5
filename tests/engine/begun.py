"""How each dialog begins: by its command, or by what leads to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import yaml

from bot.engine.script import Dialog
from bot.engine.steps.draw import DrawStep
from bot.model import inputs
from tests.engine.driver import HERE, Stage
from tests.engine.story import Line, play_line

ANNA, BEN = 1, 2

OPENINGS: Final = yaml.safe_load((HERE / "openings.yaml").read_text(encoding="utf-8"))
"""What leads to the dialogs that no command starts, or to the other beginning of those that have two."""

Made = Callable[[bool], Stage]
"""Makes a stage of two people who are linked, or are not."""


def begin(
    dialog: Dialog,
    *,
    linked: bool,
    made: Made = lambda linked: Stage(linked=linked),
    who: int = ANNA,
    there: int | None = None,
) -> Iterator[Stage]:
    """The stages on which a dialog has just begun, one for each way to begin it: for Anna, or for Ben, who then does
    what she did. `there` is the group in which its command is given."""
    if dialog.name in ("welcome", "invited", "confirm_partner"):
        yield from _about_linking(dialog)
    elif dialog.command is None:
        for way in _ways(dialog):
            yield _led(made(linked), way, who)
    else:
        for way in ([], *_ways(dialog)):
            stage = _led(made(linked), way, who)
            if there is None:
                stage.command(who, dialog.command)
            else:
                stage.play(who, inputs.Command(who, dialog.command, there=there))
            yield stage
        yield from _with_few_cards(dialog, made(linked), who)


def _ways(dialog: Dialog) -> list[list[Line]]:
    found = OPENINGS.get(dialog.name, [])
    return found if found and isinstance(found[0], list) else [found] if found else []


def _led(stage: Stage, way: list[Line], who: int) -> Stage:
    """The stage after these lines, with the names exchanged where it is Ben for whom it begins."""
    exchanged = {"anna": "ben", "ben": "anna"} if who == BEN else {}
    for line in way:
        ((head, value),) = line.items()
        name, blank, verb = head.partition(" ")
        play_line(stage, {f"{exchanged.get(name, name)}{blank}{verb}": value})
    return stage


def _about_linking(dialog: Dialog) -> Iterator[Stage]:
    if dialog.name == "welcome":
        for invited in (True, False):
            stage = Stage(linked=False)
            stage.person(ANNA).consented = False
            stage.command(BEN, "invite")
            if invited:
                stage.open_link(ANNA, BEN)
            else:
                stage.command(ANNA, "start")
            yield stage
        return
    stage = Stage(linked=False)
    first = ANNA if dialog.name == "confirm_partner" else BEN
    stage.command(first, "invite")
    stage.open_link(3 - first, first)
    if dialog.name == "confirm_partner":
        stage.press(BEN, f"a:{stage.question(BEN).ask}:accept")
    yield stage


def _with_few_cards(dialog: Dialog, stage: Stage, who: int) -> Iterator[Stage]:
    """A dialog that draws has another beginning: where nearly all cards have been seen."""
    for step in dialog.steps.values():
        if isinstance(step, DrawStep):
            stage.person(who).seen_cards = list(step.options[:-2])
            stage.command(who, dialog.command or "")
            yield stage
            return
