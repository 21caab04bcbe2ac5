"""`ask`: one question to one role."""

from __future__ import annotations

from bot.engine.runs import WAIT, clear_trails
from bot.engine.turn import Turn
from bot.model.script import AskStep, Role
from bot.model.state import Ask, Run

FILLED = "filled"
"""Stands in place of an ask's id where an answer came from the calling dialog."""

SUGGESTED = 4
"""How many remembered things are offered to tap."""


def role_person(run: Run, role: Role) -> int | None:
    """Who plays a role now; the roles are exchanged in the second half of swapped turns."""
    me = run.me if run.me is not None else run.people[0]
    return run.other(me) if (role == "partner") != run.swapped else me


def open_ask(turn: Turn, run: Run, who: int, step: AskStep) -> Ask:
    """Put a question to a person. It comes before them at once where the run is what they are at, else it queues."""
    seat, person = turn.seat(run, who), turn.person(who)
    seat.ask = Ask(id=turn.world.fresh.id(), step=step.id)
    if step.remembered is not None:
        titles = [item.title for item in reversed(turn.world.remembered(who, step.remembered)) if item.title]
        seat.ask.suggestions = list(dict.fromkeys(titles))[:SUGGESTED]
    if person.foreground == run.id:
        seat.state = "active"
    elif any(p.run == run.id for p in person.parked):
        seat.state = "parked"
    else:
        seat.state = "queued"
        if run.id not in person.queue:
            person.queue.append(run.id)
    return seat.ask


def _filled(run: Run, who: int, step: AskStep) -> bool:
    """Whether the dialog that called this one has answered the question beforehand."""
    answer = run.answer(step.id, who)
    return answer is not None and answer.ask == FILLED


def enter(turn: Turn, run: Run, step: AskStep) -> str | None:
    """Ask, and wait. A role that nobody plays, or whose seat was left, is passed over."""
    who = role_person(run, step.who)
    if who is None:
        if step.alone != "ask":
            return step.next
        who = run.people[0]
    if turn.seat(run, who).state == "left" or _filled(run, who, step):
        return step.next
    clear_trails(run, but=who)
    open_ask(turn, run, who, step)
    return WAIT
