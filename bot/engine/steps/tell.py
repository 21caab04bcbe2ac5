"""`tell`: says a prompt to a role, or without a partner its form for one."""

from __future__ import annotations

from bot.engine.runs import clear_trails
from bot.engine.steps.ask import role_person
from bot.engine.turn import Buttons, Turn
from bot.model.events import CopyButton, Prompt
from bot.model.script import TellStep
from bot.model.state import Run


def _say(turn: Turn, run: Run, who: int, step: TellStep, name: str, copy: str | None) -> None:
    buttons: Buttons = step.buttons
    if copy is not None:
        buttons = (CopyButton(Prompt(run.dialog, copy)), *buttons)
    lapses = run.item.id if run.item is not None and run.me != who else None
    turn.say(who, Prompt(run.dialog, name), run=run, buttons=buttons, lapses_with=lapses)


def say_to(turn: Turn, run: Run, who: int, step: TellStep) -> None:
    """Say a tell to one named person."""
    _say(turn, run, who, step, step.id, step.copy)


def enter(turn: Turn, run: Run, step: TellStep) -> str | None:
    """Say it. What goes to the other is a disclosure: nobody but its reader goes back before it."""
    if step.to == "each":
        if len(run.people) > 1:
            clear_trails(run)
        for who in run.people:
            say_to(turn, run, who, step)
        return step.next
    reader = role_person(run, step.to)
    if reader is None:
        if step.alone not in (None, "skip"):
            _say(turn, run, run.people[0], step, str(step.alone), step.alone_copy)
        return step.next
    clear_trails(run, but=reader)
    say_to(turn, run, reader, step)
    return step.next
