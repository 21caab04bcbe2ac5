"""`turns`: alternating steps; only the one whose turn it is has a question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final, Literal, Self

from pydantic import Field

from bot.engine.aloud import Happens, Part, Piece, Says, in_words
from bot.engine.place import place_of, say_there
from bot.engine.runs import clear_trails, end
from bot.engine.script import Dialog
from bot.engine.step import Compiler, Line, Look, Question, Shape, Step
from bot.engine.steps.gate import RESTS
from bot.engine.steps.together import open_block
from bot.engine.turn import Turn
from bot.engine.written import Name, Span
from bot.model.events import Prompt
from bot.model.state import Run

IN_THE_GROUP: Final = (
    "Begun in their group, it goes on there: each is asked by name, and only they can answer. What is for one of them "
    "here is left out, since both see the answers."
)
"""Said of such a block when it is read aloud."""


class TurnsStep(Step):
    """A block in which two people take turns; with `swap` once more with the roles exchanged.

    Who stops in the middle of it is told of at once, in neutral words: the other would wait for an answer. Where it is
    `quiet`, that would say too much: stopping, not now, keeping what could be shared and silence end alike, at its
    time; then it rests for a week.
    """

    id: Name = Field(alias="turns", description="The block's name.")
    expires: Span = Field(description="How long it stays open: 3d, 48h, 30m.")
    left: Name = Field(description="The prompt when somebody stopped, or nobody went on in time.")
    swap: bool = Field(default=False, description="Once more, with the roles exchanged.")
    group: bool = Field(
        default=False,
        description="Where two have a group and began it there, this asks there, and tells there what is for `both`; "
        "an answer in the group is seen by both, so nothing else in it is said.",
    )
    quiet: bool = Field(
        default=False,
        description="Who stops, or keeps what they could share, is told of by nothing but its end, as after silence.",
    )
    alone: Literal["skip"] | None = Field(default=None, description="Without a partner it is passed over.")
    steps: list[object] = Field(min_length=1, description="What happens in it.")

    example: ClassVar[str] = """\
- turns: listening
  expires: 2d
  left: it_ends_here
  swap: true
  group: true
  steps:
    - {ask: say_it, kind: text, max: 300, visibility: shared}
    - {ask: what_you_heard, kind: text, max: 300, who: partner, visibility: shared}
"""

    prompted: ClassVar[bool] = True
    is_block: ClassVar[bool] = True
    in_turns: ClassVar[bool] = True

    def placed(self, compiler: Compiler) -> Self:
        """With what stands in it."""
        compiler.needs_alone(self.alone is not None)
        compiler.needs_no_block()
        return self.with_(first=compiler.inside(), steps=[])

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Open the block and go to its first step; without a partner it is passed over."""
        if len(run.people) == 1:
            return self.next
        run.swapped, run.rounds = False, {}
        open_block(turn, run, self.id, self.expires)
        return self.first

    def round_over(self, turn: Turn, run: Run) -> str | None:
        """The swapped round, or what follows the block."""
        clear_trails(run)
        if self.swap and not run.swapped and run.block is not None:
            run.swapped, run.rounds = True, {}
            run.block.since = len(run.answers)
            return self.first
        run.block, run.swapped = None, False
        return self.next

    def leave(self, turn: Turn, run: Run, who: int) -> bool:
        """It is over for both; where it is quiet, nothing shows until its time."""
        if self.quiet:
            return False
        other, there = run.other(who), place_of(turn, run)
        if there is not None:
            say_there(turn, there, Prompt(run.dialog, self.left), run=run)
        elif other is not None:
            turn.say(other, Prompt(run.dialog, self.left), run=run)
        return True

    def expire(self, turn: Turn, run: Run) -> None:
        """Nobody went on in time: both hear the same neutral words."""
        there = place_of(turn, run)
        if there is not None:
            say_there(turn, there, Prompt(run.dialog, self.left), run=run)
        for who in run.people if there is None else ():
            turn.say(who, Prompt(run.dialog, self.left), run=run)
            if self.quiet:
                turn.person(who).rests[run.dialog] = turn.world.now + RESTS
        end(turn, run)

    def retake(self, turn: Turn, run: Run, who: int) -> None:
        """Asked again, if it is their turn."""
        step = turn.dialog(run).steps.get(run.at or "")
        if isinstance(step, Question) and run.played_by(step.who) == who:
            turn.set_going(run)

    def ways(self, dialog: Dialog) -> tuple[str | None, ...]:
        """Into it; what follows comes after its last step."""
        return (self.first,)

    def at_once(self, dialog: Dialog) -> tuple[str | None, ...]:
        """Alone it is passed over."""
        return () if self.waits(dialog) else (self.next,)

    def faults(self, look: Look) -> Iterator[str]:
        """In a group nobody hears anything alone."""
        if not self.group:
            return
        if self.quiet:
            yield f'turns "{self.id}": what is said in a group is not quiet about who stops'
        for step in look.dialog.steps.values():
            if step.block == self.id and getattr(step, "to", None) == "each":
                yield f'tell "{step.id}": in turns that a group sees it is told to both, not to each'
            elif step.block == self.id and isinstance(step, Question) and step.visibility != "shared":
                yield f'ask "{step.id}": in turns that a group sees every answer is shared'

    def waits(self, dialog: Dialog) -> bool:
        """For two people."""
        return "solo" not in dialog.forms

    @property
    def makes(self) -> frozenset[str]:
        """Its own name."""
        return frozenset({self.id})

    def lines(self, dialog: Dialog) -> Iterator[Line]:
        """What is said when it ends early."""
        yield Line(self.left, to="both" if self.group else "each")

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """That two take turns, with what, and how it ends early."""
        again = " When it is done, once more with the parts exchanged." if self.swap else ""
        text = f"Now the two take turns, for at most {in_words(self.expires)}." + again
        yield Happens(text, "couple")
        if self.group:
            yield Happens(IN_THE_GROUP, "couple")
        yield Part("In turns:", self.first, "couple")
        when = "nobody goes on in time" if self.quiet else "somebody stops, or nobody goes on in time"
        yield Says(self.left, "both" if self.group else "each", f"When {when}, both hear:", "couple")
        if self.quiet:
            rests = f"Then it rests: for {RESTS.days} days neither can start it again."
            yield Happens(f"Who stops, or keeps what they could share, is told of by nothing else. {rests}", "couple")
        if self.alone is not None:
            yield Happens("All of this is passed over.", "solo")

    def drawn(self) -> tuple[Shape, str]:
        """A frame."""
        return "block", f"turns {self.id}"
