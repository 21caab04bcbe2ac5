"""`choose`: branches on an answer or on a named pure function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import Field

from bot.engine.aloud import Happens, Part, Piece
from bot.engine.disclosure import in_together
from bot.engine.kinds import kind_of
from bot.engine.script import Dialog
from bot.engine.step import Compiler, Look, Question, Shape, Step
from bot.engine.turn import Turn
from bot.engine.written import Name
from bot.model.state import Run
from bot.model.values import Option

OTHERWISE = "otherwise"
GO_ON = "go_on"
"""The case in which nothing is done but to go on, as it is written."""


class ChooseStep(Step):
    """Branches on an earlier answer, or on a named function of the state.

    Each case has steps of its own, `go_on` for none, or `end`. `otherwise` is for whatever has no case, a skipped
    question among it. With `each`, every person walks their own short branch of tells and starts.
    """

    name: Name = Field(alias="choose", description="A question that came before, or a function.")
    written: dict[str, object] = Field(alias="cases", min_length=1, description="What follows for each outcome.")
    argument: Name | None = Field(default=None, alias="of", description="What the function looks at.")
    each: bool = Field(default=False, description="Every person their own branch.")
    answer: str | None = Field(default=None, alias="!answer")
    cases: dict[str, str | None] = Field(default={}, alias="!cases")

    example: ClassVar[str] = """\
- {ask: mood, kind: choice, options: [bright, grey], visibility: private}
- choose: mood
  cases:
    grey:
      - tell: a_word_for_grey_days
    otherwise: go_on
- choose: linked
  cases:
    yes: go_on
    otherwise: end
- tell: goodbye
"""

    def placed(self, compiler: Compiler) -> Self:
        """With the first step of each case."""
        answer = self.name if self.name in compiler.questions else None
        if answer and self.argument is not None:
            compiler.found(f'"of" means nothing in choose "{self.name}": it branches on an answer')
        return self.with_(answer=answer, cases={case: compiler.case(case) for case in self.written}, written={})

    def outcome(self, turn: Turn, run: Run, who: int) -> str | None:
        """The id of the step that this person's branch begins with, or of what follows the choice."""
        if self.answer is not None:
            own = in_together(turn.dialog(run), self.answer)
            latest = (a for a in reversed(run.answers) if a.step == self.answer and (a.person == who or not own))
            answer = next(latest, None)
            case = answer.value.id if answer is not None and isinstance(answer.value, Option) else OTHERWISE
        else:
            case = turn.world.product.functions[self.name](turn, run, who, self.argument)
        if case not in self.cases:
            case = OTHERWISE
        return self.cases.get(case) or self.next

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Take the branch; with `each`, every person walks their own."""
        if not self.each:
            return self.outcome(turn, run, run.starter)
        steps = turn.dialog(run).steps
        for who in run.people:
            at = self.outcome(turn, run, who)
            while at is not None and at != self.next:
                at = steps[at].visit(turn, run, who)
        return self.next

    def visit(self, turn: Turn, run: Run, who: int) -> str | None:
        """Take the branch alone."""
        return self.outcome(turn, run, who)

    def ways(self, dialog: Dialog) -> tuple[str | None, ...]:
        """Into each case; and on, where no case may fit."""
        onward = dialog.onward(self)
        cases = tuple(first or onward for first in self.cases.values())
        return cases if self._covers_all(dialog) else (*cases, onward)

    def way_labels(self) -> tuple[str, ...]:
        """The cases."""
        return tuple(self.cases)

    def _covers_all(self, dialog: Dialog) -> bool:
        """Whether some case is taken whatever the outcome. A skipped question has no outcome of its own."""
        if OTHERWISE in self.cases:
            return True
        ask = dialog.steps.get(self.answer or "")
        return isinstance(ask, Question) and kind_of(ask).one_option and set(ask.options) <= set(self.cases)

    def faults(self, look: Look) -> Iterator[str]:
        """Its cases must be outcomes that there are, and one of them must always fit."""
        says = f'choose "{self.name}"'
        if self.answer is None:
            yield from self._of_function(says, look)
        elif self.answer not in look.before:
            yield f"{says}: the question comes later or on another way"
        else:
            ask = look.dialog.steps[self.answer]
            options = kind_of(ask).outcomes(ask) if isinstance(ask, Question) else ()
            for case in self.cases:
                if case != OTHERWISE and case not in options:
                    yield f'{says}: the question has no option "{case}"'
        if not self._covers_all(look.dialog):
            yield f'{says} has no case "otherwise"'

    def _of_function(self, says: str, look: Look) -> Iterator[str]:
        if self.name not in look.known.functions:
            yield f"{says}: there is no question and no function of that name"
        if self.argument is not None and self.argument not in look.before:
            yield f'{says}: no question or block "{self.argument}" comes before it'
        outcomes = look.known.functions.get(self.name, ())
        for case in self.cases:
            if outcomes and case != OTHERWISE and case not in outcomes:
                yield f'{says}: it is never "{case}", but {" or ".join(outcomes)}'

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """What it depends on, and every case."""
        whose = " Each goes by their own." if self.each else ""
        if self.answer is not None:
            yield Happens("What follows depends on the answer to {answers}." + whose, answers=(self.answer,))
        else:
            of = (self.argument,) if self.argument is not None else ()
            looks = " It looks at {answers}." if of else ""
            yield Happens("What follows depends: {about}" + looks + whose, answers=of, about=self.name)
        for case, first in self.cases.items():
            onward = first if first != self.next else None
            if case == OTHERWISE:
                yield Part("Otherwise:", onward)
            elif self.answer is not None:
                yield Part("After {labels}:", onward, labels=(case,))
            else:
                yield Part(f"“{case.replace('_', ' ')}”:", onward)

    def drawn(self) -> tuple[Shape, str]:
        """A diamond."""
        of = f" of {self.argument}" if self.argument else ""
        return "choice", f"{self.name}{of}{', for each' if self.each else ''}"
