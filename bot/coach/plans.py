"""What is coming up, and beneath it what is in force: seen, moved, cancelled, each in two taps."""

from __future__ import annotations

from typing import Final

from bot.coach.dated import appointment, dated, upcoming
from bot.coach.holding import of_two
from bot.coach.in_force import as_line, in_force, is_ours, recurs
from bot.coach.outings import drop_outing
from bot.coach.paging import is_place, turning
from bot.coach.retelling import ask_to_retell, plan_of
from bot.engine.runs import bring, start, start_about
from bot.engine.steps.ask import FILLED
from bot.engine.steps.offer import OfferStep
from bot.engine.turn import Buttons, Turn
from bot.model.asks import Answer
from bot.model.attached import Appointment
from bot.model.events import Prompt, RemoveMemory
from bot.model.memory import OURS, Memory
from bot.model.outings import Outing, Undated
from bot.model.script import Button
from bot.model.state import Item, Person, Run
from bot.model.values import Instant, Planned, Variable, is_value

SHOWN: Final = 6
"""How many plans and things in force are shown at once."""


def plans(turn: Turn, who: int, place: str = "") -> None:
    """Show all that is planned, soonest first, with the present outing on top, and then what is in force; from the one
    at that place on."""
    coming, held = _coming(turn, who), [(item.id, as_line(turn, who, item)) for item in in_force(turn, who)]
    start = int(place) if is_place(place) and int(place) < len(coming) + len(held) else 0
    end, count = start + SHOWN, len(coming) + len(held)
    opened = [(f"plan.{id}", plan) for id, plan in coming] + [(f"held.{id}", line) for id, line in held]
    buttons: Buttons = tuple(Button(command, f"#{n}") for n, (command, _) in enumerate(opened[start:end], start + 1))
    buttons += turning("plans.", start, SHOWN, count, "fewer", "more")
    items, holds = coming[start:end], held[max(start - len(coming), 0) : max(end - len(coming), 0)]
    values: dict[str, Variable] = {"start": start, "kind": ""}
    values |= {"items": tuple(plan for _, plan in items), "holds": tuple(line for _, line in holds)}
    turn.common(who, "plans", values, buttons or (Button("leave", "leave"), Button("menu", "menu")))


def _coming(turn: Turn, who: int) -> list[tuple[str, Planned]]:
    known = [(o.id, Planned(o.what or "", o.started)) for o in _known(turn.person(who))]
    known += [(one.item.id, Planned(_called(one.item), one.started)) for one in upcoming(turn, who)]
    out = turn.person(who).outing
    known.sort(key=lambda plan: (out is None or plan[0] != out.id, plan[1].at))
    known += [(plan.id, Planned(plan.what or "", None)) for plan in turn.person(who).undated]
    return known


def _called(item: Memory) -> str:
    """Of what is of two all its words: where to meet is among them."""
    return " → ".join(item.words) if OURS in item.values else item.title


def plan(turn: Turn, who: int, outing_id: str) -> None:
    """Show one plan, with what can be done about it."""
    outing = _find(turn, who, outing_id)
    one = dated(turn, turn.world.memory.item(who, outing_id)) if outing is None else None
    if outing is not None:
        what, started, until = outing.what or "", outing.started, outing.until
    elif one is not None:
        what, started, until = _called(one.item), one.started, one.until
    elif (undated := undated_plan(turn.person(who), outing_id)) is not None:
        _show_undated(turn, who, undated)
        return
    else:
        turn.in_vain(who)
        return
    ends = Instant(until) if until > started else None
    ours = one is not None and is_ours(turn, one.item)
    values: dict[str, Variable] = {"what": what, "when": Instant(started), "until": ends, "ours": ours}
    buttons: Buttons = (Button(f"cancel_plan.{outing_id}", "cancel_plan"),)
    if started > turn.world.now:
        buttons = (Button(f"move_plan.{outing_id}", "move"), *buttons)
    if one is not None and ours:
        buttons = of_two(one.item.id, movable=started > turn.world.now)
    if outing is not None and _telling(turn, outing) is not None and turn.conversation.partner(who) is not None:
        buttons = (Button(f"tell_plan.{outing_id}", "tell_plan"), *buttons)
    turn.common(who, "plan_item", values, buttons)


def _show_undated(turn: Turn, who: int, plan: Undated) -> None:
    buttons = (Button(f"date_plan.{plan.id}", "set_day"), Button(f"cancel_plan.{plan.id}", "cancel_plan"))
    turn.common(who, "plan_item", {"what": plan.what or "", "when": None, "until": None, "ours": False}, buttons)


def _telling(turn: Turn, outing: Outing) -> OfferStep | None:
    """The step at which an outing's own dialog asks what to tell of it."""
    script = turn.world.library.dialogs.get(outing.dialog)
    steps = script.steps.values() if script is not None else ()
    return next((step for step in steps if isinstance(step, OfferStep)), None)


def tell_plan(turn: Turn, who: int, outing_id: str) -> None:
    """Ask what to tell of a plan, until it is over: as its own dialog does, of the answers that are remembered."""
    outing = _find(turn, who, outing_id)
    step = _telling(turn, outing) if outing is not None else None
    item = turn.world.memory.item(who, outing_id)
    if outing is None or step is None or item is None or turn.conversation.partner(who) is None:
        turn.in_vain(who)
        return
    for old in [r for r in turn.conversation.runs.values() if r.item is not None and r.item.id == outing_id]:
        if _asks(turn, old, who, step):
            bring(turn, old, who)
            turn.spoken_to.add(who)
            return
    told = [(name, item.values.get(name)) for name in step.items]
    fill = [Answer(FILLED, name, who, value, "offered") for name, value in told if is_value(value)]
    run = start(turn, turn.world.library.dialogs[outing.dialog], who, fill=fill)
    run.at = step.id
    run.item = Item(outing.id, turn.world.library.kind_of("outing"), outing.revision, outing.until, outing.started)


def _asks(turn: Turn, run: Run, who: int, step: OfferStep) -> bool:
    """Whether a run stands before a person with this very question."""
    ask = run.seats[who].ask if who in run.seats and not run.stranded else None
    return ask is not None and ask.step == step.id


def cancel_plan(turn: Turn, who: int, outing_id: str) -> None:
    """Let a plan go, and its nudges with it. Its planner gets a file that takes it out of the calendar where one put it
    there, and is asked whether the partner is to hear of it, if they know the plan."""
    plan, item = plan_of(turn.person(who), outing_id), turn.world.memory.item(who, outing_id)
    if plan is None and dated(turn, item) is None:
        turn.in_vain(who)
        return
    if item is not None and is_ours(turn, item):
        start_about(turn, turn.world.library.doing("drop"), who, item.id)
        return
    turn.emit(RemoveMemory(who, outing_id))
    if plan is None:
        off = appointment(turn, who, outing_id, cancelled=True)
    else:
        off = _taken_out(plan) if isinstance(plan, Outing) and plan.kind == "leave" else None
    values: dict[str, Variable] = {"filed": off is not None}
    buttons = (Button("plans", "plans"),)
    turn.say(who, Prompt("common", "plan_cancelled"), values=values, buttons=buttons, attach=off)
    drop_outing(turn, who, outing_id)
    if plan is not None and item is not None:
        ask_to_retell(turn, who, plan, item.values, called_off=True)


def _taken_out(plan: Outing) -> Appointment:
    return Appointment(plan.id, plan.started, plan.until, plan.revision, plan.what, cancelled=True)


def move_plan(turn: Turn, who: int, outing_id: str) -> None:
    """Ask for another time. What comes every day can be moved after its first day, too."""
    outing = _find(turn, who, outing_id)
    one = dated(turn, turn.world.memory.item(who, outing_id)) if outing is None else None
    started = outing.started if outing is not None else one.started if one is not None else turn.world.now
    if started <= turn.world.now and (one is None or not recurs(turn, one.item)):
        turn.in_vain(who)
        return
    ours = one is not None and is_ours(turn, one.item)
    start_about(turn, turn.world.library.doing("shift" if ours else "move"), who, outing_id)


def date_plan(turn: Turn, who: int, plan_id: str) -> None:
    """Ask for the day of a plan that has none yet."""
    plan = undated_plan(turn.person(who), plan_id)
    if plan is None:
        turn.in_vain(who)
        return
    turn.common(who, "plan_item", {"what": plan.what or "", "when": None, "until": None, "ours": False})
    start_about(turn, turn.world.library.doing("date"), who, plan_id)


def undated_plan(person: Person, plan_id: str) -> Undated | None:
    """The person's plan of that id that has no day yet."""
    return next((plan for plan in person.undated if plan.id == plan_id), None)


def _known(person: Person) -> list[Outing]:
    return [*([person.outing] if person.outing is not None else []), *person.planned]


def _find(turn: Turn, who: int, outing_id: str) -> Outing | None:
    return next((o for o in _known(turn.person(who)) if o.id == outing_id), None)
