"""What is remembered, in other words or with an answer less: a plan keeps its moment, and its nudges go on."""

from __future__ import annotations

from datetime import timedelta

from bot.coach.due import due_time, set_anew
from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.memory import Memory, title_of
from bot.model.state import Item, Outing, Person
from bot.model.values import Duration, Instant, Values


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
    when = values.get(kind.plans or "") if kind is not None else None
    if not isinstance(when, Instant) or when.at <= turn.world.now:
        return
    minutes = next((v.minutes for v in values.values() if isinstance(v, Duration)), 0)
    made = Item(item.id, item.kind, item.revision + 1, when.at + timedelta(minutes=minutes), when.at)
    home = turn.world.library.homes.get(item.kind, "")
    set_anew(turn, who, home, made, ("eve", "start", "until", "next_evening"))
