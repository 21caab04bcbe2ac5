"""What the coach remembers of a person: seen by kind, one by one; each can be changed and removed."""

from __future__ import annotations

from bot.engine.runs import start_about
from bot.engine.turn import Buttons, Turn
from bot.model.events import Prompt, RemoveMemory
from bot.model.script import Button
from bot.model.values import Number, Own, Planned, is_value

SHOWN = 10
"""How many items of a kind are shown, the latest first."""


def mine(turn: Turn, who: int) -> None:
    """Show how much there is of each kind."""
    counts = turn.world.memory.counts(who)
    kinds = [kind for kind in _shown(turn) if counts.get(kind)]
    items = tuple(Own(f"kind_{kind}", Number(counts[kind])) for kind in kinds)
    buttons: Buttons = tuple(Button(f"mine.{kind}", f"kind_{kind}") for kind in kinds)
    turn.common(who, "mine", {"items": items}, (*buttons, Button("menu", "menu")))


def _shown(turn: Turn) -> list[str]:
    """The kinds that people can look into."""
    return [name for name, kind in turn.world.library.kinds.items() if kind.mine]


def mine_kind(turn: Turn, who: int, kind: str) -> None:
    """Show the items of one kind, the latest first."""
    items = turn.world.memory.latest(who, kind, SHOWN) if kind in _shown(turn) else ()
    if not items:
        mine(turn, who)
        return
    shown = tuple(Planned(item.title, item.created) for item in items)
    buttons: Buttons = tuple(Button(f"item.{item.id}", f"#{n}") for n, item in enumerate(items, 1))
    heading = (Own(f"kind_{kind}", Number(len(items))),)
    turn.common(
        who, "mine_kind", {"kind": kind, "heading": heading, "items": shown}, (*buttons, Button("mine", "mine"))
    )


def show_item(turn: Turn, who: int, item_id: str) -> None:
    """Show one item whole, with what can be done about it."""
    item = turn.world.memory.item(who, item_id)
    if item is None:
        turn.in_vain(who)
        return
    lines = tuple(Own(name, value) for name, value in item.answers.items() if is_value(value))
    buttons: Buttons = (Button(f"remove_item.{item.id}", "remove"), Button(f"mine.{item.kind}", "mine"))
    if item.title:
        buttons = (Button(f"edit_item.{item.id}", "edit"), *buttons)
    prompt = Prompt("common", "mine_item")
    turn.say(who, prompt, values={"title": item.title, "kind": item.kind, "lines": lines}, buttons=buttons)


def remove_item(turn: Turn, who: int, item_id: str) -> None:
    """Remove one item, now."""
    if turn.world.memory.item(who, item_id) is None:
        turn.in_vain(who)
        return
    turn.emit(RemoveMemory(who, item_id))
    turn.common(who, "item_removed", buttons=(Button("mine", "mine"),))


def edit_item(turn: Turn, who: int, item_id: str) -> None:
    """Ask for other words in place of an item's own."""
    item = turn.world.memory.item(who, item_id)
    if item is None or not item.title:
        turn.in_vain(who)
        return
    start_about(turn, turn.world.library.doing("edit"), who, item.id)
