"""`nudge`: a due time tied to the memory item last remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from bot.engine.aloud import Happens, Piece, Says, in_words
from bot.engine.script import Dialog
from bot.engine.step import Line, Look, Shape, Step
from bot.engine.steps.remember import lacking
from bot.engine.turn import Turn
from bot.engine.written import Name, Span
from bot.model.script import Moment
from bot.model.state import Run

_NEEDS = {"start": "moment", "eve": "moment", "until": "duration", "next_evening": "duration", "daily": "moment"}
_WHEN: dict[Moment, str] = {
    "start": "when it begins",
    "until": "when it ends",
    "eve": "the evening before, or two hours before when it is planned on its own day",
    "next_evening": "the evening after",
    "next_week": "a week later, for each of them, and again each week",
    "some_days_later": "on the evening of the third day, once, if what it belongs to has no moment by then",
    "on_day": "on the evening of its day",
    "daily": "every day at its hour, until its owner wants no more of it",
}


class NudgeStep(Step):
    """Sets a due time for what was remembered last: it does nothing if that has changed by then.

    `start`, `until` (the end) are moments that the person chose. The others are offered, under the cap of a day, and
    what is said of an evening here is said of the part of the day that its reader has picked, where they have: `eve`
    is the evening before, or two hours before when it is planned on its own day; `next_evening` is that after;
    `next_week` belongs to the dialog itself: for each person in it, on the evening of the day a week later, and again
    each week; `some_days_later` comes once, on the third evening, where what was remembered has no moment by then;
    `later` on the evening of the day so long `after` it was remembered; `on_day` on the evening of the day that was
    remembered. `daily` is no offer: it comes at the hour of the remembered moment, every day, until it is silenced.
    """

    id: Name = Field(alias="nudge", description="The name of its prompt, which has four wordings: name_1 to name_4.")
    at: Moment = Field(
        default="until",
        description="When it comes. `start` needs a remembered moment, `until` also a duration: else write `start`.",
    )
    after: Span | None = Field(default=None, description="With `later`: how long after: 3d, 120d.")
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

    @property
    def hangs_on(self) -> bool:
        """Some days later, on its day, or daily."""
        return self.at in ("later", "on_day", "daily")

    def faults(self, look: Look) -> Iterator[str]:
        """What it opens must be there; what was remembered must have its moment."""
        says = f'nudge "{self.id}"'
        if self.opens is not None and self.opens not in look.known.dialogs:
            yield f'{says}: there is no dialog "{self.opens}" to open'
        if (self.at == "later") != (self.after is not None):
            yield f'{says}: "after" and "later" belong together'
        if self.at in ("later", "on_day"):
            yield from lacking(look, None, f'{says} comes at "{self.at}"')
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
        when = _WHEN.get(self.at) or f"on the evening {in_words(self.after or 0)} after that"
        lead = f"Later, {when}, comes one of these.{late}{busy}"
        yield Says(self.id, "me", lead, variants=True, buttons=buttons)
        if self.opens is not None:
            yield Happens("Its button begins {dialog}.", dialog=self.opens)

    def drawn(self) -> tuple[Shape, str]:
        """A box."""
        return "other", f"nudge {self.id}<br/>at {self.at}"
