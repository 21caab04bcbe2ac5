"""`tell`: says a prompt to a role, or without a partner its form for one."""

from __future__ import annotations

from bot.engine.runs import clear_trails
from bot.engine.safety import last_aside
from bot.engine.steps.ask import role_person
from bot.engine.turn import Buttons, Turn
from bot.model.danger import CATEGORIES
from bot.model.events import CopyButton, Prompt, Remember
from bot.model.script import Button, TellStep
from bot.model.state import Run
from bot.model.values import Number, Variable


def _mark(value: Variable) -> int:
    return value.n if isinstance(value, Number) else 0


def guilt_course(turn: Turn, who: int) -> dict[str, Variable]:
    """The guilt marks in numbers, for whoever cannot see the picture; with what this turn has remembered."""
    marks = [m.values for m in turn.world.remembered(who, "guilt")]
    marks += [e.values for e in turn.events if isinstance(e, Remember) and e.kind == "guilt" and e.person == who]
    numbers = [(_mark(m.get("before")), _mark(m.get("after"))) for m in marks] or [(0, 0)]
    (first_before, first_after), (last_before, last_after) = numbers[0], numbers[-1]
    return {
        "first_before": first_before,
        "first_after": first_after,
        "last_before": last_before,
        "last_after": last_after,
        "count": len(marks),
    }


def _say(turn: Turn, run: Run, who: int, step: TellStep, name: str, copy: str | None) -> None:
    buttons: Buttons = tuple(button for button in step.buttons if _leads_somewhere(turn, run, who, button))
    if copy is not None:
        buttons = (CopyButton(Prompt(run.dialog, copy)), *buttons)
    lapses = run.item.id if run.item is not None and run.me != who else None
    attach = step.file or step.picture
    values = guilt_course(turn, who) if step.picture == "guilt" else None
    turn.say(who, Prompt(run.dialog, name), run=run, values=values, buttons=buttons, attach=attach, lapses_with=lapses)


def _leads_somewhere(turn: Turn, run: Run, who: int, button: Button) -> bool:
    """Whether there is something to go on with, or to have been misread."""
    if button.command == "resume":
        return last_aside(turn, who) is not None
    return button.command != "misread" or run.extra.get("category") in CATEGORIES


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
