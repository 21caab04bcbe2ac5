"""`remember`: creates or revises a memory item."""

from __future__ import annotations

from datetime import timedelta

from bot.engine.runs import WAIT, clear_trails, end
from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.script import RememberStep
from bot.model.state import Item, Outing, Run
from bot.model.values import Duration, Instant, Value


def enter(turn: Turn, run: Run, step: RememberStep) -> str | None:
    """Remember an outing, or for each person their own answers of a block."""
    clear_trails(run)
    if step.item == "outing":
        return _outing(turn, run, step)
    asks = {s.id for block in step.source for s in turn.dialog(run).asks(block)} | set(step.source)
    for who in run.people:
        mine: dict[str, Value | None] = {a.step: a.value for a in run.answers if a.person == who and a.step in asks}
        if mine:
            turn.emit(Remember(turn.world.fresh.id(), who, step.item, 1, mine))
    return step.next


def _outing(turn: Turn, run: Run, step: RememberStep) -> str | None:
    me = run.me if run.me is not None else run.people[0]
    answer = next((a for s in step.source if (a := run.answer(s, me)) and isinstance(a.value, Duration)), None)
    if answer is None or not isinstance(answer.value, Duration):
        turn.common(me, "gone_script")  # the question came into the script after this run had passed its place
        end(turn, run)
        return WAIT
    person, now = turn.person(me), turn.world.now
    until = now + timedelta(minutes=answer.value.minutes)
    current = person.outing
    if current is not None:
        current.revision, current.until = current.revision + 1, until
    else:
        current = Outing(turn.world.fresh.id(), "space", 1, now, until)
        person.outing = current
    run.item = Item(current.id, "outing", current.revision, until)
    values = {"started": Instant(current.started), "until": Instant(until)}
    turn.emit(Remember(current.id, me, "outing", current.revision, values))
    return step.next
