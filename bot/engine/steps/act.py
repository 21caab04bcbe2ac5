"""`act`: something beyond the dialog, by its name in the table of actions."""

from __future__ import annotations

from bot.engine.actions import ACTIONS
from bot.engine.turn import Turn
from bot.model.script import ActStep
from bot.model.state import Run


def enter(turn: Turn, run: Run, step: ActStep) -> str | None:
    """Do it and go on."""
    ACTIONS[step.action](turn, run, step.source)
    return step.next
