"""What every kind of question shares: which keys it has, what can be tapped, what a tap comes to, how it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Literal
from zoneinfo import ZoneInfo

from bot.engine.step import Question
from bot.model.asks import Answer, Ask
from bot.model.events import Tap, Taps
from bot.model.values import Option, Unclear, Value, Variable

ON_THE_WAY: Final = "on the way"
"""What a press comes to that changed the question and does not answer it yet."""

FULL: Final = "list_full"
"""What a press or words come to where there is no room left; the prompt of `common` that says so."""

Pressed = Value | Literal["on the way", "list_full"] | None
"""What a press comes to: the answer, `ON_THE_WAY`, `FULL`, or nothing."""

Heard = Value | Literal["on the way", "list_full"]
"""What words come to that were read: the answer, `ON_THE_WAY` or `FULL`."""

ROW: Final = 8
"""As many short buttons as a phone shows side by side."""

Examples = Mapping[str, Sequence[Mapping[str, object]]]
"""Prompts of `common` by name, each with its values by example, case by case."""

Said = tuple[str, Mapping[str, Variable]]
"""A prompt of `common`, by its name, with its values."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands before one person: `ask` is how far they have come with it; `now` is in UTC, `zone` their
    own time zone."""

    step: Question
    ask: Ask
    now: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given: `typed` or tapped; the latest answer of the same type `before`; and `since` when it
    counts, where that is known (UTC)."""

    value: Value
    typed: bool = False
    before: Value | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Longest(Option):
    """An option by example: whichever of `options` has the longest label in the language that is looked at."""

    options: tuple[str, ...] = ()


class Kind:
    """One kind of question. It keeps nothing: all that changes stands in the ask.

    The data of a button, as `a:<ask>:<data>` carries it, is written by `data` alone, and `read` by finding it among
    what can be tapped: what was never offered means nothing.
    """

    said: ClassVar[str] = "answers"
    """How it is answered: what is read aloud after “Ana …”. `{max}` stands for how long words may be."""

    keys: ClassVar[frozenset[str]] = frozenset()
    """The keys of `ask` that mean something for it alone, or for few kinds."""
    bounds: ClassVar[tuple[int, int]] = (1, 5)
    """The least and the most where a question says nothing; presets are held against them."""
    needs_options: ClassVar[bool] = False
    lists: ClassVar[bool] = False
    """Whether its answer names several things."""
    one_option: ClassVar[bool] = False
    """Whether its answer is always one of its options, so that a `choose` over them leaves nothing out."""
    goes_by_moment: ClassVar[bool] = False
    """Whether typed words are read as seen from the moment that was answered before."""
    way_back: ClassVar[str] = "back"
    """The control that takes an answer of this kind back."""
    prompts: ClassVar[Examples] = {}
    """Prompts that it needs beside its `misfit_…`."""
    labels: ClassVar[tuple[str, ...]] = ()
    """Labels of `common` that it needs."""

    def options(self, written: tuple[str, ...]) -> tuple[str, ...]:
        """The options of a question of this kind, from those written."""
        return written

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """What can be tapped under the question as it stands."""
        return (self.group(map(Option, asked.step.options)),)

    def readable(self, asked: Asked) -> tuple[Taps, ...]:
        """What a button may send, also one of an older face of the question."""
        return self.taps(asked)

    def data(self, value: Value, place: int = 0) -> str:
        """What the button of a value sends; `place` is its place in its group. Raises TypeError for a value of which
        this kind has no button."""
        if isinstance(value, Option):
            return value.id
        raise TypeError(f"{type(self).__name__} has no button for {type(value).__name__}")

    def read(self, asked: Asked, data: str) -> Value | None:
        """The value whose button sends this, of all that can be tapped; None when there is no such button."""
        taps = (tap for group in self.readable(asked) for tap in group.each)
        return next((tap.shown for tap in taps if tap.data == data), None)

    def press(self, asked: Asked, data: str) -> Pressed:
        """What a button comes to, a control of this kind's own as well (`!name`); what is on the way is written into
        the ask."""
        shown = self.read(asked, data)
        return self.tapped(asked, shown) if shown is not None else None

    def tapped(self, asked: Asked, shown: Value) -> Pressed:
        """What it comes to that a value was tapped."""
        return shown

    def heard(self, asked: Asked, value: Value, message: int) -> Heard:
        """What it comes to that words were read as a value; `message` brought them."""
        return value

    def longest(self, step: Question) -> int:
        """How long own words may be, in UTF-16 units."""
        return step.max

    def taken_back(self, ask: Ask, answer: Answer) -> None:
        """Leave in a question that is asked again what an answer to it had, where that is worth keeping."""

    def controls(self, asked: Asked) -> tuple[str, ...]:
        """The controls that it adds to the question as it stands."""
        return ()

    def takes_back(self, asked: Asked) -> Mapping[str, Value]:
        """What its controls take back, where their buttons show that in place of their label."""
        return {}

    def of_those_shown(self, asked: Asked, unclear: Unclear) -> Value | None:
        """What words mean that leave something open, where only one of what can be tapped is among it."""
        return None

    def ask_back(self, asked: Asked, unclear: Unclear) -> Said:
        """Keep in the ask what words may have meant, to be tapped; what asks which."""
        raise NotImplementedError

    def agreed(self, asked: Asked) -> Value | None:
        """What a yes means where words were asked back and only one thing was offered."""
        return None

    def said_back(self, given: Given) -> Said | None:
        """What says how an answer was understood, where that is to be said. It is left out where no question follows:
        then the dialog itself says what came of it."""
        return None

    def outcomes(self, step: Question) -> tuple[str, ...]:
        """The options that a `choose` over its answer may have as cases."""
        return step.options

    def faults(self, step: Question) -> Iterator[str]:
        """What is wrong with a question of this kind, in one sentence each."""
        yield from ()

    def misfits(self, here: Question, there: Question) -> Iterator[str]:
        """Why an answer to one question of this kind may be none to another."""
        if "from" in self.keys and (here.low < there.low or here.high > there.high):
            yield f"it may be {here.low} to {here.high}, and only {there.low} to {there.high} fit"

    def sample(self, step: Question) -> Value:
        """The longest answer to a question, or nearly so."""
        return Longest(step.options[0], options=step.options)

    def group(self, values: Iterable[Value], in_a_row: int | None = None) -> Taps:
        """Values to be tapped, that stand together."""
        return Taps(tuple(Tap(self.data(value, n), value) for n, value in enumerate(values)), in_a_row)
