"""Where something of a run is said: in the chat of each, or in the group of the two.

In the group there is no one reader: nothing of what one of them alone may see is a value there, and nothing that is
said depends on a setting of either.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.engine.disclosure import shown_to_both
from bot.engine.script import ANY
from bot.engine.step import Step
from bot.model.events import Buttons, Prompt, Say, Tone
from bot.model.script import ROLES
from bot.model.state import Run
from bot.model.values import Number, Own, Values, Variable

if TYPE_CHECKING:
    # For annotations alone: a turn says things in places.
    from bot.engine.turn import Turn


def place_of(turn: Turn, run: Run) -> int | None:
    """The group in which the open block of a run is played; None where each has it in their own chat."""
    block = turn.block(run) if run.here else None
    return turn.conversation.there if block is not None and played_there(block) else None


def played_there(step: Step) -> bool:
    """Whether a step is a block that is played in the group of the two, where they have one."""
    return step.is_block and getattr(step, "group", False)


def of_item(turn: Turn, run: Run, reader: int) -> Values:
    """The answers of the item that a dialog is about, for whoever it belongs to."""
    dialog = turn.world.library.dialogs.get(run.dialog)
    if dialog is None or dialog.item is None:
        return {}
    item = turn.world.memory.item(reader, run.extra.get("item", ""))
    if item is None or dialog.item != ANY:
        # Its options have their labels where it was made: by its kind they are found.
        return {**item.answers, "kind": item.kind} if item is not None else {}
    lines = turn.world.product.lines(turn, reader, item)
    return {"kind": item.kind, "heading": (Own(f"kind_{item.kind}", Number(1)),), "lines": lines}


def values_there(turn: Turn, run: Run | None, asked: int | None = None) -> dict[str, Variable]:
    """The values of a prompt for the group: who plays what, and what both may see. `asked` is who a question is for."""
    values: dict[str, Variable] = {"linked": True}
    if run is not None and asked is None:
        values |= run.extra
    for role in ROLES:
        plays = run.played_by(role) if run is not None else None
        values[role] = turn.person(plays).name if plays is not None else ""
    if asked is not None:
        partner = turn.conversation.partner(asked)
        values |= {"reader": turn.person(asked).name, "other": turn.person(partner).name if partner is not None else ""}
    return values | (shown_to_both(turn.dialog(run), run) if run is not None and not run.stranded else {})


def say_there(
    turn: Turn,
    chat: int,
    prompt: Prompt,
    *,
    run: Run | None = None,
    values: Mapping[str, Variable] | None = None,
    asked: int | None = None,
    buttons: Buttons = (),
) -> None:
    """Say a prompt in the group. What nobody there has just asked for makes no sound, whoever sleeps or not."""
    known = values_there(turn, run, asked)
    tone: Tone = "reply" if turn.cause == "relay" else turn.cause
    message = Say(chat, prompt, {**known, **(values or {})}, tone, buttons=buttons, silent=turn.cause == "nudge")
    turn.emit(message)
