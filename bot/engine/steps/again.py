"""`again`: back to an earlier question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from bot.engine.aloud import Happens, Piece
from bot.engine.script import Dialog
from bot.engine.step import Look, Shape, Step
from bot.engine.turn import Turn
from bot.engine.written import Name
from bot.model.state import Run


class AgainStep(Step):
    """Goes back to an earlier question."""

    target: Name = Field(alias="again", description="The question.")

    example: ClassVar[str] = """\
- {ask: when, kind: moment, visibility: private, needed: true}
- {ask: sure, kind: yes_no, visibility: private, needed: true}
- choose: sure
  cases:
    no:
      - again: when
    otherwise: go_on
- tell: agreed
"""

    goes_on: ClassVar[bool] = False
    arrow: ClassVar[str] = "-.->"

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Go there."""
        return self.target

    def visit(self, turn: Turn, run: Run, who: int) -> str | None:
        """Go there alone."""
        return self.target

    def ways(self, dialog: Dialog) -> tuple[str | None, ...]:
        """Back."""
        return (self.target,)

    def faults(self, look: Look) -> Iterator[str]:
        """The question must have come before."""
        if not look.asked(self.target):
            yield f'again "{self.target}": no question of that name comes before it'

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """Where it goes back to."""
        yield Happens("Back to the question {answers}.", answers=(self.target,))

    def drawn(self) -> tuple[Shape, str]:
        """A box."""
        return "other", f"again {self.target}"
