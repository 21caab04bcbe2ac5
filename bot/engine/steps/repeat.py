"""`repeat`: back to an earlier step of a turns block while an answer says so, a bounded number of times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from bot.engine.aloud import Happens, Piece
from bot.engine.script import Dialog
from bot.engine.step import Look, Question, Shape, Step
from bot.engine.turn import Turn
from bot.engine.written import Name
from bot.model.state import Run
from bot.model.values import Option


class RepeatStep(Step):
    """In a turns block: goes back to a question while an answer says so, at most so many times."""

    target: Name = Field(alias="repeat", description="The question to go back to.")
    answer: Name = Field(alias="when", description="The question whose answer decides.")
    value: Name = Field(alias="is", description="The option with which it goes back.")
    most: Annotated[int, Field(ge=1)] = Field(description="How often, at most.")

    example: ClassVar[str] = """\
- turns: listening
  expires: 2d
  left: it_ends_here
  steps:
    - {ask: say_it, kind: text, max: 300, visibility: shared}
    - {ask: what_you_heard, kind: text, max: 300, who: partner, visibility: shared}
    - {ask: was_that_it, kind: choice, options: [that_is_it, not_quite], visibility: shared}
    - {repeat: what_you_heard, when: was_that_it, is: not_quite, most: 2}
"""

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Go back, or on."""
        latest = next((a for a in reversed(run.answers) if a.step == self.answer), None)
        rounds = run.rounds.get(self.id, 0)
        if latest is None or latest.value != Option(self.value) or rounds >= self.most:
            return self.next
        run.rounds[self.id] = rounds + 1
        return self.target

    def ways(self, dialog: Dialog) -> tuple[str | None, ...]:
        """Back, or on."""
        return (self.target, dialog.onward(self))

    def way_labels(self) -> tuple[str, ...]:
        """What leads back."""
        return (f"{self.answer} is {self.value}, {self.most} times at most",)

    def at_once(self, dialog: Dialog) -> tuple[str | None, ...]:
        """It goes back so often and no more."""
        return ()

    def faults(self, look: Look) -> Iterator[str]:
        """It must go back within its block, by an option that there is."""
        says, steps = f'repeat "{self.target}"', look.dialog.steps
        if not getattr(steps.get(self.block or ""), "in_turns", False):
            yield f"{says} stands outside a turns block"
        if not look.asked(self.target) or steps[self.target].block != self.block:
            yield f"{says}: no question of that name comes before it in its block"
        when = steps.get(self.answer)
        if not look.asked(self.answer) or not isinstance(when, Question):
            yield f'{says}: no question "{self.answer}" comes before it'
        elif self.value not in when.options:
            yield f'{says}: the question "{self.answer}" has no option "{self.value}"'

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """When it goes back, and how often."""
        often = "once" if self.most == 1 else f"{self.most} times"
        text = f"If the answer to {{answers}} is {{labels}}, back to “{self.target}”, {often} at most."
        yield Happens(text, answers=(self.answer,), labels=(self.value,))

    def drawn(self) -> tuple[Shape, str]:
        """A diamond."""
        return "choice", f"repeat {self.target}"
