"""What is coming up: seen, moved, cancelled, each in two taps."""

from __future__ import annotations

from bot.coach.outings import come_back
from bot.engine.runs import start_about
from bot.engine.turn import Buttons, Turn
from bot.model.events import RemoveMemory
from bot.model.script import Button
from bot.model.state import Outing, Person
from bot.model.values import Instant, Planned, Variable


def plans(turn: Turn, who: int) -> None:
    """Show all that is planned, soonest first, with the present outing on top."""
    known = _known(turn.person(who))
    buttons: Buttons = tuple(Button(f"plan.{o.id}", f"#{n}") for n, o in enumerate(known, 1))
    items = tuple(Planned(o.what or "", o.started) for o in known)
    turn.common(who, "plans", {"items": items}, buttons or (Button("leave", "leave"), Button("menu", "menu")))


def plan(turn: Turn, who: int, outing_id: str) -> None:
    """Show one plan, with what can be done about it."""
    outing = _find(turn, who, outing_id)
    if outing is None:
        turn.in_vain(who)
        return
    values: dict[str, Variable] = {
        "what": outing.what or "",
        "when": Instant(outing.started),
        "until": Instant(outing.until),
    }
    buttons: Buttons = (Button(f"cancel_plan.{outing.id}", "cancel_plan"),)
    if outing.started > turn.world.now:
        buttons = (Button(f"move_plan.{outing.id}", "move"), *buttons)
    turn.common(who, "plan_item", values, buttons)


def cancel_plan(turn: Turn, who: int, outing_id: str) -> None:
    """Let a plan go, and its nudges with it. Nobody is told."""
    person, outing = turn.person(who), _find(turn, who, outing_id)
    if outing is None:
        turn.in_vain(who)
        return
    person.planned = [o for o in person.planned if o.id != outing.id]
    turn.emit(RemoveMemory(who, outing.id))
    turn.common(who, "plan_cancelled", buttons=(Button("plans", "plans"),))
    if person.outing is not None and person.outing.id == outing.id:
        come_back(turn, who)


def move_plan(turn: Turn, who: int, outing_id: str) -> None:
    """Ask for another time."""
    outing = _find(turn, who, outing_id)
    if outing is None or outing.started <= turn.world.now:
        turn.in_vain(who)
        return
    start_about(turn, turn.world.library.doing("move"), who, outing.id)


def _known(person: Person) -> list[Outing]:
    return [*([person.outing] if person.outing is not None else []), *person.planned]


def _find(turn: Turn, who: int, outing_id: str) -> Outing | None:
    return next((o for o in _known(turn.person(who)) if o.id == outing_id), None)
