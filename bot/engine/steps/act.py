"""`act`: something beyond the dialog, by its name in the table of actions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import ClassVar

from pydantic import Field

from bot.engine.aloud import Happens, Piece
from bot.engine.script import Dialog
from bot.engine.step import Look, Shape, Step
from bot.engine.turn import Turn
from bot.engine.written import Name, OneOrMore
from bot.model.state import Run


class ActStep(Step):
    """Asks the house for something beyond the dialog: a link, a change in somebody's settings."""

    action: Name = Field(alias="act", description="The action's name.")
    sources: OneOrMore | None = Field(
        default=None,
        alias="from",
        description="The question whose answer it takes; of several, the one that was answered last.",
    )

    example: ClassVar[str] = """\
- {ask: where, kind: choice, options: countries, visibility: private}
- act: set_country
  from: where
"""

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Do it and go on."""
        turn.world.product.actions[self.action](turn, run, self._source(run))
        return self.next

    def _source(self, run: Run) -> str | None:
        """The question whose answer is taken."""
        if not self.sources:
            return None
        return next((a.step for a in reversed(run.answers) if a.step in self.sources), self.sources[0])

    def remembers(self, acting: Collection[str]) -> bool:
        """Some actions do."""
        return self.action in acting

    def faults(self, look: Look) -> Iterator[str]:
        """There must be such an action, and the answer that it takes."""
        if self.action not in look.known.actions:
            yield f'act "{self.action}": there is no such action'
        for source in self.sources or ():
            if not look.asked(source):
                yield f'act "{self.action}": no question "{source}" comes before it'

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """What the house says of the action."""
        yield Happens("What is done now: {about}", about=self.action)

    def drawn(self) -> tuple[Shape, str]:
        """A box."""
        return "other", f"act {self.action}"
