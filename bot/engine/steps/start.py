"""`start`: starts another dialog detached, or only offers it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field

from bot.engine.aloud import Happens, Piece
from bot.engine.runs import clear_trails, rests, start
from bot.engine.script import Dialog
from bot.engine.step import Compiler, Look, Shape, Step
from bot.engine.steps.call import FILLS, Fill, about, filled, misfits
from bot.engine.turn import Turn
from bot.engine.written import Name
from bot.model.script import Button, Form, Role
from bot.model.state import Run
from bot.model.values import Option, Variable


class StartStep(Step):
    """Starts another dialog and goes on; with `ask_first` it is only offered, by one button. `fill` as in `call`.

    One that rests since its gate closed is not started, and that is said.
    For the partner it is a dialog of their own: what it knows of the other is what they have been shown.
    """

    dialog: Name = Field(alias="start", description="The dialog.")
    ask_first: bool = Field(default=False, description="Only offer it.")
    who: Role = Field(default="me", description="For whom it begins: me, who started this one, or the partner.")
    alone: Literal["skip"] | None = Field(default=None, description="Without a partner nothing begins.")
    fill: Fill = Field(default={}, min_length=1, description=FILLS)

    example: ClassVar[str] = """\
- start: walk
  ask_first: true
"""

    def placed(self, compiler: Compiler) -> Self:
        """What is for a partner says what happens without one."""
        if self.who == "partner":
            compiler.needs_alone(self.alone is not None)
        return self

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Start it for whoever started this run, or for the partner, if there is one."""
        clear_trails(run)
        who = run.starter if self.who == "me" else run.other(run.starter)
        return self.visit(turn, run, who) if who is not None else self.next

    def visit(self, turn: Turn, run: Run, who: int) -> str | None:
        """Start the dialog for one person; with `ask_first` it is theirs to begin."""
        dialog = turn.world.library.dialogs[self.dialog]
        if not self.ask_first or dialog.command is None:
            if rests(turn, dialog, who):
                return self.next
            start(turn, dialog, who, front=False, extra=about(run), fill=filled(turn, run, who, dialog, self.fill))
        elif not (dialog.closer and turn.person(who).keeps_apart):
            yes, no = Button(dialog.command, dialog.command), Button("no_thanks", "no_thanks")
            values: dict[str, Variable] = {"about_dialog": Option(dialog.name)}
            turn.common(who, "offer_dialog", values, (yes, no), yes=yes.command, no=no.command)
        return self.next

    @property
    def sets_going(self) -> str | None:
        """The dialog, where it is not only offered."""
        return None if self.ask_first else self.dialog

    def faults(self, look: Look) -> Iterator[str]:
        """There must be such a dialog, with the questions that are filled in."""
        says = f'start "{self.dialog}"'
        if self.dialog not in look.known.dialogs:
            yield f"{says}: there is no such dialog"
        if self.ask_first and self.fill:
            yield f"{says}: what is only offered begins with nothing filled in"
        if self.ask_first and self.who == "partner":
            yield f"{says}: to the partner nothing is only offered"
        yield from misfits(says, look, self.dialog, self.fill, self.who)

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """What begins, or is offered."""
        if self.ask_first:
            yield Happens("{dialog} is offered, by one button.", dialog=self.dialog)
        else:
            known = " It knows {answers} already." if self.fill else ""
            whose = " for {partner}" if self.who == "partner" else ""
            text = f"{{dialog}} begins{whose}; this one goes on without waiting for it." + known
            only: Form | None = "couple" if self.who == "partner" else None
            yield Happens(text, only, dialog=self.dialog, answers=tuple(self.fill.values()))

    def drawn(self) -> tuple[Shape, str]:
        """A box."""
        return "other", f"start {self.dialog}"
