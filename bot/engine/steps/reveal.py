"""`reveal`: shows a block to both at once, pairwise, item by item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from bot.engine.aloud import Piece, Says
from bot.engine.disclosure import pairs
from bot.engine.runs import clear_trails
from bot.engine.script import Dialog
from bot.engine.step import NOTHING, Line, Look, Shape, Step
from bot.engine.turn import Turn
from bot.engine.written import Name
from bot.model.events import Prompt
from bot.model.state import Run


class RevealStep(Step):
    """Shows a block's answers to both, pair by pair: who skipped an item does not see the other's.

    `listen` is the line beneath it for each as the one who listens: ask, believe, offer – fitting what was shown.
    """

    id: Name = Field(alias="reveal", description="The prompt, with the pairs as `items`.")
    source: Name = Field(alias="from", description="The block.")
    nothing: Name = Field(description="The prompt when no item was answered by both.")
    listen: Name = Field(
        description="The prompt beneath it: a line on how to listen, with the pairs as `items`; or `nothing`."
    )
    group: Name | None = Field(
        default=None,
        description="The prompt by which the words go to the group of two as well, once both have chosen so: the pairs "
        "as `items`, of `me` and of `partner`. No picture ever goes there.",
    )

    example: ClassVar[str] = """\
- together: our_week
  expires: 48h
  waiting: yours_is_in
  expired: let_go
  steps:
    - {ask: rest, kind: scale, from: 1, to: 5}
- reveal: both_weeks
  from: our_week
  nothing: nothing_in_common
  listen: ask_them_one_thing
"""

    prompted: ClassVar[bool] = True

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Show what both answered; alone there is nothing to reveal."""
        if len(run.people) == 1:
            return self.next
        clear_trails(run)
        for who in run.people:
            items = pairs(turn.dialog(run), run, self.source, who)
            name = self.id if items else self.nothing
            turn.say(who, Prompt(run.dialog, name), run=run, values={"items": items})
            if items and self.listen != NOTHING:
                turn.say(who, Prompt(run.dialog, self.listen), run=run, values={"items": items})
            words = turn.person(who).last_words
            if words is not None and words.run == run.id:
                words.disclosed_to = run.other(who)
        items = pairs(turn.dialog(run), run, self.source, run.starter)
        if items and self.group is not None:
            turn.world.product.offer_to_group(turn, run, Prompt(run.dialog, self.group), {"items": items})
        return self.next

    def faults(self, look: Look) -> Iterator[str]:
        """There must be a block to show."""
        if self.source not in look.before or not getattr(look.dialog.steps.get(self.source), "each_seat", False):
            yield f'reveal "{self.id}": no block "{self.source}" comes before it'

    def lines(self, dialog: Dialog) -> Iterator[Line]:
        """Both of its prompts, with pairs."""
        yield Line(self.id, to="each", pairs=self.source)
        yield Line(self.nothing, to="each", pairs=self.source)
        if self.listen != NOTHING:
            yield Line(self.listen, to="each", pairs=self.source)
        if self.group is not None:
            yield Line(self.group, to="both", pairs=self.source)

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """What both see, and when there is nothing to see."""
        yield Says(self.id, "each", "Once both are done, both see at once what both have answered:", "couple")
        if self.listen != NOTHING:
            yield Says(self.listen, "each", "And beneath it:", "couple")
        if self.group is not None:
            yield Says(self.group, "both", "Where they have a group, and once both have chosen so, it says:", "couple")
        yield Says(self.nothing, "each", "When no question has two answers:", "couple")

    def drawn(self) -> tuple[Shape, str]:
        """A box."""
        return "other", f"reveal {self.id}"
