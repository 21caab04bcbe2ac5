"""What a dialog remembered of a person the last time: it is seen and changed where it was made."""

from __future__ import annotations

from bot.engine.script import Dialog
from bot.engine.step import Question
from bot.engine.steps.remember import RememberStep
from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.memory import Memory
from bot.model.state import Run


def _remembering(dialog: Dialog) -> RememberStep:
    return next(step for step in dialog.steps.values() if isinstance(step, RememberStep))


def questions(turn: Turn, run: Run) -> tuple[Question, ...]:
    """The questions whose answers a run's dialog remembers, in their order."""
    dialog = turn.dialog(run)
    asked = (dialog.steps.get(name) for name in _remembering(dialog).source)
    return tuple(step for step in asked if isinstance(step, Question))


def latest(turn: Turn, run: Run) -> Memory | None:
    """The item that a run's dialog made for the person last, before this turn."""
    kind = _remembering(turn.dialog(run)).item
    return next(iter(turn.world.memory.latest(run.starter, kind, 1)), None)


def remembered(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether there is something that this dialog has remembered of the person, now or before: yes or no."""
    kind = _remembering(turn.dialog(run)).item
    now = any(isinstance(e, Remember) and e.kind == kind and e.person == who for e in turn.events)
    return "yes" if now or turn.world.memory.counts(who).get(kind, 0) else "no"
