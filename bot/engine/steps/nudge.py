"""`nudge`: a due time tied to the memory item last remembered."""

from __future__ import annotations

from bot.engine.due import set_nudge
from bot.engine.turn import Turn
from bot.engine.weekly import set_weekly
from bot.model.script import NudgeStep
from bot.model.state import Run


def enter(turn: Turn, run: Run, step: NudgeStep) -> str | None:
    """Set it; it will do nothing if the item has changed by then. One whose time has passed is not set."""
    if step.at == "next_week":
        set_weekly(turn, run, step)
    elif run.item is not None and run.item.until is not None:
        set_nudge(turn, run.me if run.me is not None else run.people[0], run.dialog, step, run.item)
    return step.next
