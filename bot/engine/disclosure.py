"""The one door through which one person's answers reach another's screen.

Everything that renders for somebody else asks here what it may show, and what it shows is marked as disclosed.
An answer is shown by the stricter of the permission stored with it and the one its question has now.
"""

from __future__ import annotations

from typing import Final

from bot.engine.kinds import is_list
from bot.engine.lists import as_list, in_common, joined
from bot.engine.script import Dialog
from bot.engine.step import Question
from bot.model.asks import Answer
from bot.model.script import STRICTNESS, Visibility
from bot.model.state import Run
from bot.model.values import Option, Own, Pair, Picks, Value, Words

COMMON: Final = "common"
"""The value of every prompt of a dialog with lists that has what both have named."""


def permits(dialog: Dialog, answer: Answer) -> Visibility:
    """What an answer permits today. A question that is gone from the script permits nothing."""
    step = dialog.steps.get(answer.step)
    if not isinstance(step, Question):
        return "private"
    return min(answer.visibility, step.visibility, key=lambda v: STRICTNESS[v])


def shown_in_tell(dialog: Dialog, run: Run, reader: int) -> dict[str, Value | None]:
    """The answers a prompt for this reader may use, by question: their own, and what others answered as *shared*.

    Of two answers to one question the later is meant; in a block that both answer it is the reader's own. With lists,
    `common` is what both have named, once each has been shown the other's. Where the roles have been exchanged, the
    round before has been said.
    """
    shown: dict[str, Value | None] = {}
    own_ones = {a.step for a in run.answers if a.person == reader and in_together(dialog, a.step)}
    for answer in of_this_round(dialog, run):
        if answer.person == reader:
            shown[answer.step] = answer.value
        elif permits(dialog, answer) == "shared":
            answer.disclosed = True
            if answer.step not in own_ones:
                shown[answer.step] = answer.value
    if len(run.people) > 1 and any(is_list(step) for step in dialog.steps.values()):
        shown[COMMON] = common(dialog, run, reader)
    return shown


def shown_to_both(dialog: Dialog, run: Run) -> dict[str, Value | None]:
    """The answers that a prompt for both at once may use: those that were given as *shared*, by either; and with lists
    `common`."""
    shown: dict[str, Value | None] = {}
    for answer in of_this_round(dialog, run):
        if permits(dialog, answer) == "shared":
            answer.disclosed = True
            shown[answer.step] = answer.value
    if len(run.people) > 1 and any(is_list(step) for step in dialog.steps.values()):
        shown[COMMON] = common(dialog, run, run.starter)
    return shown


def of_this_round(dialog: Dialog, run: Run) -> list[Answer]:
    """The answers of a run, without those that turns had before the roles were exchanged."""
    open_block = run.block
    if open_block is None or not open_block.since:
        return run.answers

    def is_over(place: int, answer: Answer) -> bool:
        block = dialog.block_of(answer.step)
        return place < open_block.since and block is not None and block.id == open_block.step

    return [answer for place, answer in enumerate(run.answers) if not is_over(place, answer)]


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


def named_to_both(dialog: Dialog, run: Run, question: str, reader: int) -> tuple[Option | Words, ...]:
    """The same as far as both have been shown it."""
    theirs = [named(dialog, run, question, person) for person in run.people]
    return tuple(each for each in named(dialog, run, question, reader) if all(each in their for their in theirs))


def named(dialog: Dialog, run: Run, question: str, reader: int) -> tuple[Option | Words, ...]:
    """What a list has as this reader may see it: what both named first, then the rest of their own, then of the
    other's, as far as they have been shown that."""
    mine, theirs = run.answer(question, reader), _shown_by_other(dialog, run, question, reader)
    values = mine.value if mine is not None else None, theirs.value if theirs is not None else None
    both = as_list(in_common(*values))
    return joined(both, *values)


def common(dialog: Dialog, run: Run, reader: int) -> Picks:
    """What both have named in the lists of this run, as far as each has been shown the other's; in the reader's own
    spelling."""
    lists = [step.id for step in dialog.steps.values() if is_list(step)]
    return as_list(tuple(entry for question in lists for entry in both_named(dialog, run, question, reader)))


def both_named(dialog: Dialog, run: Run, question: str, reader: int) -> tuple[Option | Words, ...]:
    """What both have named in one list, as far as each has been shown the other's."""
    mine, theirs = run.answer(question, reader), _shown_by_other(dialog, run, question, reader)
    known = mine is not None and theirs is not None and known_to_both(dialog, mine)
    return in_common(mine.value, theirs.value) if known and mine is not None and theirs is not None else ()


def _shown_by_other(dialog: Dialog, run: Run, question: str, reader: int) -> Answer | None:
    other = run.other(reader)
    theirs = run.answer(question, other) if other is not None else None
    return theirs if theirs is not None and known_to_both(dialog, theirs) else None
