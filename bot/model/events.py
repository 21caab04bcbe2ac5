"""What the engine says happened. The turn turns events into rows; none of them does anything by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from bot.model.attached import Attached as Attached
from bot.model.buttons import AsOneself as AsOneself
from bot.model.buttons import Buttons as Buttons
from bot.model.buttons import CopyButton as CopyButton
from bot.model.buttons import GroupButton as GroupButton
from bot.model.buttons import LanguageButton as LanguageButton
from bot.model.buttons import LinkButton as LinkButton
from bot.model.buttons import Prompt as Prompt
from bot.model.group import OfAGroup
from bot.model.referral import CountReferral
from bot.model.removals import Removal
from bot.model.removals import RemoveMemories as RemoveMemories
from bot.model.removals import RemoveMemory as RemoveMemory
from bot.model.script import Keeping, Visibility
from bot.model.values import Value, Values

Tone = Literal["reply", "relay", "nudge"]
"""reply: answers what the reader did; relay: caused by the partner; nudge: caused by the clock."""


@dataclass(frozen=True, slots=True)
class Tap:
    """What can be tapped under a question: `data` is what its button sends, `shown` what it shows."""

    data: str
    shown: Value


@dataclass(frozen=True, slots=True)
class Taps:
    """What stands together under a question, so many in a row; None: as many as the longest of them allows."""

    each: tuple[Tap, ...]
    in_a_row: int | None = None


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An open question as shown to its reader: what the keyboard is made of. `controls` are the words on its buttons
    that answer nothing: back, skip, later and what its kind adds."""

    ask: str
    dialog: str
    step: str
    visibility: Visibility
    controls: tuple[str, ...] = ()
    picks: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()
    """An offer before its preview, or a question for several: the answers that can be picked, and those that are."""
    taps: tuple[Taps, ...] = ()
    takes_back: Mapping[str, Value] = field(default_factory=dict)
    """What a control takes back, where its button shows that in place of its label."""
    preview: int = 0
    """Which preview of an offer this is; 0 before the first. Its share button carries it."""
    rewritten: bool = False
    """It shows new words, and the preview before them is kept."""
    keeping: Keeping | None = None
    """Where its answer could hurt: what becomes of it as things stand."""
    asked: int | None = None
    """In a group: who is asked. They are called by name, and nobody else can answer."""


@dataclass(frozen=True, slots=True)
class Say:
    """A message for one person's private chat, or with the id of a group for both in it. `once` marks a body to be
    erased as soon as it is delivered.

    `ready` is text that was rendered before, shown as a preview and stored: exactly that is sent. `attach` is a file
    or a picture that the house makes from what the reader has in memory, from an appointment, or of the words of a
    card; the text is its caption. What is `urgent` is worth saying within five minutes; then a neutral line goes in the
    place of the one with a mark. `mark` is an id by which the house finds the message again.
    """

    to: int
    prompt: Prompt
    values: Values = field(default_factory=dict)
    tone: Tone = "reply"
    question: OpenQuestion | None = None
    buttons: Buttons = ()
    silent: bool = False
    once: bool = False
    ready: str | None = None
    attach: Attached | None = None
    urgent: bool = False
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Settle:
    """A question is answered or gone: its buttons shrink to what was chosen (a value), or go away (None)."""

    to: int
    ask: str
    dialog: str
    step: str
    chosen: Value | None
    language: str = ""
    """What the question was asked in, where that is another language than the reader's by the end of the turn."""


@dataclass(frozen=True, slots=True)
class Redraw:
    """An open question changed under its reader's finger: its own message shows it as it is now. `say` is the whole of
    it; with `words` its text changes too, else only its buttons do."""

    say: Say
    words: bool

    @property
    def to(self) -> int:
        """Whose chat it stands in."""
        return self.say.to


@dataclass(frozen=True, slots=True)
class Fade:
    """A question that is still open was asked once more: the copy before the newest loses its buttons."""

    to: int
    ask: str


@dataclass(frozen=True, slots=True)
class AnswerPress:
    """A press had no effect: the answer to it says so, for a moment, and nothing is added to the chat. There are no
    values in it, so it quotes nothing."""

    person: int
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class Nothing:
    """What a person did asks for no answer: the fifth picture of an album, a message edited to the same words."""

    person: int


@dataclass(frozen=True, slots=True)
class Remember:
    """A memory item of one person, created (revision 1) or revised. `values` maps steps to answers."""

    id: str
    person: int
    kind: str
    revision: int
    values: Values


_FORGOTTEN: Final = Prompt("forget", "forgotten")

OfAPlan = Literal["eve", "go", "back", "share", "undated", "later", "on_day", "daily", "recurring"]
"""Why a nudge comes that belongs to something remembered."""

OfTwo = Literal["remind", "expire", "invitation", "invited", "held", "group"]
NudgeReason = Literal[OfAPlan, OfTwo, "promote", "strand", "wake", "way_back", "weekly", "retract", "news", "season"]


@dataclass(frozen=True, slots=True)
class SetNudge:
    """A due time to store. It belongs to a memory item's revision, a run's block or an invitation: `subject`.

    `prompt` is what a visible nudge says, by one of its variants; `opens` is the dialog that its button begins.
    `expires` drops a nudge that comes later than that.
    """

    id: str
    person: int
    reason: NudgeReason
    due: datetime
    subject: str
    revision: int = 0
    prompt: Prompt | None = None
    policy: Literal["defer", "skip"] = "defer"
    expires: datetime | None = None
    opens: str | None = None


@dataclass(frozen=True, slots=True)
class MakeInvitation:
    """Store a new invitation by its token's hash; earlier open ones of the person are void."""

    person: int
    id: str
    token_hash: bytes
    expires: datetime


@dataclass(frozen=True, slots=True)
class CancelInvitations:
    """Void all open invitations of the person."""

    person: int


@dataclass(frozen=True, slots=True)
class AcceptInvitation:
    """The invited person agreed; the first to agree has the invitation."""

    person: int
    id: str


@dataclass(frozen=True, slots=True)
class RefuseLink:
    """The inviter says that it is not their partner who accepted: the invitation is used up."""

    person: int
    id: str


@dataclass(frozen=True, slots=True)
class ConfirmLink:
    """The inviter says who it is: link the two."""

    person: int
    id: str


@dataclass(frozen=True, slots=True)
class Unlink:
    """Part the two conversations, at once."""

    person: int


@dataclass(frozen=True, slots=True)
class Export:
    """Send the person everything kept of them, as files."""

    person: int


@dataclass(frozen=True, slots=True)
class Hide:
    """Delete both sides' messages of the last 48 hours in the person's chat, as far as a bot may."""

    person: int


@dataclass(frozen=True, slots=True)
class Retract:
    """Take a marked message out of the person's chat, or don't let it get there."""

    person: int
    mark: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget the person: all of it, now. `farewell` is the last they hear; None: they hear nothing."""

    person: int
    farewell: Prompt | None = _FORGOTTEN


_OfALink = MakeInvitation | CancelInvitations | AcceptInvitation | RefuseLink | ConfirmLink | Unlink
Request = _OfALink | OfAGroup | Removal | Export | Hide | Retract | CountReferral | Forget
Event = Say | Settle | Redraw | Fade | AnswerPress | Nothing | Remember | SetNudge | Request
