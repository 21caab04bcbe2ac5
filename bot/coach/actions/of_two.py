"""The actions on what is of two and has a moment: another one that both have said yes to."""

from __future__ import annotations

from bot.coach.dated import appointment
from bot.coach.due import set_anew
from bot.coach.in_force import copy_of_other, is_ours
from bot.coach.revising import home_of
from bot.engine.runs import clear_trails, end
from bot.engine.steps.remember import as_item
from bot.engine.turn import Turn
from bot.model.events import Prompt, Remember
from bot.model.memory import ENDED, SILENCED, Memory
from bot.model.script import Button
from bot.model.state import Run
from bot.model.values import Instant, Variable

MOMENTS = ("eve", "start", "until", "next_evening", "daily", "later")
"""What is set anew for an item that has moved."""


def move_for_both(turn: Turn, run: Run, source: str | None) -> None:
    """Both have said yes to another time: both copies have it, each with its nudges and a file for the calendar. Where
    whoever asked has let go of it meanwhile it ends as if nobody had answered."""
    clear_trails(run)
    answer = run.answer(source or "", run.starter)
    mine = turn.world.memory.item(run.starter, run.extra.get("item", ""))
    if mine is None or not is_ours(turn, mine) or answer is None or not isinstance(answer.value, Instant):
        for who in run.people:
            turn.say(who, Prompt(run.dialog, "time_stays"), run=run)
        end(turn, run)
        return
    theirs = copy_of_other(turn, run.starter, mine)
    for who in run.people:
        _move(turn, run, who, mine if who == run.starter else theirs, mine, answer.value)


def _move(turn: Turn, run: Run, who: int, copy: Memory | None, like: Memory, to: Instant) -> None:
    """One person's copy; whoever had let go of theirs, and says yes to this, has one again."""
    kept = {name: value for name, value in (copy or like).values.items() if name != ENDED}
    if copy is None:
        kept.pop(SILENCED, None)
    kind = turn.world.library.kinds[like.kind]
    id, revision = (copy.id, copy.revision + 1) if copy is not None else (turn.world.fresh.id(), 1)
    changed = Remember(id, who, like.kind, revision, {**kept, kind.plans or "": to})
    turn.emit(changed)
    set_anew(turn, who, home_of(turn, like.kind, changed.values), as_item(kind, changed), MOMENTS)
    values: dict[str, Variable] = {"moved_to": to}
    file = appointment(turn, who, id)
    prompt = Prompt(run.dialog, "move_for_both")
    turn.say(who, prompt, run=run, values=values, buttons=(Button("plans", "plans"),), attach=file)
