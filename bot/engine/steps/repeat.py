"""`repeat`: back to an earlier step of a turns block while an answer says so, a bounded number of times."""

from __future__ import annotations

from bot.engine.turn import Turn
from bot.model.script import RepeatStep
from bot.model.state import Run
from bot.model.values import Option


def enter(turn: Turn, run: Run, step: RepeatStep) -> str | None:
    """Go back, or on."""
    latest = next((a for a in reversed(run.answers) if a.step == step.answer), None)
    rounds = run.rounds.get(step.id, 0)
    if latest is None or latest.value != Option(step.value) or rounds >= step.most:
        return step.next
    run.rounds[step.id] = rounds + 1
    return step.target
