"""What is coming up: seen, moved, cancelled, each in two taps."""

from __future__ import annotations

from bot.coach.dated import dated, upcoming
from bot.coach.outings import come_back
from bot.engine.runs import start_about
from bot.engine.turn import Buttons, Turn
from bot.model.events import RemoveMemory
from bot.model.script import Button
from bot.model.state import Outing, Person
from bot.model.values import Instant, Planned, Variable


def plans(turn: Turn, who: int) -> None:
    """Show all that is planned, soonest first, with the present outing on top."""
    known = [(o.id, Planned(o.what or "", o.started)) for o in _known(turn.person(who))]
    known += [(one.item.id, Planned(one.item.title, one.started)) for one in upcoming(turn, who)]
    out = turn.person(who).outing
    known.sort(key=lambda plan: (out is None or plan[0] != out.id, plan[1].at))
    buttons: Buttons = tuple(Button(f"plan.{id}", f"#{n}") for n, (id, _) in enumerate(known, 1))
    items = tuple(plan for _, plan in known)
    turn.common(who, "plans", {"items": items}, buttons or (Button("leave", "leave"), Button("menu", "menu")))


def plan(turn: Turn, who: int, outing_id: str) -> None:
    """Show one plan, with what can be done about it."""
    outing = _find(turn, who, outing_id)
    one = dated(turn, turn.world.memory.item(who, outing_id)) if outing is None else None
    if outing is not None:
        what, started, until = outing.what or "", outing.started, outing.until
    elif one is not None:
        what, started, until = one.item.title, one.started, one.until
    else:
        turn.in_vain(who)
        return
    ends = Instant(until) if until > started else None
    values: dict[str, Variable] = {"what": what, "when": Instant(started), "until": ends}
    buttons: Buttons = (Button(f"cancel_plan.{outing_id}", "cancel_plan"),)
    if started > turn.world.now:
        buttons = (Button(f"move_plan.{outing_id}", "move"), *buttons)
    turn.common(who, "plan_item", values, buttons)


def cancel_plan(turn: Turn, who: int, outing_id: str) -> None:
    """Let a plan go, and its nudges with it. Nobody is told."""
    person, outing = turn.person(who), _find(turn, who, outing_id)
    if outing is None and dated(turn, turn.world.memory.item(who, outing_id)) is None:
        turn.in_vain(who)
        return
    person.planned = [o for o in person.planned if o.id != outing_id]
    turn.emit(RemoveMemory(who, outing_id))
    turn.common(who, "plan_cancelled", buttons=(Button("plans", "plans"),))
    if person.outing is not None and person.outing.id == outing_id:
        come_back(turn, who)


def move_plan(turn: Turn, who: int, outing_id: str) -> None:
    """Ask for another time."""
    outing = _find(turn, who, outing_id)
    one = dated(turn, turn.world.memory.item(who, outing_id)) if outing is None else None
    started = outing.started if outing is not None else one.started if one is not None else turn.world.now
    if started <= turn.world.now:
        turn.in_vain(who)
        return
    start_about(turn, turn.world.library.doing("move"), who, outing_id)


def _known(person: Person) -> list[Outing]:
    return [*([person.outing] if person.outing is not None else []), *person.planned]


def _find(turn: Turn, who: int, outing_id: str) -> Outing | None:
    return next((o for o in _known(turn.person(who)) if o.id == outing_id), None)
