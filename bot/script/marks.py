"""The mark under a question is true for all that follows from its answer: what the other learns of by it is marked."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.script import Dialog
from bot.engine.step import Question, Step
from bot.engine.steps.act import ActStep
from bot.engine.steps.ask import AskStep
from bot.engine.steps.tell import TellStep
from bot.script.findings import Finding
from bot.script.flow import after_step
from bot.script.provided import TELLING

_FOR_ONE = ("private", "offered")


def check_marks(dialog: Dialog) -> Iterator[Finding]:
    """Questions whose usual mark says "only you" though something reaches the other before the next question."""
    for step in dialog.steps.values():
        if not isinstance(step, AskStep) or step.mark is not None or step.visibility not in _FOR_ONE:
            continue
        for after in _before_the_next_question(dialog, step):
            if (told := _reaches(after)) is not None:
                text = f'ask "{step.id}" is marked as for one person alone, and the other learns of it by {told}'
                yield Finding(dialog.file, step.line, text)


def _before_the_next_question(dialog: Dialog, step: Step) -> Iterator[Step]:
    todo, seen = list(after_step(dialog, step)), {step.id}
    while todo:
        name = todo.pop()
        if name in seen or isinstance(dialog.steps[name], Question):
            continue
        seen.add(name)
        yield dialog.steps[name]
        todo += after_step(dialog, dialog.steps[name])


def _reaches(step: Step) -> str | None:
    if isinstance(step, ActStep) and step.action in TELLING:
        return f"act {step.action}"
    if isinstance(step, TellStep) and step.to == "partner":
        return f"tell {step.id}"
    return None
