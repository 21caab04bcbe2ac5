"""`end`: the run is over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bot.engine.aloud import Happens, Piece
from bot.engine.runs import end
from bot.engine.script import Dialog
from bot.engine.step import WAIT, Step
from bot.engine.turn import Turn
from bot.model.state import Run


class EndStep(Step):
    """The word `end`, in place of a step: the dialog is over."""

    example: ClassVar[str] = """\
- {ask: go_further, kind: yes_no, visibility: private}
- choose: go_further
  cases:
    yes: go_on
    otherwise: end
- tell: further
"""

    goes_on: ClassVar[bool] = False

    def enter(self, turn: Turn, run: Run) -> str | None:
        """End it."""
        end(turn, run)
        return WAIT

    def ways(self, dialog: Dialog) -> tuple[str | None, ...]:
        """Nowhere."""
        return (None,)

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """That it is over."""
        yield Happens("The end.")
