"""The ways through a dialog: what follows what, what can be reached, and what may have happened before a step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.model.script import (
    ActStep,
    AgainStep,
    AskStep,
    ChooseStep,
    Dialog,
    EndStep,
    RememberStep,
    RepeatStep,
    Step,
    TogetherStep,
    TurnsStep,
)
from bot.script.provided import ACTIONS_REMEMBER

REMEMBERED = "!remembered"
"""Stands among the earlier names once something was remembered; no step id starts with an exclamation mark."""


@dataclass(frozen=True, slots=True)
class Flow:
    """`before` maps every step that can be reached to what may have come earlier on some way to it: the names of
    questions and blocks, and REMEMBERED. `item` maps it to the `remember` steps that may be the latest then.
    `unreachable` are the first steps of the parts that no way leads to."""

    before: Mapping[str, frozenset[str]]
    item: Mapping[str, frozenset[str]]
    unreachable: tuple[Step, ...]


def flow_of(dialog: Dialog) -> Flow:
    """Walk a dialog along all its ways."""
    before: dict[str, frozenset[str]] = {dialog.first: frozenset()}
    item: dict[str, frozenset[str]] = {dialog.first: frozenset()}
    todo = [dialog.first]
    while todo:
        step = dialog.steps[todo.pop()]
        known = before[step.id] | _made_by(step)
        latest = frozenset({step.id}) if isinstance(step, RememberStep) else item[step.id]
        for after in after_step(dialog, step):
            if after not in before or not (known <= before[after] and latest <= item[after]):
                before[after] = before.get(after, frozenset()) | known
                item[after] = item.get(after, frozenset()) | latest
                todo.append(after)
    lost = [step for step in dialog.steps.values() if step.id not in before]
    led_to = {after for step in lost for after in after_step(dialog, step) if after != step.id}
    return Flow(before, item, tuple(step for step in lost if step.id not in led_to))


def after_step(dialog: Dialog, step: Step) -> Iterator[str]:
    """The ids of the steps that may come next."""
    return (way for way in ways_from(dialog, step) if way is not None and way in dialog.steps)


def ways_from(dialog: Dialog, step: Step) -> tuple[str | None, ...]:
    """What may come next: ids of steps, and None where the run ends."""
    onward = _onward(dialog, step)
    match step:
        case EndStep():
            return (None,)
        case AgainStep():
            return (step.target,)
        case RepeatStep():
            return (step.target, onward)
        case ChooseStep():
            cases = tuple(first or onward for first in step.cases.values())
            return cases if covers_all(dialog, step) else (*cases, onward)
        case TogetherStep() | TurnsStep():
            return (step.first,)
        case _:
            return (onward,)


def covers_all(dialog: Dialog, step: ChooseStep) -> bool:
    """Whether some case of a choose is taken whatever the outcome. A skipped question has no outcome of its own."""
    if "otherwise" in step.cases:
        return True
    ask = dialog.steps.get(step.answer or "")
    return isinstance(ask, AskStep) and ask.kind in ("choice", "yes_no") and set(ask.options) <= set(step.cases)


def _onward(dialog: Dialog, step: Step) -> str | None:
    """What follows a step; at the end of a block's chain, what follows the block."""
    if step.next is not None or step.block is None:
        return step.next
    return dialog.steps[step.block].next


def _made_by(step: Step) -> frozenset[str]:
    match step:
        case AskStep() | TogetherStep() | TurnsStep():
            return frozenset({step.id})
        case RememberStep():
            return frozenset({REMEMBERED})
        case ActStep() if step.action in ACTIONS_REMEMBER:
            return frozenset({REMEMBERED})
    return frozenset()
