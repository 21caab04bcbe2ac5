"""`gate`: is it safe to speak freely? Two private yeses, or the same words to both at a fixed expiry.

Whoever starts is asked first; the other hears of it only after that yes. Every answer leaves the same words, so that
nobody who looks at the phone can tell which it was; a no leads that person, alone and unseen, to their own help.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Literal, Self

from pydantic import Field

from bot.engine.aloud import Asks, Happens, Piece, Says, in_words
from bot.engine.runs import clear_trails, end
from bot.engine.script import Dialog
from bot.engine.step import WAIT, Compiler, Line, Question, Shape
from bot.engine.steps.ask import open_ask
from bot.engine.steps.together import open_block
from bot.engine.turn import Turn
from bot.engine.written import Name, Span
from bot.model.asks import Ask
from bot.model.events import Prompt
from bot.model.state import Run
from bot.model.values import Option

RESTS = timedelta(days=7)
"""So long after a gate has closed nobody who was asked can start its dialog again, whatever closed it."""


class GateStep(Question):
    """Asks each in private whether it is safe to speak freely: two yeses open it.

    Anything else looks the same to the other: `closed`, at the fixed expiry, and then seven days of rest. Only a tap
    answers. Alone it is passed over.
    """

    id: Name = Field(alias="gate", description="The prompt of its question.")
    expires: Span = Field(description="When it closes, whatever was answered: 3d, 48h, 30m.")
    waiting: Name = Field(description="The prompt after any answer.")
    closed: Name = Field(description="The prompt to whoever was asked, when it closes.")
    alone: Literal["skip"] | None = Field(default=None, description="Without a partner it is passed over.")
    options: tuple[str, ...] = Field(default=("gate_yes", "gate_no"), alias="!options")

    example: ClassVar[str] = """\
- gate: safe_to_speak
  expires: 24h
  waiting: thanks_for_saying
  closed: not_this_time
- tell: we_begin
"""

    is_block: ClassVar[bool] = True
    closes: ClassVar[bool] = True
    only_taps: ClassVar[bool] = True

    def placed(self, compiler: Compiler) -> Self:
        """It says that it is passed over alone."""
        compiler.needs_alone(self.alone is not None)
        return self

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Ask whoever starts; alone there is nobody to be safe from here."""
        if len(run.people) == 1:
            return self.next
        open_block(turn, run, self.id, self.expires)
        open_ask(turn, run, run.starter, self)
        return WAIT

    def went_on(self, turn: Turn, run: Run, who: int, ask: Ask) -> None:
        """Two yeses open it; whatever else somebody says is known to them alone."""
        seat = run.seats[who]
        seat.state = "done"
        seat.trail.clear()
        turn.say(who, Prompt(run.dialog, self.waiting), run=run)
        if not self._said_yes(run, who):
            turn.world.product.unsafe(turn, who)
            return
        unasked = [p for p in run.people if p not in run.seats]
        for other in unasked:
            if not self._joins(turn, run, other):
                open_ask(turn, run, other, self)
        if unasked or not all(self._said_yes(run, p) for p in run.people):
            return
        run.block = None
        clear_trails(run)
        for person in run.people:
            run.seats[person].state = "idle"
        run.at = self.next
        turn.set_going(run)

    def _joins(self, turn: Turn, run: Run, who: int) -> bool:
        """Whether somebody has begun the very same by themselves, and stands at its question: it is this one now. As
        after any first yes they may learn of it, and it closes when that one's would."""

        def is_same(other: Run) -> bool:
            begun = other.dialog == run.dialog and other.id != run.id and other.starter == who and not other.stranded
            here = other.block is not None and other.block.step == self.id and turn.seat(other, who).ask is not None
            return begun and here and not any(a.step != self.id for a in (*run.answers, *other.answers))

        twin = next((other for other in turn.conversation.runs.values() if is_same(other)), None)
        if twin is None:
            return False
        run.seats[who] = twin.seats.pop(who)
        person = turn.person(who)
        person.queue = [run.id if waits == twin.id else waits for waits in person.queue]
        person.foreground = run.id if person.foreground == twin.id else person.foreground
        for parked in person.parked:
            parked.run = run.id if parked.run == twin.id else parked.run
        end(turn, twin)
        return True

    def _said_yes(self, run: Run, who: int) -> bool:
        """Whether somebody said yes and has not left since."""
        answer, seat = run.answer(self.id, who), run.seats.get(who)
        stays = seat is not None and seat.state == "done"
        return stays and answer is not None and answer.value == Option(self.options[0])

    def retake(self, turn: Turn, run: Run, who: int) -> None:
        """Asked again."""
        open_ask(turn, run, who, self)

    def expire(self, turn: Turn, run: Run) -> None:
        """A no, a not now, a stop, danger found and silence look the same; who was never asked, or never came to see
        the question, learns of nothing."""
        for who in (person for person in run.people if person in run.seats):
            ask = run.seats[who].ask
            if ask is None or ask.shown:
                turn.say(who, Prompt(run.dialog, self.closed), run=run)
            turn.person(who).rests[run.dialog] = turn.world.now + RESTS
        end(turn, run)

    def waits(self, dialog: Dialog) -> bool:
        """For two people."""
        return "solo" not in dialog.forms

    def lines(self, dialog: Dialog) -> Iterator[Line]:
        """Its three prompts and two buttons."""
        yield from (Line(name, to="each") for name in (self.id, self.waiting, self.closed))
        yield from (Line(option, "label") for option in self.options)

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """Who is asked when, and that all but two yeses looks the same."""
        yield Asks(self.id, lead="In private:", only="couple")
        yield Happens(
            "Only a tap answers. After a yes the other is asked the same, and hears of it only then. Two yeses, and it "
            "goes on. Whoever says no is shown their own help lines, unseen.",
            "couple",
        )
        yield Says(self.waiting, "each", "After any answer:", "couple")
        lead = f"After {in_words(self.expires)} without two yeses, whatever the reason, whoever was asked hears:"
        yield Says(self.closed, "each", lead, "couple")
        yield Happens(f"Then it rests: for {RESTS.days} days neither of them can start it again.", "couple")
        if self.alone is not None:
            yield Happens("Nobody is asked whether it is safe.", "solo")

    def drawn(self) -> tuple[Shape, str]:
        """A question."""
        return "question", f"gate {self.id}"
