"""The walk: the one loop that takes runs from step to step.

A step answers where to go and calls nobody. Whatever sets a run going marks it as due, and here the latest one goes
first: what a step set going comes before what follows the step.
"""

from __future__ import annotations

from typing import Final

from bot.engine.runs import WAIT, end, next_round
from bot.engine.steps import enter, together
from bot.engine.stranding import end_stranded
from bot.engine.turn import Turn
from bot.model.script import TogetherStep
from bot.model.state import Run

MOST_STEPS: Final = 1000
"""More steps than this in one turn are a circle in the dialogs that no check has found."""


def walk(turn: Turn) -> None:
    """Take every run that is due on, until each waits for somebody or has ended.

    A run that is still going after `MOST_STEPS` ends with a sentence; everybody keeps their own answers.
    """
    while turn.due:
        run_id, who = turn.due.pop()
        run = turn.run(run_id)
        if run is None or run.stranded:
            continue
        turn.steps += 1
        if turn.steps > MOST_STEPS:
            # What called this one has gone round with it: one sentence is enough.
            end_stranded(turn, run, "went_round" if turn.steps == MOST_STEPS + 1 else None)
            continue
        waiting, turn.due = turn.due, []
        goes_on = _step(turn, run) if who is None else _seat_step(turn, run, who)
        waiting += [(run_id, who)] if goes_on else []
        turn.due = waiting + turn.due[::-1]


def _step(turn: Turn, run: Run) -> bool:
    """Take a whole run through the step at which it stands; whether it goes on from there at once."""
    dialog = turn.dialog(run)
    if run.at is None and not next_round(dialog, run):
        end(turn, run)
        return False
    assert run.at is not None
    onward = enter(turn, run, dialog.steps[run.at])
    if onward == WAIT:
        return False
    run.at = onward
    return True


def _seat_step(turn: Turn, run: Run, who: int) -> bool:
    """Take one seat in an open block through its step; whether it goes on from there at once."""
    block = turn.dialog(run).steps[run.block.step] if run.block else None
    assert isinstance(block, TogetherStep)
    return together.seat_step(turn, run, who, block)
