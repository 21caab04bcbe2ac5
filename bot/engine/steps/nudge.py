"""`nudge`: a due time tied to the memory item last remembered."""

from __future__ import annotations

from datetime import timedelta

from bot.engine.turn import Turn
from bot.model.events import Prompt, SetNudge
from bot.model.script import NudgeStep
from bot.model.state import Run

DROPPED_AFTER = timedelta(minutes=15)
"""A late "go now" is worth nothing after this; a late "welcome back" always comes."""


def enter(turn: Turn, run: Run, step: NudgeStep) -> str | None:
    """Set it; it will do nothing if the item has changed by then."""
    me = run.me if run.me is not None else run.people[0]
    if run.item is not None and run.item.until is not None:
        turn.emit(
            SetNudge(
                turn.world.fresh.id(),
                me,
                "back",
                run.item.until,
                run.item.id,
                run.item.revision,
                Prompt(run.dialog, step.id),
                step.policy,
                run.item.until + DROPPED_AFTER if step.late == "drop" else None,
            )
        )
    return step.next
