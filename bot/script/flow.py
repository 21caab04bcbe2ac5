"""The ways through a dialog: what follows what, what can be reached, and what may have happened before a step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.model.script import (
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

REMEMBERED = "!remembered"
"""Stands among the earlier names once something was remembered; no step id starts with an exclamation mark."""


@dataclass(frozen=True, slots=True)
class Flow:
    """`before` maps every step that can be reached to what may have come earlier on some way to it: the names of
    questions and blocks, and REMEMBERED. `unreachable` are the first steps of the parts that no way leads to."""

    before: Mapping[str, frozenset[str]]
    unreachable: tuple[Step, ...]


def flow_of(dialog: Dialog) -> Flow:
    """Walk a dialog along all its ways."""
    before: dict[str, frozenset[str]] = {dialog.first: frozenset()}
    todo = [dialog.first]
    while todo:
        step = dialog.steps[todo.pop()]
        known = before[step.id] | _made_by(step)
        for after in after_step(dialog, step):
            if after not in before or not known <= before[after]:
                before[after] = before.get(after, frozenset()) | known
                todo.append(after)
    lost = [step for step in dialog.steps.values() if step.id not in before]
    led_to = {after for step in lost for after in after_step(dialog, step) if after != step.id}
    return Flow(before, tuple(step for step in lost if step.id not in led_to))


def after_step(dialog: Dialog, step: Step) -> Iterator[str]:
    """The ids of the steps that may come next."""
    onward = _onward(dialog, step)
    ways: list[str | None]
    match step:
        case EndStep():
            ways = []
        case AgainStep():
            ways = [step.target]
        case RepeatStep():
            ways = [step.target, onward]
        case ChooseStep():
            ways = [first or onward for first in step.cases.values()]
            if not covers_all(dialog, step):
                ways.append(onward)
        case TogetherStep() | TurnsStep():
            ways = [step.first]
        case _:
            ways = [onward]
    return (way for way in ways if way is not None and way in dialog.steps)


def covers_all(dialog: Dialog, step: ChooseStep) -> bool:
    """Whether some case of a choose is taken whatever the outcome. A skipped question has no outcome of its own."""
    if "otherwise" in step.cases:
        return True
    ask = dialog.steps.get(step.answer or "")
    return isinstance(ask, AskStep) and ask.kind == "choice" and set(ask.options) <= set(step.cases)


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
    return frozenset()
