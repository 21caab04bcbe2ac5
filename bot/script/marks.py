"""The mark under a question is true for all that follows from its answer: what the other learns of by it is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.engine.script import Dialog
from bot.engine.step import Question, Step
from bot.engine.steps.act import ActStep
from bot.engine.steps.ask import AskStep
from bot.engine.steps.choose import ChooseStep
from bot.engine.steps.tell import TellStep
from bot.model.script import Role
from bot.script.findings import Finding
from bot.script.flow import after_step
from bot.script.provided import TELLING

_FOR_ONE = ("private", "offered")


def check_marks(dialog: Dialog) -> Iterator[Finding]:
    """Questions whose usual mark says "only you" though something reaches the other before the next question: by an
    action, or by words that come with one answer and not with another."""
    for step in dialog.steps.values():
        if not isinstance(step, AskStep) or step.mark is not None or step.visibility not in _FOR_ONE:
            continue
        for told in sorted(_learned(dialog, step)):
            text = f'ask "{step.id}" is marked as for one person alone, and the other learns of it by {told}'
            yield Finding(dialog.file, step.line, text)


def _learned(dialog: Dialog, step: AskStep) -> Iterator[str]:
    follows = _reach(dialog, after_step(dialog, step))
    for after in follows:
        if isinstance(after, ActStep) and after.action in TELLING:
            yield f"act {after.action}"
        if isinstance(after, ChooseStep) and after.answer == step.id:
            other: Role = "me" if step.who == "partner" else "partner"
            yield from (f"tell {tell}" for tell in _by_one_answer(dialog, after, other))


def _by_one_answer(dialog: Dialog, choice: ChooseStep, other: Role) -> set[str]:
    """What the other of whoever was asked hears after some of the answers and not after others."""
    heard: list[set[str]] = []
    for way in choice.ways(dialog):
        steps = _reach(dialog, [way] if way is not None and way in dialog.steps else [])
        heard.append({step.id for step in steps if isinstance(step, TellStep) and step.to == other})
    return {tell for tells in heard for tell in tells if any(tell not in others for others in heard)}


def _reach(dialog: Dialog, first: Iterable[str]) -> list[Step]:
    """All steps from these on that come before a next question."""
    todo, found = list(first), dict[str, Step]()
    while todo:
        step = dialog.steps[todo.pop()]
        if step.id not in found and not isinstance(step, Question):
            found[step.id] = step
            todo += after_step(dialog, step)
    return list(found.values())
