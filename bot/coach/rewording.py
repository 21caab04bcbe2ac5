"""One answer of something remembered in other words: which one is meant, and what the words come to."""

from __future__ import annotations

from bot.coach.in_force import follows, holds, is_ours
from bot.engine.script import Dialog
from bot.engine.step import Question
from bot.engine.steps.remember import RememberStep
from bot.engine.turn import Turn
from bot.model.memory import Memory
from bot.model.state import Run
from bot.model.values import Duration, Instant, Unclear, Value, Words, is_value


def editable(turn: Turn, item: Memory) -> tuple[str, ...]:
    """The answers of an item that its owner can put in other words. A time of something planned is moved instead; what
    was shown to the other stays as it was shown; and what is in force for two is changed by both."""
    kind = turn.world.library.kinds.get(item.kind)
    role = kind.role if kind is not None else None
    if role == "shared" or is_ours(turn, item) or follows(turn, item):
        return ()
    moved = (Instant, Duration) if role == "outing" else (Instant,) if kind is not None and kind.plans else ()
    return tuple(n for n, value in item.answers.items() if is_value(value) and not isinstance(value, moved))


def meant(turn: Turn, run: Run) -> tuple[Memory, str] | None:
    """The item that a dialog is to put in other words, with the answer that is meant: the one that was picked, what its
    owner does where it is in force, or else its first words."""
    item = turn.world.memory.item(run.starter, run.extra.get("item", ""))
    names = editable(turn, item) if item is not None else ()
    if item is None or not names:
        return None
    picked = run.extra.get("answer")
    if picked is not None:
        return (item, picked) if picked in names else None
    words = [name for name in names if isinstance(item.values[name], Words)]
    if not words:
        return item, names[0]
    return item, words[-1 if holds(turn, item) else 0]


def reworded(turn: Turn, run: Run, text: str) -> Value | None:
    """What words come to as the answer that is meant; None where they do not fit it."""
    found = meant(turn, run)
    if found is None:
        return None
    item, name = found
    if isinstance(item.values[name], Words):
        return Words(text)
    for dialog in sorted(turn.world.library.dialogs.values(), key=lambda d: not _remembers(d, item.kind)):
        step = dialog.steps.get(name)
        if isinstance(step, Question):
            value = turn.world.read(dialog.name, step, text, turn.person(run.starter), turn.world.now)
            return None if isinstance(value, Unclear) else value
    return None


def _remembers(dialog: Dialog, kind: str) -> bool:
    return any(isinstance(step, RememberStep) and step.item == kind for step in dialog.steps.values())
