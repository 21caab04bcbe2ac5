"""The ways through a dialog: what follows what, what can be reached, and what may have happened before a step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.engine.script import Dialog
from bot.engine.step import Step
from bot.script.provided import ACTIONS_NAME, ACTIONS_REMEMBER

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
        known = before[step.id] | step.makes
        if step.remembers(ACTIONS_REMEMBER):
            known |= {REMEMBERED}
        latest = frozenset({step.id}) if step.makes_item else item[step.id]
        if step.remembers(ACTIONS_NAME) and not step.makes_item:
            latest = frozenset()
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
    return (way for way in step.ways(dialog) if way is not None and way in dialog.steps)
