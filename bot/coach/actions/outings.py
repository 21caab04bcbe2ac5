"""The actions of time away: home early, another time, longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.coach import dated, knocking
from bot.coach.actions.keeping import gone
from bot.coach.due import set_anew
from bot.coach.outings import come_back, give_day
from bot.coach.retelling import ask_to_retell, plan_of
from bot.engine.answers import since
from bot.engine.runs import clear_trails
from bot.engine.turn import Turn
from bot.model.events import (
    Prompt,
    Remember,
)
from bot.model.state import Item, Run
from bot.model.values import Duration, Instant


def come_home(turn: Turn, run: Run, source: str | None) -> None:
    """Back before the time that was said."""
    clear_trails(run)
    outing = turn.person(run.starter).outing
    knock = knocking.button(turn, run.starter, outing) if outing is not None else ()
    turn.say(run.starter, Prompt(run.dialog, "came_home"), run=run, buttons=knock)
    come_back(turn, run.starter)


def move_plan(turn: Turn, run: Run, source: str | None) -> None:
    """Another time for a plan: its nudges are set anew, and those set before do nothing."""
    who, answer = run.starter, run.answer(source or "", run.starter)
    person = turn.person(who)
    plan = next((o for o in person.planned if o.id == run.extra.get("item")), None)
    clear_trails(run)
    to = answer.value.at if answer is not None and isinstance(answer.value, Instant) else None
    if plan is None and to is not None and dated.move(turn, who, run.extra.get("item", ""), to):
        return
    if plan is None or answer is None or not isinstance(answer.value, Instant):
        gone(turn, run)
        return
    plan.until = answer.value.at + (plan.until - plan.started)
    plan.started, plan.revision, plan.hushed = answer.value.at, plan.revision + 1, False
    person.planned.sort(key=lambda o: o.started)
    run.item = Item(plan.id, "outing", plan.revision, plan.until, plan.started)
    known = turn.world.memory.item(who, plan.id)
    values = dict(known.values) if known is not None else {}
    values |= {name: answer.value for name in ("when",) if name in values}
    values |= {"started": Instant(plan.started), "until": Instant(plan.until)}
    turn.emit(Remember(plan.id, who, "outing", plan.revision, values))
    set_anew(turn, who, plan.dialog, run.item, ("eve", "start", "until", "next_evening"))


def date_plan(turn: Turn, run: Run, source: str | None) -> None:
    """A day, and how long, for a plan that had neither."""
    answer = run.answer(source or "", run.starter)
    plan = next((p for p in turn.person(run.starter).undated if p.id == run.extra.get("item")), None)
    lengths = (a.value.minutes for a in reversed(run.answers) if isinstance(a.value, Duration))
    minutes = next(lengths, None)
    clear_trails(run)
    if plan is None or answer is None or not isinstance(answer.value, Instant) or minutes is None:
        gone(turn, run)
        return
    give_day(turn, run, plan, answer.value.at, minutes)


def retell(turn: Turn, run: Run, source: str | None) -> None:
    """Where the partner has heard of the plan that has just changed, it is asked whether they are to hear of that."""
    who, id = run.starter, run.extra.get("item", "")
    plan, item = plan_of(turn.person(who), id), turn.world.memory.item(who, id)
    changed = [e.values for e in turn.events if isinstance(e, Remember) and e.id == id]
    if plan is not None and (changed or item is not None):
        ask_to_retell(turn, who, plan, changed[-1] if changed else item.values if item is not None else {})


def stay_out(turn: Turn, run: Run, source: str | None) -> None:
    """Longer away: the outing goes on from its end, or from now where that has gone by; its way back is set anew.
    Where it was changed already, the new length counts from where the first one did."""
    who, answer = run.starter, run.answer(source or "", run.starter)
    person = turn.person(who)
    known_as = run.extra.get("item")
    over = next((o for o in person.unshared if o.id == known_as), None)
    outing = over or next((o for o in (person.outing, *person.planned) if o is not None and o.id == known_as), None)
    if outing is None or answer is None or not isinstance(answer.value, Duration):
        gone(turn, run)
        return
    if over is not None:
        person.unshared.remove(over)
    person.planned = [o for o in person.planned if o.id != outing.id]
    begins = max(turn.world.now, since(run, who) or outing.until)
    until = begins + timedelta(minutes=answer.value.minutes)
    run.extra["again"] = f"{outing.id}.{int(begins.timestamp())}"
    person.outing = replace(outing, revision=outing.revision + 1, until=until, hushed=False)
    run.item = Item(outing.id, "outing", outing.revision + 1, until, outing.started)
    known = turn.world.memory.item(who, outing.id)
    values = dict(known.values) if known is not None else {}
    turn.emit(Remember(outing.id, who, "outing", run.item.revision, values | {"until": Instant(until)}))
    set_anew(turn, who, outing.dialog, run.item, ("until", "next_evening"))
