"""`thank`: says a prompt to whoever has answered a question, and to nobody when it was skipped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from bot.engine.script import Dialog
from bot.engine.step import Line, Look, Shape, Step
from bot.engine.turn import Turn
from bot.engine.written import Name
from bot.model.events import Prompt
from bot.model.state import Run


class ThankStep(Step):
    """Thanks whoever has answered a question."""

    id: Name = Field(alias="thank", description="The prompt.")
    source: Name = Field(alias="for", description="The question.")

    prompted: ClassVar[bool] = True

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Say it to those who answered."""
        for who in run.people:
            answer = run.answer(self.source, who)
            if answer is not None and answer.value is not None:
                turn.say(who, Prompt(run.dialog, self.id), run=run)
        return self.next

    def faults(self, look: Look) -> Iterator[str]:
        """The question must have come before."""
        if not look.asked(self.source):
            yield f'thank "{self.id}": no question "{self.source}" comes before it'

    def lines(self, dialog: Dialog) -> Iterator[Line]:
        """Its prompt."""
        yield Line(self.id, to="each")

    def drawn(self) -> tuple[Shape, str]:
        """A box."""
        return "other", f"thank {self.id}"
