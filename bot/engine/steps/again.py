"""`again`: back to an earlier question."""

from __future__ import annotations

from bot.engine.turn import Turn
from bot.model.script import AgainStep
from bot.model.state import Run


def enter(turn: Turn, run: Run, step: AgainStep) -> str | None:
    """Go there."""
    return step.target
