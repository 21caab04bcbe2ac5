"""One thing that is remembered: seen whole, said in other words, removed, or one answer of it removed."""

from __future__ import annotations

from dataclasses import replace

from bot.coach.holding import drop_held
from bot.coach.in_force import is_ours
from bot.coach.outings import drop_outing
from bot.coach.revising import revise
from bot.coach.rewording import editable
from bot.engine.runs import start_about
from bot.engine.turn import Buttons, Turn
from bot.model.events import Prompt
from bot.model.memory import Memory
from bot.model.removals import RemoveMemory
from bot.model.script import Button
from bot.model.values import Instant, Own, Variable, Words, is_value

_TIMES = ("started", "until")


def show_item(turn: Turn, who: int, item_id: str) -> None:
    """Show one item whole, with what can be done about it."""
    item = turn.world.memory.item(who, item_id)
    if item is None:
        turn.in_vain(who)
        return
    _show(turn, who, item)


def _show(turn: Turn, who: int, item: Memory) -> None:
    lines, ours = _lines(turn, item), is_ours(turn, item)
    buttons: Buttons = (Button(f"remove_item.{item.id}", "remove"), Button(f"mine.{item.kind}", "mine"))
    if len(lines) > 1 and not ours:
        buttons = (Button(f"drop_answer.{item.id}", "remove_one"), *buttons)
    if ours:
        buttons = (Button(f"change_held.{item.id}", "edit"), *buttons)
    elif editable(turn, item):
        buttons = (Button(f"edit_item.{item.id}", "edit"), *buttons)
    values: dict[str, Variable] = {"title": item.title, "kind": item.kind, "lines": lines}
    turn.say(who, Prompt(_speaks(turn, item), "mine_item"), values=values | _times(turn, item), buttons=buttons)


def _lines(turn: Turn, item: Memory) -> tuple[Own, ...]:
    """Its answers. The times of an outing stand above them."""
    times = _TIMES if _role(turn, item) == "outing" else ()
    answers = ((name, value) for name, value in item.answers.items() if name not in times)
    return tuple(Own(name, value) for name, value in answers if is_value(value))


def _times(turn: Turn, item: Memory) -> dict[str, Variable]:
    values = item.values if _role(turn, item) == "outing" else {}
    started, until = (values.get(name) for name in _TIMES)
    return {
        "when": started if isinstance(started, Instant) else None,
        "until": until if isinstance(until, Instant) else None,
    }


def _role(turn: Turn, item: Memory) -> str | None:
    kind = turn.world.library.kinds.get(item.kind)
    return kind.role if kind is not None else None


def _speaks(turn: Turn, item: Memory) -> str:
    """The dialog in whose words an item is shown: of what was shown to the other, the one that it comes from."""
    dialog = item.values.get("dialog")
    return dialog if isinstance(dialog, str) and dialog in turn.world.library.dialogs else "common"


def drop_answer(turn: Turn, who: int, where: str) -> None:
    """Ask which answer of an item goes; or take out the one named after a dot, and with the last one the item."""
    item_id, _, name = where.partition(".")
    item = turn.world.memory.item(who, item_id)
    lines = _lines(turn, item) if item is not None else ()
    if item is None or is_ours(turn, item) or (name and all(line.ask != name for line in lines)):
        turn.in_vain(who)
    elif not name:
        _ask_which(turn, who, item, "drop_answer", lines)
    elif len(lines) == 1:
        turn.common(who, "item_removed", buttons=(Button("mine", "mine"),))
        _remove(turn, who, item)
    else:
        left = {key: value for key, value in item.values.items() if key != name}
        revise(turn, who, item, left)
        turn.common(who, "answer_removed")
        _show(turn, who, replace(item, revision=item.revision + 1, values=left))


def _ask_which(turn: Turn, who: int, item: Memory, command: str, lines: tuple[Own, ...]) -> None:
    """Ask which answer of an item a command is about."""
    buttons: Buttons = tuple(Button(f"{command}.{item.id}.{line.ask}", f"#{n}") for n, line in enumerate(lines, 1))
    values: dict[str, Variable] = {"kind": item.kind, "lines": lines}
    name = "mine_one" if command == "drop_answer" else "mine_which"
    back = Button(f"item.{item.id}", "leave_it")
    turn.say(who, Prompt(_speaks(turn, item), name), values=values, buttons=(*buttons, back))


def remove_item(turn: Turn, who: int, item_id: str) -> None:
    """Remove one item, now; of something that times away were about, ask first whether they go, too; of what is in
    force for two, how the other is to hear."""
    item = turn.world.memory.item(who, item_id)
    if item is None:
        turn.in_vain(who)
        return
    if is_ours(turn, item):
        drop_held(turn, who, item.id)
        return
    about = _about(turn, who, item)
    if not about:
        remove_only(turn, who, item_id)
        return
    yes, no = Button(f"remove_all.{item.id}", "remove_all"), Button(f"remove_only.{item.id}", "remove_only")
    buttons = (yes, no, Button(f"item.{item.id}", "leave_it"))
    values: dict[str, Variable] = {"words": Words(item.title), "count": len(about)}
    turn.common(who, "also_outings", values, buttons, yes=yes.command, no=no.command)


def remove_only(turn: Turn, who: int, item_id: str) -> None:
    """Remove one item, and nothing else."""
    item = turn.world.memory.item(who, item_id)
    if item is None or is_ours(turn, item):
        turn.in_vain(who)
        return
    shown = _role(turn, item) == "shared" and turn.conversation.partner(who) is not None
    turn.common(who, "shared_removed" if shown else "item_removed", buttons=(Button("mine", "mine"),))
    _remove(turn, who, item)


def remove_all(turn: Turn, who: int, item_id: str) -> None:
    """Remove one item, and the times away that were about it."""
    item = turn.world.memory.item(who, item_id)
    if item is None:
        turn.in_vain(who)
        return
    turn.common(who, "item_removed", buttons=(Button("mine", "mine"),))
    for each in (item, *_about(turn, who, item)):
        _remove(turn, who, each)


def _about(turn: Turn, who: int, item: Memory) -> list[Memory]:
    """The times away that were about what somebody loves: planned in its words, or in words of it."""
    kind = turn.world.library.kinds.get(item.kind)
    if kind is None or not kind.same_words:
        return []
    said = {value.text.casefold() for value in item.values.values() if isinstance(value, Words)}
    outing = turn.world.library.kind_of("outing")
    count = turn.world.memory.counts(who).get(outing, 0)
    outings = turn.world.memory.latest(who, outing, count) if count else ()
    return [each for each in outings if each.title and each.title.casefold() in said]


def _remove(turn: Turn, who: int, item: Memory) -> None:
    turn.emit(RemoveMemory(who, item.id))
    if _role(turn, item) == "outing":
        drop_outing(turn, who, item.id)


def edit_item(turn: Turn, who: int, where: str) -> None:
    """Ask for other words in place of an item's own: of the answer that is named after a dot, or first of which."""
    item_id, _, name = where.partition(".")
    item = turn.world.memory.item(who, item_id)
    names = editable(turn, item) if item is not None else ()
    if item is None or not names or (name and name not in names):
        turn.in_vain(who)
    elif not name and len(names) > 1:
        _ask_which(turn, who, item, "edit_item", tuple(line for line in _lines(turn, item) if line.ask in names))
    else:
        run = start_about(turn, turn.world.library.doing("edit"), who, item.id)
        run.extra["answer"] = name or names[0]
