"""`nudge`: a due time tied to the memory item last remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from bot.engine.aloud import Happens, Piece, Says
from bot.engine.script import Dialog
from bot.engine.step import Line, Look, Shape, Step
from bot.engine.steps.remember import lacking
from bot.engine.turn import Turn
from bot.engine.written import Name
from bot.model.script import Moment
from bot.model.state import Run

_NEEDS = {"start": "moment", "eve": "moment", "until": "duration", "next_evening": "duration"}
_WHEN: dict[Moment, str] = {
    "start": "when it begins",
    "until": "when it ends",
    "eve": "the evening before, or two hours before when it is planned on its own day",
    "next_evening": "the evening after",
    "next_week": "a week later, for each of them, and again each week",
    "some_days_later": "on the evening of the third day, once, if what it belongs to has no moment by then",
}


class NudgeStep(Step):
    """Sets a due time for what was remembered last: it does nothing if that has changed by then.

    `start`, `until` (the end) are moments that the person chose. The others are offered, under the cap of a day: `eve`
    is the evening before, or two hours before when it is planned on its own day; `next_evening` is that after;
    `next_week` belongs to the dialog itself: for each person in it, on the evening of the day a week later, and again
    each week; `some_days_later` comes once, on the third evening, where what was remembered has no moment by then.
    """

    id: Name = Field(alias="nudge", description="The name of its prompt, which has four wordings: name_1 to name_4.")
    at: Moment = Field(
        default="until",
        description="When it comes. `start` needs a remembered moment, `until` also a duration: else write `start`.",
    )
    policy: Literal["defer", "skip"] = Field(
        default="defer", description="When the person is in the middle of something: later, or not at all."
    )
    late: Literal["keep", "drop"] = Field(default="keep", description="Whether one that is late still comes.")
    opens: Name | None = Field(
        default=None, description="The dialog that its button begins, this one among them. The button names nothing."
    )

    example: ClassVar[str] = """\
- {ask: what, kind: text, max: 80, visibility: private}
- {ask: when, kind: moment, visibility: private, needed: true}
- {ask: how_long, kind: duration, presets: [1h], visibility: private, needed: true}
- remember: tea
  from: [what, when, how_long]
- nudge: go
  at: start
  late: drop
"""

    prompted: ClassVar[bool] = True

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Set it. One whose time has passed is not set."""
        turn.world.product.set_nudge(turn, run, self)
        return self.next

    def faults(self, look: Look) -> Iterator[str]:
        """What it opens must be there; what was remembered must have its moment."""
        says = f'nudge "{self.id}"'
        if self.opens is not None and self.opens not in look.known.dialogs:
            yield f'{says}: there is no dialog "{self.opens}" to open'
        if self.at in _NEEDS:
            yield from lacking(look, _NEEDS[self.at], f'{says} comes at "{self.at}"')

    def lines(self, dialog: Dialog) -> Iterator[Line]:
        """Its wordings, and its button."""
        yield Line(self.id, variants=True)
        if self.opens is not None:
            yield Line("yes_now", "label")

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """When it comes, its wordings, and what it leads to."""
        late = " If it would be late, it is left out." if self.late == "drop" else " It comes even when it is late."
        busy = " So it is in the middle of something else." if self.policy == "skip" else ""
        buttons = ("yes_now",) if self.opens is not None else ()
        lead = f"Later, {_WHEN[self.at]}, comes one of these.{late}{busy}"
        yield Says(self.id, "me", lead, variants=True, buttons=buttons)
        if self.opens is not None:
            yield Happens("Its button begins {dialog}.", dialog=self.opens)

    def drawn(self) -> tuple[Shape, str]:
        """A box."""
        return "other", f"nudge {self.id}<br/>at {self.at}"
