"""The actions on what is kept: seen, changed, exported, hidden, forgotten."""

from __future__ import annotations

from bot.coach import age, guard, sharing
from bot.coach.actions.linking import unlink
from bot.coach.dated import put_anew
from bot.coach.revising import keeps, revise
from bot.coach.rewording import meant, reworded
from bot.engine.runs import clear_trails, end
from bot.engine.turn import Turn
from bot.model.events import (
    Export,
    Forget,
)
from bot.model.removals import RemoveMemory
from bot.model.script import Button
from bot.model.state import Run
from bot.model.values import Words


def edit_item(turn: Turn, run: Run, source: str | None) -> None:
    """Other words for what is remembered."""
    found, answer = meant(turn, run), run.answer(source or "", run.starter)
    words = answer.value.text if answer is not None and isinstance(answer.value, Words) else ""
    value = reworded(turn, run, words)
    clear_trails(run)
    if found is None or value is None:
        gone(turn, run)
        return
    item, name = found
    values = {**item.values, name: value}
    revise(turn, run.starter, item, values)
    put_anew(turn, run.starter, item.id)


def edit_answers(turn: Turn, run: Run, source: str | None) -> None:
    """What was answered here to questions that the item of this dialog keeps stands in it from now on."""
    who, item = run.starter, turn.world.memory.item(run.starter, run.extra.get("item", ""))
    clear_trails(run)
    if item is None:
        gone(turn, run)
        return
    kept = keeps(turn.world.library, item.kind) | item.answers.keys()
    new = {a.step: a.value for a in run.answers if a.person == who and a.step in kept and a.kept}
    revise(turn, who, item, {**item.values, **{name: value for name, value in new.items() if value is not None}})


def drop_moment(turn: Turn, run: Run, source: str | None) -> None:
    """The item of this dialog has no moment any more: it stands as it is, and nothing comes at the one it had."""
    item = turn.world.memory.item(run.starter, run.extra.get("item", ""))
    clear_trails(run)
    if item is None:
        gone(turn, run)
        return
    kind = turn.world.library.kinds.get(item.kind)
    dateless = {name: value for name, value in item.values.items() if kind is None or name != kind.plans}
    revise(turn, run.starter, item, dateless)


def remove_item(turn: Turn, run: Run, source: str | None) -> None:
    """The item of this dialog is let go of, and what would come of it later."""
    clear_trails(run)
    item = turn.world.memory.item(run.starter, run.extra.get("item", ""))
    if item is not None:
        turn.emit(RemoveMemory(run.starter, item.id))


def show_shared(turn: Turn, run: Run, source: str | None) -> None:
    """What the partner can see: the name, what was shown, and what will be shown once both have answered."""
    clear_trails(run)
    if not guard.asks(turn, run.starter, "shared"):
        sharing.show(turn, run.starter)


def export(turn: Turn, run: Run, source: str | None) -> None:
    """Everything kept of the person, as files."""
    clear_trails(run)
    turn.emit(Export(run.starter))


def hide(turn: Turn, run: Run, source: str | None) -> None:
    """Both sides' latest messages go from the chat."""
    clear_trails(run)
    guard.hide(turn, run.starter)


def forget(turn: Turn, run: Run, source: str | None) -> None:
    """Everything goes, now; the link with a partner first."""
    unlink(turn, run, source)
    turn.emit(Forget(run.starter))


def forget_minor(turn: Turn, run: Run, source: str | None) -> None:
    """They have confirmed that they are under 18: everything goes, and they hear whom they can talk to."""
    unlink(turn, run, source)
    age.too_young(turn, run.starter)


def gone(turn: Turn, run: Run) -> None:
    """What the question was about is there no more: nothing is changed, and nothing said to be."""
    turn.common(run.starter, "stale", buttons=(Button("menu", "menu"),))
    end(turn, run)
