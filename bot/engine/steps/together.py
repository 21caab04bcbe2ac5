"""`together`: a block of questions that each seat answers at its own pace; a barrier at its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Literal, Self

from pydantic import Field

from bot.engine.aloud import Happens, Part, Piece, Says, in_words
from bot.engine.disclosure import own
from bot.engine.quiet import outside_quiet
from bot.engine.runs import clear_trails, end
from bot.engine.script import Dialog
from bot.engine.step import WAIT, Alone, Compiler, Line, Shape, Step
from bot.engine.turn import Turn
from bot.engine.written import Name, Span
from bot.model.events import Prompt, SetNudge
from bot.model.script import Button, Visibility
from bot.model.state import Block, Run


class TogetherStep(Step):
    """A block of questions that each person answers alone, at their own pace.

    Its end is a barrier: nobody goes on before both have answered, and at a fixed time the block is let go, in the
    same words for both. Alone, every answer is private.
    """

    id: Name = Field(alias="together", description="The block's name.")
    expires: Span = Field(description="How long it stays open: 3d, 48h, 30m.")
    waiting: Name = Field(description="The prompt for whoever has finished first.")
    expired: Name = Field(description="The prompt that lets it go, with the reader's own answers as `items`.")
    visibility: Visibility = Field(default="blind", description="What its answers permit, if they don't say it.")
    remind: Literal["once"] | None = Field(default=None, description="Whoever still has questions hears of it once.")
    alone: Alone | None = Field(default=None, description="Without a partner: what is told at its end.")
    steps: list[object] = Field(min_length=1, description="The questions, and what is told between them.")

    example: ClassVar[str] = """\
- together: our_week
  visibility: blind
  expires: 3d
  remind: once
  waiting: yours_is_in
  expired: let_go
  steps:
    - {ask: rest, kind: scale, from: 1, to: 5}
    - {ask: wish, kind: text, max: 200}
"""

    prompted: ClassVar[bool] = True
    is_block: ClassVar[bool] = True
    each_seat: ClassVar[bool] = True

    def placed(self, compiler: Compiler) -> Self:
        """With what stands in it."""
        compiler.needs_alone(self.alone is not None)
        compiler.needs_no_block()
        return self.with_(first=compiler.inside(), steps=[])

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Open the block and let each seat go at its own pace."""
        open_block(turn, run, self.id, self.expires, remind=self.remind is not None)
        for who in run.people:
            turn.seat(run, who).at = self.first
            turn.set_going(run, who)
        return WAIT

    def arrive(self, turn: Turn, run: Run, who: int) -> None:
        """Somebody has answered everything: they wait for the other, or both go on."""
        run.seats[who].state = "done"
        if any(run.seats[p].state != "done" for p in run.people):
            buttons = (Button(f"undo.{run.id}", "undo"),) if run.seats[who].trail else ()
            turn.say(who, Prompt(run.dialog, self.waiting), run=run, buttons=buttons)
            return
        run.block = None
        clear_trails(run)
        if len(run.people) == 1 and self.alone is not None:
            items = own(turn.dialog(run), run, self.id, who)
            turn.say(who, Prompt(run.dialog, self.alone.tell), run=run, values={"items": items})
        for person in run.people:
            run.seats[person].state = "idle"
        run.at = self.next
        turn.set_going(run)

    def retake(self, turn: Turn, run: Run, who: int) -> None:
        """Where they had left."""
        turn.set_going(run, who)

    def expire(self, turn: Turn, run: Run) -> None:
        """Let the block go; each gets their own answers back and learns nothing else.

        Who left and had answered nothing asked to hear no more of it.
        """
        for who in run.people:
            items = own(turn.dialog(run), run, self.id, who)
            if items or turn.seat(run, who).state != "left":
                turn.say(who, Prompt(run.dialog, self.expired), run=run, values={"items": items})
        end(turn, run)

    def ways(self, dialog: Dialog) -> tuple[str | None, ...]:
        """Into it; what follows comes after its last question."""
        return (self.first,)

    def waits(self, dialog: Dialog) -> bool:
        """For its questions."""
        return True

    @property
    def makes(self) -> frozenset[str]:
        """Its own name."""
        return frozenset({self.id})

    def lines(self, dialog: Dialog) -> Iterator[Line]:
        """What is said at its end, however it comes."""
        yield Line(self.waiting)
        yield Line(self.expired, own=self.id)
        if self.alone is not None:
            yield Line(self.alone.tell, own=self.id)

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """That each answers alone, what they are asked, and how it ends."""
        open_for = in_words(self.expires)
        yield Happens(
            "Both are asked the same now, each in their own chat and at their own pace. Nobody sees the other's "
            f"answers before both are done; after {open_for} it is let go.",
            "couple",
        )
        yield Part("Each is asked:", self.first)
        yield Says(self.waiting, "each", "Whoever is done first hears:", "couple")
        if self.remind is not None:
            yield Happens("Halfway, whoever still has questions hears of it, once.", "couple")
        yield Says(self.expired, "each", f"When {open_for} are over and not both have answered, each hears:", "couple")
        if self.alone is not None:
            yield Says(self.alone.tell, lead="At its end:", only="solo")

    def drawn(self) -> tuple[Shape, str]:
        """A frame."""
        return "block", f"together {self.id}"


def open_block(turn: Turn, run: Run, step_id: str, expires: int, *, remind: bool = False) -> None:
    """Open a block. Its expiry is fixed now, and moved by nothing: neither by what anybody does nor by their nights."""
    run.block = Block(step_id)
    clear_trails(run)
    if len(run.people) == 1:
        return
    run.block.expires = turn.world.now + timedelta(seconds=expires)
    fresh = turn.world.fresh
    turn.emit(SetNudge(fresh.id(), run.people[0], "expire", run.block.expires, run.id))
    for who in run.people if remind else ():
        halfway = outside_quiet(turn.world.now + timedelta(seconds=expires / 2), [turn.person(who)])
        turn.emit(SetNudge(fresh.id(), who, "remind", halfway, run.id, 1, expires=run.block.expires))
