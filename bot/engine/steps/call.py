"""`call`: runs another dialog and returns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pydantic import Field

from bot.engine.aloud import Happens, Piece
from bot.engine.kinds import kind_of
from bot.engine.runs import clear_trails, rests, start
from bot.engine.script import ANY, Dialog
from bot.engine.step import WAIT, Look, Question, Shape, Step
from bot.engine.steps.ask import FILLED, AskStep
from bot.engine.turn import Turn
from bot.engine.written import Name
from bot.model.asks import Answer
from bot.model.script import STRICTNESS, Role
from bot.model.state import Run

Fill = dict[Name, Name]
"""Questions of another dialog, each with the one here that answers it."""

FILLS: Final = "Its questions, each with the one here that answers it."


class CallStep(Step):
    """Runs another dialog and returns. `fill` answers its questions beforehand, from answers of this one.

    Where several dialogs do the same to an item (`does`), it is the one for the kind of the item that this one is
    about.
    """

    dialog: Name = Field(alias="call", description="The dialog to run.")
    fill: Fill = Field(default={}, min_length=1, description=FILLS)

    example: ClassVar[str] = """\
- {ask: what, kind: text, max: 80, visibility: private}
- call: walk
  fill: {where_to: what}
- tell: and_now
"""

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Start it on top; its end takes this run on."""
        clear_trails(run)
        me, callee = run.starter, self._callee(turn, run)
        if rests(turn, callee, me):
            return self.next
        start(turn, callee, me, parent=run, extra=about(run), fill=filled(turn, run, me, callee, self.fill))
        return WAIT

    def _callee(self, turn: Turn, run: Run) -> Dialog:
        """The dialog; of several that do the same to an item, the one for the kind of what this run is about."""
        named = turn.world.library.dialogs[self.dialog]
        item = turn.world.memory.item(run.starter, run.extra.get("item", "")) if named.does is not None else None
        if named.does is None or item is None or named.item in (item.kind, ANY):
            return named
        return turn.world.library.doing(named.does, item.kind)

    def at_once(self, dialog: Dialog) -> tuple[str | None, ...]:
        """It goes on when the other dialog has ended."""
        return ()

    @property
    def sets_going(self) -> str | None:
        """The dialog that is called."""
        return self.dialog

    @property
    def calls(self) -> str | None:
        """The dialog that is called."""
        return self.dialog

    def faults(self, look: Look) -> Iterator[str]:
        """There must be such a dialog, with the questions that are filled in."""
        says = f'call "{self.dialog}"'
        if self.dialog not in look.known.dialogs:
            yield f"{says}: there is no such dialog"
        yield from misfits(says, look, self.dialog, self.fill)

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """What is run, and with which answers."""
        known = " It knows {answers} already." if self.fill else ""
        text = "Now comes {dialog}, and after it this one goes on." + known
        yield Happens(text, dialog=self.dialog, answers=tuple(self.fill.values()))

    def drawn(self) -> tuple[Shape, str]:
        """A box."""
        return "other", f"call {self.dialog}"


def about(run: Run) -> dict[str, str]:
    """The memory item that a run is about at this point is what the dialog is about that begins here, too."""
    return {"item": run.extra["item"]} if "item" in run.extra else {}


def filled(turn: Turn, run: Run, who: int, dialog: Dialog, fill: Fill) -> list[Answer]:
    """The answers with which a dialog begins for a person, from this run's: their own, and for what their partner is
    asked there the partner's, with no more permission than it has here."""
    alone = "couple" not in dialog.forms or turn.conversation.partner(who) is None
    found = []
    for theirs, ours in fill.items():
        asked = dialog.steps.get(theirs)
        giver = who if not isinstance(asked, Question) or asked.who == "me" else run.other(who)
        answer = run.answer(ours, giver) if giver is not None else None
        if giver is None or answer is None or answer.value is None or not isinstance(asked, Question):
            continue
        given = Answer(FILLED, theirs, giver, answer.value, "private" if alone else asked.visibility)
        if giver != who:
            given.visibility = min(given.visibility, answer.visibility, key=lambda v: STRICTNESS[v])
            given.disclosed = answer.disclosed
        found.append(given)
    return found


def misfits(says: str, look: Look, dialog: str, fill: Fill, starter: Role = "me") -> Iterator[str]:
    """What is wrong with the questions of a dialog that are filled in. `starter` is for whom it begins."""
    other = look.known.sound.get(dialog)
    for theirs, ours in fill.items() if other is not None else ():
        there = other.steps.get(theirs) if other is not None else None
        if not isinstance(there, AskStep):
            yield f'{says} fills "{theirs}", which is no question of it'
        elif not look.asked(ours):
            yield f'{says} fills "{theirs}": no question "{ours}" comes before it'
        elif isinstance(here := look.dialog.steps[ours], Question):
            yield from (f'{says} fills "{theirs}" with "{ours}": {text}' for text in _misfits(here, there, starter))


def _misfits(here: Question, there: Question, starter: Role) -> Iterator[str]:
    if (here.who == there.who) != (starter == "me"):
        yield "they are asked of different people"
    if starter == "partner" and there.who == "partner" and here.visibility != "shared":
        yield f"it was answered as {here.visibility}, and nobody else knows it"
    if STRICTNESS[there.visibility] > max(STRICTNESS[here.visibility], STRICTNESS["offered"]):
        yield f"it was answered as {here.visibility} and would be {there.visibility}"
    if here.kind != there.kind:
        yield f"a {here.kind} is no {there.kind}"
        return
    yield from kind_of(here).misfits(here, there)
    for option in here.options:
        if option not in there.options:
            yield f'it may be "{option}", which is no option there'
