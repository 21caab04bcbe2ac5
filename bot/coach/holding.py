"""One thing that is in force, opened from /plans: changed, dropped, and its daily message silenced for oneself."""

from __future__ import annotations

from datetime import datetime

from bot.coach.dated import take_out
from bot.coach.in_force import drop, holds, is_ours, lines, moment_of_two, recurs, silence
from bot.coach.rewording import editable
from bot.engine.runs import start_about
from bot.engine.turn import Buttons, Turn
from bot.model.memory import SILENCED, Memory
from bot.model.script import Button
from bot.model.values import Instant, Number, Own, Variable

_PLANS = Button("plans", "plans")


def held(turn: Turn, who: int, item_id: str) -> None:
    """Show one thing that is in force whole, with what can be done about it."""
    item = _find(turn, who, item_id)
    if item is not None:
        show_held(turn, who, item)


def show_held(turn: Turn, who: int, item: Memory) -> None:
    """Show it, with its values."""
    silenced = bool(item.values.get(SILENCED))
    values: dict[str, Variable] = {
        "kind": item.kind,
        "ours": is_ours(turn, item),
        "heading": (Own(f"kind_{item.kind}", Number(1)),),
        "lines": lines(turn, who, item),
        "silenced": silenced and recurs(turn, item),
    }
    turn.common(who, "held_item", values, (*what_to_do(turn, item, silenced=silenced), _PLANS))


def what_to_do(turn: Turn, item: Memory, *, silenced: bool) -> Buttons:
    """The buttons of one thing that is in force."""
    buttons: Buttons = (Button(f"drop_held.{item.id}", "drop"),)
    if is_ours(turn, item):
        buttons = of_two(item.id, movable=moment_of_two(turn, item) is not None)
    elif editable(turn, item):
        buttons = (Button(f"edit_item.{item.id}", "edit"), *buttons)
    if _moment(turn, item) is not None:
        buttons = (Button(f"move_plan.{item.id}", "move"), *buttons)
    if recurs(turn, item):
        quiet = Button(f"unsilence.{item.id}", "unsilence") if silenced else Button(f"silence.{item.id}", "silence")
        buttons = (*buttons, quiet)
    return buttons


def of_two(id: str, *, movable: bool) -> Buttons:
    """What can be done about something of two: another time and other words take both, and either can drop it."""
    move: Buttons = (Button(f"move_plan.{id}", "move"),) if movable else ()
    return (*move, Button(f"change_held.{id}", "edit"), Button(f"drop_held.{id}", "drop"))


def _moment(turn: Turn, item: Memory) -> datetime | None:
    """The moment of something in force that is still to come, or comes every day, and is its owner's alone to move."""
    kind = turn.world.library.kinds.get(item.kind)
    when = item.values.get(kind.plans or "") if kind is not None and not is_ours(turn, item) else None
    if not isinstance(when, Instant):
        return None
    return when.at if when.at > turn.world.now or recurs(turn, item) else None


def change_held(turn: Turn, who: int, item_id: str) -> None:
    """Ask for other words for what is of two, to be put to the other."""
    item = _find(turn, who, item_id)
    if item is not None and is_ours(turn, item):
        start_about(turn, turn.world.library.doing("propose", item.kind), who, item.id)


def drop_held(turn: Turn, who: int, item_id: str) -> None:
    """Drop it, now; of what is of two ask first how the other is to hear."""
    item = _find(turn, who, item_id)
    if item is None:
        return
    if is_ours(turn, item):
        start_about(turn, turn.world.library.doing("drop"), who, item.id)
        return
    take_out(turn, who, item.id)
    drop(turn, who, item, "themselves")
    turn.common(who, "held_dropped", buttons=(_PLANS,))


def silence_held(turn: Turn, who: int, item_id: str) -> None:
    """No daily message of it any more, for this person alone."""
    _set_silence(turn, who, item_id, on=True)


def unsilence_held(turn: Turn, who: int, item_id: str) -> None:
    """Its daily message again."""
    _set_silence(turn, who, item_id, on=False)


def _set_silence(turn: Turn, who: int, item_id: str, *, on: bool) -> None:
    item = _find(turn, who, item_id)
    if item is None:
        return
    if not recurs(turn, item) or bool(item.values.get(SILENCED)) == on:
        turn.in_vain(who)
        return
    silence(turn, who, item, on=on)
    turn.common(who, "held_quiet" if on else "held_again", buttons=(_PLANS,))


def _find(turn: Turn, who: int, item_id: str) -> Memory | None:
    item = turn.world.memory.item(who, item_id)
    if item is None or not holds(turn, item):
        turn.in_vain(who)
        return None
    return item
