"""Two people's maps side by side: what each has shared of theirs, and nothing else.

It is built from what was noted as shown within this link (`sharing`), never from what somebody keeps: a line that was
not shared, that its writer has taken from the list of what they shared, or that stands in their own map no more, is not
there. Words that were changed since stay as they were shared.
"""

from __future__ import annotations

from bot.coach import sharing
from bot.engine.script import Dialog
from bot.engine.step import Question
from bot.engine.steps.offer import OfferStep
from bot.engine.steps.remember import RememberStep
from bot.engine.turn import Turn
from bot.model.events import Prompt
from bot.model.state import Run
from bot.model.values import Own, Pair, Value, Values, Variable, is_value

DIALOG = "needs"
"""The dialog whose maps stand side by side."""


def side_by_side(turn: Turn, who: int) -> Values | None:
    """The lines of both as this person sees them: `items` that both shared, and `mine` and `theirs` that one of them
    did; None before each has shared some."""
    other = turn.conversation.partner(who)
    if other is None:
        return None
    mine, theirs = _shared(turn, who), _shared(turn, other)
    if not mine or not theirs:
        return None
    return {
        "items": tuple(Pair(line, mine[line], theirs[line]) for line in mine if line in theirs),
        "mine": tuple(Own(line, mine[line]) for line in mine if line not in theirs),
        "theirs": tuple(Own(line, theirs[line]) for line in theirs if line not in mine),
    }


def _shared(turn: Turn, who: int) -> dict[str, Value]:
    """The lines that a person has shared with their present partner, in the map's order, as they were shared last."""
    dialog, shown = turn.world.library.dialogs[DIALOG], dict[str, Value]()
    count = turn.world.memory.counts(who).get(sharing.KIND, 0)
    for item in reversed(turn.world.memory.latest(who, sharing.KIND, count) if count else ()):
        if item.values.get("dialog") == DIALOG:
            shown |= {line: value for line, value in item.values.items() if is_value(value)}
    for run in turn.conversation.runs.values():
        if run.dialog == DIALOG:  # what was shared a moment ago is noted at the end of the turn
            now = [a for a in run.answers if a.person == who and a.disclosed and not a.noted]
            shown |= {a.step: a.value for a in now if a.value is not None}
    kept = _kept(turn, who, dialog)
    return {line: shown[line] for line in _lines(dialog) if line in shown and line in kept}


def _lines(dialog: Dialog) -> tuple[str, ...]:
    """What may be shared of a map today."""
    items = (item for step in dialog.steps.values() if isinstance(step, OfferStep) for item in step.items)
    steps = ((item, dialog.steps.get(item)) for item in items)
    return tuple(item for item, step in steps if isinstance(step, Question) and step.visibility != "private")


def _kept(turn: Turn, who: int, dialog: Dialog) -> Values:
    kind = next(step.item for step in dialog.steps.values() if isinstance(step, RememberStep))
    return {line: value for item in turn.world.memory.latest(who, kind, 1) for line, value in item.values.items()}


def show(turn: Turn, who: int, *, listen: bool = True) -> None:
    """Show both maps to one person, with a line for the one who listens."""
    values = side_by_side(turn, who)
    if values is None:
        turn.in_vain(who)
        return
    shown: dict[str, Variable] = {**values, "listen": listen}
    turn.say(who, Prompt(DIALOG, "both_maps"), values=shown)


def meet(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the person has just shared a line of their map, and each has shared some by now: yes or no."""
    has_shared = any(a.person == who and a.disclosed and not a.noted for a in run.answers)
    return "yes" if has_shared and side_by_side(turn, who) is not None else "no"


def show_both(turn: Turn, run: Run, source: str | None) -> None:
    """Both maps side by side, for each of the two: only what each has shared with the other."""
    for who in run.people:
        show(turn, who, listen=who == run.starter)
