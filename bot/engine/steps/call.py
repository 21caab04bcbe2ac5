"""`call`: runs another dialog and returns."""

from __future__ import annotations

from bot.engine.runs import WAIT, clear_trails, start
from bot.engine.steps.ask import FILLED
from bot.engine.turn import Turn
from bot.model.script import AskStep, CallStep
from bot.model.state import Answer, Run


def enter(turn: Turn, run: Run, step: CallStep) -> str | None:
    """Start it on top; its end takes this run on."""
    clear_trails(run)
    me = run.me if run.me is not None else run.people[0]
    callee = turn.world.library.dialogs[step.dialog]
    alone = "couple" not in callee.forms or turn.conversation.partner(me) is None
    fill = []
    for theirs, ours in step.fill.items():
        answer, asked = run.answer(ours, me), callee.steps.get(theirs)
        if answer is not None and answer.value is not None and isinstance(asked, AskStep):
            fill.append(Answer(FILLED, theirs, me, answer.value, "private" if alone else asked.visibility))
    start(turn, callee, me, parent=run, fill=fill)
    return WAIT
