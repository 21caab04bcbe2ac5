"""Compiled dialogs: what `dialogs/*.yaml` says, flat, each step under its own id and knowing the next.

The loader (`bot.script`) makes these; the engine only reads them. `line` is the step's line in its file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["me", "partner"]
To = Literal["me", "partner", "each"]
AskKind = Literal["choice", "text", "scale", "duration", "number", "many", "yes_no", "day", "moment", "city", "hour"]
Visibility = Literal["private", "blind", "shared", "offered"]
Form = Literal["solo", "couple"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button that does what typing its command does; `label` is found in the reader's language."""

    command: str
    label: str


STRICTNESS: Mapping[Visibility, int] = {"private": 0, "offered": 1, "blind": 2, "shared": 3}
"""Permissions from the strictest on; disclosure goes by the smaller of the stored and the current one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One authored place in a dialog. `next` is the id of the step after it, None at the end of its chain."""

    id: str
    line: int
    next: str | None = None
    block: str | None = None
    """The together or turns block this step stands in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStep(Step):
    """One question. `max` is in UTF-16 units; `low` and `high` bound a scale or, in minutes, a duration. `presets` are
    minutes: lengths of a duration, or hours of the day after midnight."""

    who: Role = "me"
    kind: AskKind = "choice"
    visibility: Visibility = "private"
    options: tuple[str, ...] = ()
    presets: tuple[int, ...] = ()
    low: int = 1
    high: int = 5
    max: int = 500
    skip: bool = True
    alone: Literal["ask", "skip"] | None = None
    remembered: str | None = None
    """The kind of memory item whose words are offered to tap, beside typing."""
    mark: str | None = None
    """The prompt shown beneath in place of the visibility's usual line, where that would say too little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellStep(Step):
    """Says the prompt of its own name. `buttons` are commands; `copy` names a prompt whose text a button copies."""

    to: To = "me"
    buttons: tuple[Button, ...] = ()
    copy: str | None = None
    alone: str | None = None
    """Without a partner: "skip", or the prompt told to me in its place."""
    alone_copy: str | None = None
    file: Literal["calendar"] | None = None
    picture: Literal["guilt", "balance"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherStep(Step):
    """A block that each seat answers at its own pace. `expires` is in seconds."""

    first: str
    expires: int
    visibility: Visibility = "blind"
    remind: bool = False
    waiting: str
    expired: str
    alone_visibility: Visibility | None = None
    alone_then: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealStep(Step):
    """Shows a block pairwise: who skipped an item does not see the other's. `nothing` when no item is common."""

    source: str
    nothing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberStep(Step):
    """Creates or revises the memory item of kind `item` from an answer or from a block's answers."""

    item: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeStep(Step):
    """A due time tied to the memory item last remembered. `late` says whether a late one still comes.

    `at`: when the outing starts, when it ends (`until`), on the evening before or two hours before when it is planned
    on its own day (`eve`), or on the evening after (`next_evening`). `next_week` belongs to the dialog itself: for each
    person in it, on the evening of the day a week later, and again each week. `offered` puts it under the cap of a
    day; otherwise the person chose its time. `opens` names the dialog that its button begins.
    """

    at: Literal["start", "until", "eve", "next_evening", "next_week"] = "until"
    policy: Literal["defer", "skip"] = "defer"
    late: Literal["keep", "drop"] = "keep"
    offered: bool = False
    opens: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseStep(Step):
    """Branches on an answer (`answer`) or a named pure function (`function`, with its argument).

    `cases` maps an outcome to the first step of its branch; None goes straight on. `each` walks it for every person.
    """

    answer: str | None = None
    function: str | None = None
    argument: str | None = None
    cases: Mapping[str, str | None] = field(default_factory=dict)
    each: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStep(Step):
    """Runs another dialog and returns. `fill` answers its questions beforehand, from answers of this one."""

    dialog: str
    fill: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartStep(Step):
    """Starts another dialog detached; with `ask_first` it is only offered, by one button."""

    dialog: str
    ask_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActStep(Step):
    """Asks the house for something beyond the dialog (a link, a profile change), by a name in the engine's table."""

    action: str
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainStep(Step):
    """Goes back to an earlier question."""

    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateStep(AskStep):
    """Two private yeses. Anything else looks the same to the other: `closed`, at the fixed expiry (seconds).

    `waiting` is told at once after any answer. Only a tap answers. Skipped alone.
    """

    options: tuple[str, ...] = ("gate_yes", "gate_no")
    skip: bool = False
    expires: int
    waiting: str
    closed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnsStep(Step):
    """Alternating steps; with `swap` once more with the roles exchanged. `left` is told when somebody leaves.

    `expires` is in seconds. `alone` is "skip": the block is passed over without a partner.
    """

    first: str
    expires: int
    left: str
    swap: bool = False
    alone: Literal["skip"] = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatStep(Step):
    """Inside turns: goes back to `target` while `answer` is `value`, at most `most` times."""

    target: str
    answer: str
    value: str
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferStep(AskStep):
    """Pick items of mine, preview what the partner would get, share or keep. `start` opens the partner's dialog;
    `kept` says that nothing went out.

    `alone_tell` is told in its place without a partner; None skips it.
    """

    options: tuple[str, ...] = ("share", "keep")
    visibility: Visibility = "offered"
    skip: bool = False
    items: tuple[str, ...]
    message: str
    kept: str
    start: str | None = None
    alone_tell: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStep(Step):
    """Ends the run."""


MenuGroup = Literal["leave", "come_back", "say_it", "together", "around"]
"""Where the menu shows a dialog, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """One script: structure only. `version` changes whenever the structure does."""

    name: str
    file: str
    about: str
    source: tuple[str, ...]
    forms: tuple[Form, ...]
    first: str
    steps: Mapping[str, Step]
    version: str
    command: str | None = None
    join: bool = False
    menu: MenuGroup | None = None
    closer: bool = False
    """It brings two people closer: not offered to somebody who was in danger until they say go on."""

    def asks(self, block: str) -> tuple[AskStep, ...]:
        """The questions of a block, in the order written."""
        return tuple(s for s in self.steps.values() if isinstance(s, AskStep) and s.block == block)


@dataclass(frozen=True, slots=True)
class Library:
    """All dialogs by name."""

    dialogs: Mapping[str, Dialog]

    def by_command(self, command: str) -> Dialog | None:
        """The dialog that a command starts, or None."""
        return next((d for d in self.dialogs.values() if d.command == command), None)
