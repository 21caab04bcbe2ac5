"""`call`: runs another dialog and returns."""

from __future__ import annotations

from bot.engine.runs import WAIT, clear_trails, start
from bot.engine.turn import Turn
from bot.model.script import CallStep
from bot.model.state import Run


def enter(turn: Turn, run: Run, step: CallStep) -> str | None:
    """Start it on top; its end takes this run on."""
    clear_trails(run)
    me = run.me if run.me is not None else run.people[0]
    start(turn, turn.world.library.dialogs[step.dialog], me, parent=run)
    return WAIT
