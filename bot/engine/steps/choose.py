"""`choose`: branches on an answer or on a named pure function."""

from __future__ import annotations

from bot.engine.disclosure import in_together
from bot.engine.functions import FUNCTIONS
from bot.engine.runs import WAIT
from bot.engine.steps.start import start_for
from bot.engine.steps.tell import say_to
from bot.engine.turn import Turn
from bot.model.script import ChooseStep, StartStep, TellStep
from bot.model.state import Run
from bot.model.values import Option


def outcome(turn: Turn, run: Run, who: int, step: ChooseStep) -> str | None:
    """The id of the step that this person's branch begins with, or of what follows the choice."""
    if step.answer is not None:
        own = in_together(turn.dialog(run), step.answer)
        latest = (a for a in reversed(run.answers) if a.step == step.answer and (a.person == who or not own))
        answer = next(latest, None)
        case = answer.value.id if answer is not None and isinstance(answer.value, Option) else "otherwise"
    else:
        case = FUNCTIONS[step.function or ""](turn, run, who, step.argument)
    if case not in step.cases:
        case = "otherwise"
    return step.cases.get(case) or step.next


def enter(turn: Turn, run: Run, step: ChooseStep) -> str | None:
    """Take the branch; with `each`, every person walks their own short one, of tells and starts."""
    if not step.each:
        me = run.me if run.me is not None else run.people[0]
        return outcome(turn, run, me, step)
    for who in run.people:
        _walk(turn, run, who, outcome(turn, run, who, step), step.next)
    return step.next


def _walk(turn: Turn, run: Run, who: int, at: str | None, until: str | None) -> None:
    steps = turn.dialog(run).steps
    while at is not None and at != until and at != WAIT:
        step = steps[at]
        if isinstance(step, TellStep):
            say_to(turn, run, who, step)
        elif isinstance(step, StartStep):
            start_for(turn, who, step)
        else:
            return
        at = step.next
