"""What is kept of a person beside what they remember: open conversations, words that wait, reminders. The export holds
it and /mine shows it, so both ask here; whatever the menu does not name, neither does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.engine.script import Library
from bot.engine.step import Question
from bot.engine.steps.gate import GateStep
from bot.model.asks import Answer
from bot.model.events import OfAPlan
from bot.model.memory import Memory, Reminder
from bot.model.outings import Outing, Undated
from bot.model.state import Conversation, Extra, Person, Run

_OF_A_PLAN: Final[frozenset[OfAPlan]] = frozenset({"eve", "go", "back", "share", "undated"})


def open_runs(library: Library, conversation: Conversation, who: int) -> list[Run]:
    """The open conversations that a person began alone, or has answered something in. None that the menu would not
    name: whether somebody asked for help is in no list that another could ask to see."""
    return [run for run in conversation.runs.values() if _is_shown(library, run, who)]


def _is_shown(library: Library, run: Run, who: int) -> bool:
    dialog = library.dialogs.get(run.dialog)
    if who not in run.people or (dialog is not None and dialog.unsaid):
        return False
    own = run.me == who and len(run.people) == 1
    return own or bool(own_answers(library, run, who) or words_under_way(library, run, who))


def own_answers(library: Library, run: Run, who: int) -> list[Answer]:
    """A person's own answers in a run. Not what they said at a gate, nor what could hurt and is not kept; nor, once
    they have left, what the other has been shown: that stands where all of it does."""
    steps = library.dialogs[run.dialog].steps if run.dialog in library.dialogs else {}
    left = who in run.seats and run.seats[who].state == "left"
    mine = [a for a in run.answers if a.person == who and a.kept and not (left and a.disclosed)]
    return [a for a in mine if not isinstance(steps.get(a.step), GateStep)]


def words_under_way(library: Library, run: Run, who: int) -> list[tuple[str, str]]:
    """Words at a person's open question that are no answer yet, each with the question."""
    seat = run.seats.get(who)
    ask = seat.ask if seat is not None else None
    dialog = library.dialogs.get(run.dialog)
    step = dialog.steps.get(ask.step) if dialog is not None and ask is not None else None
    if ask is None or (isinstance(step, Question) and step.hurts and ask.keeping != "kept"):
        return []
    own = (part.text for part in ask.own)
    return [(ask.step, text) for text in (*own, ask.draft, ask.unsure, ask.typed) if text]


def loose_words(person: Person, runs: Iterable[Run]) -> list[Extra]:
    """Words that came too late, of which their writer has not said what becomes of them, where their dialog is over."""
    here = {run.dialog for run in runs}
    return [extra for extra in person.extras if extra.dialog not in here]


def still_to_come(person: Person, reminders: Sequence[Reminder], items: Mapping[str, Memory]) -> list[Reminder]:
    """The reminders that will say something: of plans as they are now, and what comes each week. Of `items` those are
    looked at that a reminder is about."""
    plans: list[Outing | Undated] = [*person.planned, *person.undated, *person.unshared]
    plans += [person.outing] if person.outing is not None else []
    alive = {(plan.id, plan.revision) for plan in plans} | {(item.id, item.revision) for item in items.values()}
    return [n for n in reminders if n.reason == "weekly" or (n.subject, n.revision) in alive]


def of_a_plan(reminder: Reminder) -> bool:
    """Whether it goes with a plan and is removed with it; alone it would leave somebody out for ever."""
    return reminder.reason in _OF_A_PLAN
