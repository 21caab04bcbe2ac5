"""The action by which a dialog goes on from what it remembered before."""

from __future__ import annotations

from bot.coach.actions.keeping import gone
from bot.coach.recalled import latest, questions
from bot.engine.runs import clear_trails
from bot.engine.steps.ask import FILLED
from bot.engine.turn import Turn
from bot.model.asks import Answer
from bot.model.state import Run
from bot.model.values import Option, Words, is_value


def recall(turn: Turn, run: Run, source: str | None) -> None:
    """What this dialog remembered of the person stands as answered and is not asked again: all of it, or all but the
    question that they picked, which knows what it was answered with (`so_far`)."""
    who, item = run.starter, latest(turn, run)
    clear_trails(run)
    if item is None:
        gone(turn, run)
        return
    picked = run.answer(source, who) if source is not None else None
    anew = picked.value.id if picked is not None and isinstance(picked.value, Option) else None
    for question in questions(turn, run):
        value = item.values.get(question.id)
        if question.id != anew:
            permits = "private" if len(run.people) == 1 else question.visibility
            run.answers.append(Answer(FILLED, question.id, who, value if is_value(value) else None, permits))
        elif isinstance(value, Words):
            run.extra["so_far"] = value.text
