"""What every kind of step shares: its form, what it is told where it stands, and what it answers.

A kind of step is one class in `bot.engine.steps`: its written form, what the check demands of it, its ways on, how it
is drawn and read aloud, and what it does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Literal, Protocol, Self

from pydantic import Field

from bot.engine.aloud import Happens, Piece, Says
from bot.engine.written import Alone as Alone
from bot.engine.written import Sentence as Sentence
from bot.engine.written import Written
from bot.model.asks import Ask
from bot.model.script import Role, To, Visibility
from bot.model.state import Run
from bot.model.values import Value

if TYPE_CHECKING:
    # For annotations alone: a dialog and a turn know the steps, and steps look at a dialog and act on a turn.
    from bot.engine.script import Dialog
    from bot.engine.turn import Turn

NOTHING: Final = "nothing"
"""In place of a prompt: nothing is said."""

WAIT: Final = "!wait"
"""What a step answers when the run stands still there; no step id starts with an exclamation mark."""

Shape = Literal["question", "choice", "block", "other"]

LineRole = Literal["text", "caption", "mark", "copy", "label", "short", "meant", "said", "of_deck"]


@dataclass(frozen=True, slots=True)
class Line:
    """One block of wording that a step needs: a prompt for a role, a label or the short name of a question.

    `own` and `pairs` name a block whose answers it lists as `items`, `shared` those of one person that all have by
    then; `variants` are the wordings of a nudge, more where it comes `again`."""

    name: str
    role: LineRole = "text"
    to: To = "me"
    own: str | None = None
    pairs: str | None = None
    shared: tuple[str, ...] = ()
    variants: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a script may refer to beyond its own steps.

    `functions` maps each to its outcomes, none where they are not known; `sound` are the dialogs that can be looked
    into, `dialogs` the names of all; `kinds` are the memory items that some dialog remembers.
    """

    functions: Mapping[str, Collection[str]]
    actions: Collection[str]
    dialogs: Collection[str]
    sound: Mapping[str, Dialog]
    commands: Collection[str]
    kinds: Collection[str]


@dataclass(frozen=True, slots=True)
class Look:
    """What a step may look at when it is checked: what may have come `before` it on some way (questions and blocks by
    name), and the `remember` steps of which one may be the `latest`."""

    dialog: Dialog
    before: Collection[str]
    latest: Collection[str]
    remembered: bool
    known: Known

    def asked(self, name: str) -> bool:
        """Whether a question of that name may have come before."""
        return name in self.before and isinstance(self.dialog.steps.get(name), Question)


class Compiler(Protocol):
    """What a step is told when it is given its place among the others."""

    @property
    def solo(self) -> bool:
        """Whether the dialog is also for one person alone."""

    @property
    def couple(self) -> bool:
        """Whether the dialog is also for two."""

    @property
    def questions(self) -> Collection[str]:
        """The names of all questions of the dialog."""

    def found(self, text: str) -> None:
        """Something is wrong with this step."""

    def needs_alone(self, given: bool) -> None:
        """This step must say what happens without a partner."""

    def needs_no_block(self) -> None:
        """This step is a block, and stands in none."""

    def block(self) -> Step | None:
        """The block that this step stands in, as written."""

    def offered(self) -> tuple[str, ...]:
        """The questions before this step, in the order written, whose answers may be offered."""

    def inside(self) -> str:
        """Compile what stands in this block; gives the id of its first step."""

    def case(self, name: str) -> str | None:
        """Compile what stands in a case; gives the id of its first step, or of what follows when it is empty."""


class Step(Written):
    """One authored place in a dialog. `next` is the id of the step after it, None at the end of its chain; `line` is
    its line in the file, `block` the together or turns block it stands in, and
    `first` the first step of what stands in it, where it is one.

    What stands in a file has a key; what is worked out when the dialog is compiled has none that could be written.
    """

    id: str = Field(default="", alias="!id")
    line: int = Field(default=0, alias="!line")
    next: str | None = Field(default=None, alias="!next")
    block: str | None = Field(default=None, alias="!block")
    first: str = Field(default="", alias="!first")

    goes_on: ClassVar[bool] = True
    """Whether what is written after it follows it."""
    prompted: ClassVar[bool] = False
    """Whether its name is the name of its prompt."""
    is_block: ClassVar[bool] = False
    each_seat: ClassVar[bool] = False
    """A block in which each person answers every question, at their own pace."""
    closes: ClassVar[bool] = False
    """A block that opens or closes what follows: while it is open, its dialog is not begun again."""
    in_turns: ClassVar[bool] = False
    """A block that keeps both at it, while only one of them has a question."""
    arrow: ClassVar[str] = "-->"
    example: ClassVar[str] = ""
    """Steps that show this kind at work, as they stand in the file of a dialog for two: for the manual."""
    makes_item: ClassVar[bool] = False
    """Whether something is remembered here."""

    def placed(self, compiler: Compiler) -> Self:
        """The step with everything said out loud that its form leaves to the place where it stands."""
        return self

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Take a run into this step; the id of the step that follows, None at the end of its chain, or `WAIT`."""
        raise NotImplementedError

    def visit(self, turn: Turn, run: Run, who: int) -> str | None:
        """Take one person into this step, in a block that each answers for themselves; otherwise as `enter`."""
        return self.next

    def ways(self, dialog: Dialog) -> tuple[str | None, ...]:
        """What may come next: ids of steps, and None where the run ends."""
        return (dialog.onward(self),)

    def way_labels(self) -> tuple[str, ...]:
        """What leads to each of the first of its ways."""
        return ()

    def at_once(self, dialog: Dialog) -> tuple[str | None, ...]:
        """The ways that are taken in the same turn, as often as one likes, even by a person alone."""
        return () if self.waits(dialog) else self.ways(dialog)

    def waits(self, dialog: Dialog) -> bool:
        """Whether a run stands still here even when nobody is linked."""
        return False

    @property
    def makes(self) -> frozenset[str]:
        """The names of questions and blocks that are known from here on."""
        return frozenset()

    @property
    def sets_going(self) -> str | None:
        """The dialog that begins here at once."""
        return None

    @property
    def calls(self) -> str | None:
        """The dialog that must have ended before this one goes on."""
        return None

    @property
    def hangs_on(self) -> bool:
        """Whether it sets something that hangs on whatever was remembered, with or without a moment of its own."""
        return False

    def remembers(self, acting: Collection[str]) -> bool:
        """Whether something is remembered here; `acting` are the actions that do."""
        return self.makes_item

    def faults(self, look: Look) -> Iterator[str]:
        """What is wrong with it where it stands, in one sentence each."""
        yield from ()

    def lines(self, dialog: Dialog) -> Iterator[Line]:
        """The wording that it needs."""
        yield from ()

    def drawn(self) -> tuple[Shape, str]:
        """Its shape in a flowchart, and the words on it."""
        return "other", type(self).__name__.removesuffix("Step").lower()

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """What it says of itself when the dialog is read aloud."""
        said = [line for line in self.lines(dialog) if line.role in ("text", "caption")]
        yield from (Says(line.name, line.to, variants=line.variants) for line in said)
        if not said:
            yield Happens(f"({self.drawn()[1].replace('<br/>', ', ')})")

    def expire(self, turn: Turn, run: Run) -> None:
        """Its time is over: the block ends, in the same words for both."""
        raise NotImplementedError

    def retake(self, turn: Turn, run: Run, who: int) -> None:
        """Somebody takes a seat again that they had left."""

    def leave(self, turn: Turn, run: Run, who: int) -> bool:
        """Somebody stops in the middle of it; whether that ends the run."""
        return False

    def round_over(self, turn: Turn, run: Run) -> str | None:
        """Where the run goes when the chain within the block has ended; None when the run ends with it."""
        return None

    def with_(self, **changes: object) -> Self:
        """A copy with other values."""
        return self.model_copy(update=changes)


class Question(Step):
    """A step that puts one question to somebody. `max` is in UTF-16 units; `low` and `high` bound a scale, a number or,
    in minutes, a duration. `presets` are minutes: lengths of a duration, or hours of the day after midnight.

    `remembered` is the kind of memory item whose words are offered to tap, `mark` the prompt shown beneath in place of
    the visibility's usual line, where that would say too little. `sentence` is where words go that are no option;
    `strict`: only a tap or an option's own words answer it. `edge` is which end of a stretch it asks for, while words
    are read for both ends at once. What `hurts` is kept only where its writer says so.

    `own` is how many entries of one's own a list takes, `most` how many in all (0: any number); `of` is the list that
    it picks from, and `named` the own words in that list, while words are read for it.
    """

    who: Role = Field(default="me", alias="!who")
    kind: str = Field(default="choice", alias="!kind")
    visibility: Visibility = Field(default="private", alias="!visibility")
    options: tuple[str, ...] = Field(default=(), alias="!options")
    presets: tuple[int, ...] = Field(default=(), alias="!presets")
    low: int = Field(default=1, alias="!low")
    high: int = Field(default=5, alias="!high")
    max: int = Field(default=500, alias="!max")
    needed: bool = Field(default=True, alias="!needed")
    remembered: str | None = Field(default=None, alias="!remembered")
    mark: str | None = Field(default=None, alias="!mark")
    sentence: Sentence | None = Field(default=None, alias="!sentence")
    strict: bool = Field(default=False, alias="!strict")
    edge: Literal["", "start", "end"] = Field(default="", alias="!edge")
    hurts: bool = Field(default=False, alias="!hurts")
    own: int = Field(default=0, alias="!own")
    most: int = Field(default=0, alias="!most")
    of: str | None = Field(default=None, alias="!of")
    named: tuple[str, ...] = Field(default=(), alias="!named")

    prompted: ClassVar[bool] = True
    only_taps: ClassVar[bool] = False
    """Whether typed words never answer it, and its answer leaves nothing in the chat."""

    passed_over: ClassVar[Value | None] = None
    """What /skip answers where it is needed; None where it cannot be skipped."""

    @property
    def in_own_words(self) -> bool:
        """Whether any words may be meant for it: as its answer, or as an entry of its list."""
        return self.kind == "text" or self.own > 0

    @property
    def makes(self) -> frozenset[str]:
        """Its own name."""
        return frozenset({self.id})

    def went_on(self, turn: Turn, run: Run, who: int, ask: Ask) -> None:
        """What comes of an answer, once it is stored; `ask` is what was answered."""
        raise NotImplementedError
