"""`end`: the run is over."""

from __future__ import annotations

from typing import ClassVar

from bot.engine.runs import end
from bot.engine.script import WAIT, Dialog, Step
from bot.engine.turn import Turn
from bot.model.state import Run


class EndStep(Step):
    """The word `end`, in place of a step: the dialog is over."""

    goes_on: ClassVar[bool] = False

    def enter(self, turn: Turn, run: Run) -> str | None:
        """End it."""
        end(turn, run)
        return WAIT

    def ways(self, dialog: Dialog) -> tuple[str | None, ...]:
        """Nowhere."""
        return (None,)
