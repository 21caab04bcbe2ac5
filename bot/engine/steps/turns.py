"""`turns`: alternating steps; only the one whose turn it is has a question."""

from __future__ import annotations

from bot.engine.runs import end
from bot.engine.steps.together import open_block
from bot.engine.turn import Turn
from bot.model.events import Prompt
from bot.model.script import TurnsStep
from bot.model.state import Run


def enter(turn: Turn, run: Run, step: TurnsStep) -> str | None:
    """Open the block and go to its first step; without a partner it is passed over."""
    if len(run.people) == 1:
        return step.next
    run.swapped, run.rounds = False, {}
    open_block(turn, run, step.id, step.expires)
    return step.first


def expire(turn: Turn, run: Run, step: TurnsStep) -> None:
    """Nobody went on in time: both hear the same neutral words."""
    for who in run.people:
        turn.say(who, Prompt(run.dialog, step.left), run=run)
    end(turn, run)
