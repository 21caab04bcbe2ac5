"""`end`: the run is over."""

from __future__ import annotations

from bot.engine.runs import WAIT, end
from bot.engine.turn import Turn
from bot.model.script import EndStep
from bot.model.state import Run


def enter(turn: Turn, run: Run, step: EndStep) -> str | None:
    """End it."""
    end(turn, run)
    return WAIT
