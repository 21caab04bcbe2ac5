"""The one door through which one person's answers reach another's screen.

Everything that renders for somebody else asks here what it may show, and what it shows is marked as disclosed.
An answer is shown by the stricter of the permission stored with it and the one its question has now.
"""

from __future__ import annotations

from bot.engine.script import Dialog
from bot.engine.step import Question
from bot.model.asks import Answer
from bot.model.script import STRICTNESS, Visibility
from bot.model.state import Run
from bot.model.values import Own, Pair, Value


def permits(dialog: Dialog, answer: Answer) -> Visibility:
    """What an answer permits today. A question that is gone from the script permits nothing."""
    step = dialog.steps.get(answer.step)
    if not isinstance(step, Question):
        return "private"
    return min(answer.visibility, step.visibility, key=lambda v: STRICTNESS[v])


def shown_in_tell(dialog: Dialog, run: Run, reader: int) -> dict[str, Value | None]:
    """The answers a prompt for this reader may use, by question: their own, and what others answered as *shared*.

    Of two answers to one question the later is meant; in a block that both answer it is the reader's own.
    """
    shown: dict[str, Value | None] = {}
    own_ones = {a.step for a in run.answers if a.person == reader and in_together(dialog, a.step)}
    for answer in run.answers:
        if answer.person == reader:
            shown[answer.step] = answer.value
        elif permits(dialog, answer) == "shared":
            answer.disclosed = True
            if answer.step not in own_ones:
                shown[answer.step] = answer.value
    return shown


def known_to_both(dialog: Dialog, answer: Answer) -> bool:
    """Whether the other has been shown an answer, and may still be."""
    return answer.disclosed and permits(dialog, answer) != "private"


def in_together(dialog: Dialog, step: str) -> bool:
    """Whether a question stands in a block that each person answers for themselves."""
    block = dialog.block_of(step)
    return block is not None and block.each_seat


def pairs(dialog: Dialog, run: Run, block: str, reader: int) -> tuple[Pair, ...]:
    """A *blind* block as this reader sees it: only the items that both answered."""
    other = run.other(reader)
    shown = []
    for step in dialog.questions(block):
        mine, theirs = run.answer(step.id, reader), run.answer(step.id, other) if other is not None else None
        if mine is None or theirs is None or mine.value is None or theirs.value is None:
            continue
        if {permits(dialog, mine), permits(dialog, theirs)} & {"private", "offered"}:
            continue
        theirs.disclosed = mine.disclosed = True
        shown.append(Pair(step.id, mine.value, theirs.value))
    return tuple(shown)


def own(dialog: Dialog, run: Run, block: str, reader: int) -> tuple[Own, ...]:
    """The reader's own answers to a block."""
    answers = ((step.id, run.answer(step.id, reader)) for step in dialog.questions(block))
    return tuple(Own(step, a.value) for step, a in answers if a is not None and a.value is not None)
