"""`nudge`: a due time tied to the memory item last remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from bot.engine.aloud import Happens, Piece, Says, in_words
from bot.engine.script import Dialog
from bot.engine.step import Line, Look, Question, Shape, Step
from bot.engine.steps.remember import lacking
from bot.engine.turn import Turn
from bot.engine.written import Name, Names, Span
from bot.model.script import Moment
from bot.model.state import Run

_NEEDS = {"start": "moment", "eve": "moment", "until": "duration", "next_evening": "duration"}
_NEEDS |= {"daily": "moment", "recurring": "moment"}
_WHEN: dict[Moment, str] = {
    "start": "when it begins",
    "until": "when it ends",
    "eve": "the evening before, or two hours before when it is planned on its own day",
    "next_evening": "the evening after",
    "next_week": "a week later, for each of them, and again each week",
    "some_days_later": "on the evening of the third day, once, if what it belongs to has no moment by then",
    "on_day": "on the evening of its day",
    "daily": "every day at its hour, until its owner wants no more of it",
    "recurring": "at its hour on each of its days, until its owner wants no more of it",
}


class NudgeStep(Step):
    """Sets a due time for what was remembered last: it does nothing if that has changed by then.

    `start`, `until` (the end) are moments that the person chose. The others are offered, under the cap of a day, and
    what is said of an evening here is said of the part of the day that its reader has picked, where they have: `eve`
    is the evening before, or two hours before when it is planned on its own day; `next_evening` is that after;
    `next_week` belongs to the dialog itself: for each person in it, on the evening of the day a week later, and again
    each week; `some_days_later` comes once, on the third evening, where what was remembered has no moment by then;
    `later` on the evening of the day so long `after` it was remembered; `on_day` on the evening of the day that was
    remembered. `daily` and `recurring` are no offers: they come at the hour of the remembered moment by its owner's
    clock, every day or on the days of the rhythm that its kind `repeats` by, until they are silenced. What is
    `recurring` has eight wordings, name_1 to name_8, none of which comes again before all have come.
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

    taps: dict[Name, Names] = Field(
        default={},
        max_length=1,
        description="A question of the dialog that it opens, and its options: each is a button, and a tap on it "
        "answers that question there.",
    )

    prompted: ClassVar[bool] = True

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Set it. One whose time has passed is not set."""
        turn.world.product.set_nudge(turn, run, self)
        return self.next

    @property
    def hangs_on(self) -> bool:
        """Some days later, on its day, daily, or again and again."""
        return self.at in ("later", "on_day", "daily", "recurring")

    @property
    def tapped(self) -> tuple[str, ...]:
        """The options that are its buttons."""
        return tuple(option for options in self.taps.values() for option in options)

    @property
    def buttons(self) -> tuple[str, ...]:
        """The labels of its buttons."""
        return () if self.opens is None else self.tapped or ("yes_now",)

    def answers(self, option: str) -> str | None:
        """The question that a tap on an option answers."""
        return next((ask for ask, options in self.taps.items() if option in options), None)

    def faults(self, look: Look) -> Iterator[str]:
        """What it opens must be there; what was remembered must have its moment."""
        says = f'nudge "{self.id}"'
        if self.opens is not None and self.opens not in look.known.dialogs:
            yield f'{says}: there is no dialog "{self.opens}" to open'
        for ask, options in self.taps.items():
            opened = look.known.sound.get(self.opens or "")
            asked = opened.steps.get(ask) if opened is not None else None
            if not isinstance(asked, Question) or not set(options) <= set(asked.options):
                yield f'{says}: "{self.opens}" has no question "{ask}" with these options'
        if (self.at == "later") != (self.after is not None):
            yield f'{says}: "after" and "later" belong together'
        if self.at in ("later", "on_day"):
            yield from lacking(look, None, f'{says} comes at "{self.at}"')
        if self.at in _NEEDS:
            yield from lacking(look, _NEEDS[self.at], f'{says} comes at "{self.at}"')

    def lines(self, dialog: Dialog) -> Iterator[Line]:
        """Its wordings, and its button."""
        yield Line(self.id, variants=True, again=self.at == "recurring")
        yield from (Line(label, "label") for label in self.buttons)

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """When it comes, its wordings, and what it leads to."""
        late = " If it would be late, it is left out." if self.late == "drop" else " It comes even when it is late."
        busy = " So it is in the middle of something else." if self.policy == "skip" else ""
        when = _WHEN.get(self.at) or f"on the evening {in_words(self.after or 0)} after that"
        lead = f"Later, {when}, comes one of these.{late}{busy}"
        yield Says(self.id, "me", lead, variants=True, buttons=self.buttons)
        if self.opens is not None:
            text = "A tap on a button answers {dialog}." if self.taps else "Its button begins {dialog}."
            yield Happens(text, dialog=self.opens)

    def drawn(self) -> tuple[Shape, str]:
        """A box."""
        return "other", f"nudge {self.id}<br/>at {self.at}"
