"""What is remembered, in other words or with an answer less: a plan keeps its moment, and its nudges go on."""

from __future__ import annotations

from bot.coach.due import AGAIN, due_time, set_anew
from bot.engine.script import Library
from bot.engine.steps.remember import RememberStep, as_item
from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.memory import MADE_IN, Memory, title_of
from bot.model.outings import Outing
from bot.model.state import Item, Person
from bot.model.values import Values


def revise(turn: Turn, who: int, item: Memory, values: Values) -> None:
    """Give an item other values. Nudges belong to a revision: those of what is still to come are set anew."""
    revision, person = item.revision + 1, turn.person(who)
    turn.emit(Remember(item.id, who, item.kind, revision, values))
    outings = [*person.planned, *person.unshared, *([person.outing] if person.outing is not None else [])]
    for outing in (each for each in outings if each.id == item.id):
        outing.what, outing.revision = title_of(values) or None, revision
        made = Item(item.id, item.kind, revision, outing.until, outing.started)
        set_anew(turn, who, outing.dialog, made, _to_come(turn, person, outing, made))
    for plan in (each for each in person.undated if each.id == item.id):
        plan.what, plan.revision = title_of(values) or None, revision
        set_anew(turn, who, plan.dialog, Item(item.id, item.kind, revision), ("some_days_later",))
    _set_dated_anew(turn, who, item, values)


def _to_come(turn: Turn, person: Person, outing: Outing, item: Item) -> tuple[str, ...]:
    """The moments of an outing that are still ahead."""
    now = turn.world.now
    moments = ["eve", "start"] if outing.started > now else []
    moments += ["until"] if outing.until > now else []
    share = due_time(person, item, "next_evening", now)
    return (*moments, *(("next_evening",) if share is not None and share > now else ()))


def _set_dated_anew(turn: Turn, who: int, item: Memory, values: Values) -> None:
    kind = turn.world.library.kinds.get(item.kind)
    if kind is None:
        return
    made = as_item(kind, Remember(item.id, who, item.kind, item.revision + 1, values))
    moments: tuple[str, ...] = ("later", "on_day")
    if made.started is not None:
        moments += AGAIN if made.started <= turn.world.now else (*AGAIN, "eve", "start", "until", "next_evening")
    set_anew(turn, who, home_of(turn, item.kind, values), made, moments)


def keeps(library: Library, kind: str) -> set[str]:
    """The questions whose answers items of a kind may have."""
    steps = [(d, s) for d in library.dialogs.values() for s in d.steps.values()]
    sources = [(d, name) for d, s in steps if isinstance(s, RememberStep) and s.item == kind for name in s.source]
    return {q.id for d, name in sources for q in d.questions(name)} | {name for _, name in sources}


def home_of(turn: Turn, kind: str, values: Values) -> str:
    """The dialog whose nudges an item has: the one that made it, or the one that declares its kind."""
    return str(values.get(MADE_IN) or turn.world.library.homes.get(kind, ""))
