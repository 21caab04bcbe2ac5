"""`start`: starts another dialog detached, or only offers it."""

from __future__ import annotations

from bot.engine.runs import clear_trails, start
from bot.engine.turn import Turn
from bot.model.script import Button, StartStep
from bot.model.state import Run
from bot.model.values import Option


def start_for(turn: Turn, who: int, step: StartStep) -> None:
    """Start the dialog for one person; with `ask_first` it is theirs to begin."""
    dialog = turn.world.library.dialogs[step.dialog]
    if not step.ask_first or dialog.command is None:
        start(turn, dialog, who, front=False)
        return
    if dialog.closer and turn.person(who).apart:
        return
    buttons = (Button(dialog.command, dialog.command), Button("no_thanks", "no_thanks"))
    turn.common(who, "offer_dialog", {"about_dialog": Option(dialog.name)}, buttons)


def enter(turn: Turn, run: Run, step: StartStep) -> str | None:
    """Start it for whoever started this run."""
    clear_trails(run)
    start_for(turn, run.me if run.me is not None else run.people[0], step)
    return step.next
