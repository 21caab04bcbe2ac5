"""What the coach remembers of a person: seen by kind, one by one; each can be changed and removed."""

from __future__ import annotations

from bot.engine.runs import start_about
from bot.engine.turn import Buttons, Turn
from bot.model.events import Prompt, RemoveMemory
from bot.model.script import Button
from bot.model.values import Own, Planned, is_value

KINDS = {
    "passion": "passions",
    "homecoming": "homecomings",
    "check_in": "check_ins",
    "note": "notes",
    "guilt": "guilts",
    "goodbye": "goodbyes",
}
"""The kinds of memory items that are shown, with the names of their counts."""

SHOWN = 10
"""How many items of a kind are shown, the latest first."""


def mine(turn: Turn, who: int) -> None:
    """Show how much there is of each kind."""
    remembered = turn.world.memory.counts(who)
    counts = {plural: remembered.get(kind, 0) for kind, plural in KINDS.items()}
    buttons: Buttons = tuple(Button(f"mine.{kind}", f"kind_{kind}") for kind, plural in KINDS.items() if counts[plural])
    turn.common(who, "mine", dict(counts), (*buttons, Button("menu", "menu")))


def mine_kind(turn: Turn, who: int, kind: str) -> None:
    """Show the items of one kind, the latest first."""
    items = turn.world.memory.latest(who, kind, SHOWN) if kind in KINDS else ()
    if not items:
        mine(turn, who)
        return
    shown = tuple(Planned(item.title, item.created) for item in items)
    buttons: Buttons = tuple(Button(f"item.{item.id}", f"#{n}") for n, item in enumerate(items, 1))
    turn.common(who, "mine_kind", {"kind": kind, "items": shown}, (*buttons, Button("mine", "mine")))


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
    start_about(turn, "edit_item", who, item.id)
