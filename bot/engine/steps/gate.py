"""`gate`: two private yeses, or the same words to both at a fixed expiry."""

from __future__ import annotations

from bot.engine.runs import WAIT, advance, clear_trails, end
from bot.engine.steps.ask import open_ask
from bot.engine.steps.together import open_block
from bot.engine.turn import Turn
from bot.model.events import Prompt
from bot.model.script import GateStep
from bot.model.state import Run
from bot.model.values import Option


def enter(turn: Turn, run: Run, step: GateStep) -> str | None:
    """Ask both in private; alone there is nobody to be safe from here."""
    if len(run.people) == 1:
        return step.next
    open_block(turn, run, step.id, step.expires)
    for who in run.people:
        open_ask(turn, run, who, step)
    return WAIT


def answered(turn: Turn, run: Run, who: int, step: GateStep) -> None:
    """Two yeses open it; whatever else somebody says is known to them alone."""
    run.seats[who].state = "done"
    yes = Option(step.options[0])
    mine = run.answer(step.id, who)
    if mine is None or mine.value != yes:
        turn.say(who, Prompt(run.dialog, step.refused), run=run)
        return
    answers = [run.answer(step.id, p) for p in run.people]
    if any(a is None or a.value != yes for a in answers):
        turn.say(who, Prompt(run.dialog, step.waiting), run=run)
        return
    run.block = None
    clear_trails(run)
    for person in run.people:
        run.seats[person].state = "idle"
    run.at = step.next
    advance(turn, run)


def expire(turn: Turn, run: Run, step: GateStep) -> None:
    """A no, a not now and silence look the same."""
    for who in run.people:
        turn.say(who, Prompt(run.dialog, step.closed), run=run)
    end(turn, run)
