"""Dialogs that nothing names as left open: they end when their person goes elsewhere, or lets them lie."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.engine.runs import leave
from bot.engine.step import Question
from bot.engine.turn import Turn
from bot.model.state import Run

ANSWERABLE: Final = timedelta(minutes=15)
"""So long a strict question of such a dialog can be answered: later another may hold the phone, or mean another yes."""


def leave_unsaid(turn: Turn, who: int) -> None:
    """End such a dialog that stands before a person who asks for something else."""
    run = turn.run(turn.person(who).foreground)
    if run is not None and not run.stranded and turn.unsaid(run):
        leave(turn, run, who)


def lapse(turn: Turn) -> None:
    """End what whoever acts has let lie too long. What the other does ends nothing here: it would be seen by that."""
    if turn.actor is None:
        return
    for run in [r for r in turn.conversation.runs.values() if _let_lie(turn, r, turn.actor)]:
        leave(turn, run, turn.actor)
        turn.finished.discard(turn.actor)


def _let_lie(turn: Turn, run: Run, who: int) -> bool:
    ask = run.seats[who].ask if who in run.seats else None
    if ask is None or run.stranded or not turn.unsaid(run):
        return False
    step = turn.dialog(run).steps[ask.step]
    return isinstance(step, Question) and step.strict and turn.world.now - run.started >= ANSWERABLE
