"""The walk: the one loop that takes runs from step to step.

A step answers where to go and calls nobody. Whatever sets a run going marks it as due, and here the latest one goes
first: what a step set going comes before what follows the step.
"""

from __future__ import annotations

from typing import Final

from bot.engine.runs import end
from bot.engine.step import WAIT
from bot.engine.steps.together import TogetherStep
from bot.engine.stranding import end_stranded
from bot.engine.turn import Turn
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
    if run.at is None:
        block = turn.block(run)
        run.at = block.round_over(turn, run) if block is not None else None
        if run.at is None:
            end(turn, run)
        return run.at is not None
    onward = turn.dialog(run).steps[run.at].enter(turn, run)
    if onward != WAIT:
        run.at = onward
    return onward != WAIT


def _seat_step(turn: Turn, run: Run, who: int) -> bool:
    """Take one seat in an open block through its step, or to the barrier; whether it goes on from there at once."""
    seat, block = run.seats[who], turn.block(run)
    if seat.at is None:
        assert isinstance(block, TogetherStep)
        block.arrive(turn, run, who)
        return False
    onward = turn.dialog(run).steps[seat.at].visit(turn, run, who)
    if onward != WAIT:
        seat.at = onward
    return onward != WAIT
