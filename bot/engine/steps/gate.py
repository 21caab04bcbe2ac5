"""`gate`: is it safe to speak freely? Two private yeses, or the same words to both at a fixed expiry.

Whoever starts is asked first; the other hears of it only after that yes. Every answer leaves the same words, so that
nobody who looks at the phone can tell which it was; a no leads that person, alone and unseen, to their own help.
"""

from __future__ import annotations

from datetime import timedelta

from bot.engine.runs import WAIT, clear_trails, end
from bot.engine.safety import show_fleeting_help
from bot.engine.steps.ask import open_ask
from bot.engine.steps.together import open_block
from bot.engine.turn import Turn
from bot.model.events import Prompt
from bot.model.script import GateStep
from bot.model.state import Run
from bot.model.values import Option

RESTS = timedelta(days=7)
"""So long after a gate has closed nobody who was asked can start its dialog again, whatever closed it."""


def enter(turn: Turn, run: Run, step: GateStep) -> str | None:
    """Ask whoever starts; alone there is nobody to be safe from here."""
    if len(run.people) == 1:
        return step.next
    open_block(turn, run, step.id, step.expires)
    open_ask(turn, run, _first(run), step)
    return WAIT


def _first(run: Run) -> int:
    return run.me if run.me is not None else run.people[0]


def answered(turn: Turn, run: Run, who: int, step: GateStep) -> None:
    """Two yeses open it; whatever else somebody says is known to them alone."""
    seat = run.seats[who]
    seat.state = "done"
    seat.trail.clear()
    turn.say(who, Prompt(run.dialog, step.waiting), run=run)
    if not _said_yes(run, who, step):
        show_fleeting_help(turn, who)
        return
    unasked = [p for p in run.people if p not in run.seats]
    for other in unasked:
        open_ask(turn, run, other, step)
    if unasked or not all(_said_yes(run, p, step) for p in run.people):
        return
    run.block = None
    clear_trails(run)
    for person in run.people:
        run.seats[person].state = "idle"
    run.at = step.next
    turn.set_going(run)


def _said_yes(run: Run, who: int, step: GateStep) -> bool:
    """Whether somebody said yes and has not left since."""
    answer, seat = run.answer(step.id, who), run.seats.get(who)
    return seat is not None and seat.state == "done" and answer is not None and answer.value == Option(step.options[0])


def expire(turn: Turn, run: Run, step: GateStep) -> None:
    """A no, a not now, a stop, danger found and silence look the same; who was never asked learns of nothing."""
    for who in (person for person in run.people if person in run.seats):
        turn.say(who, Prompt(run.dialog, step.closed), run=run)
        turn.person(who).rests[run.dialog] = turn.world.now + RESTS
    end(turn, run)
