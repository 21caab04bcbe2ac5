"""Rows as plain data. Instants are aware and in UTC; a body is opened bytes here and sealed only in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from bot.model.events import NudgeReason, Prompt, Tone

InvitationState = Literal["open", "claimed", "linked", "void"]
"""open: nobody has agreed yet; claimed: one person has; linked: both have; void: it can never be used again."""

OutboxKind = Literal["send", "edit", "delete"]
"""delete: take away the messages whose ids are in the body, the other side's too."""

OutboxState = Literal["pending", "sending", "sent", "aside"]
"""sending: the call may be under way, or a crash hid its end; aside: it will never be sent."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update as it came, with the little that intake must know of it.

    `update_id` is Telegram's. An update without one gets a negative number made from its content, the same each time.
    `chat` and `message_id` are where it happened. `spoke` is true when the person did something in that chat, which
    opens it for delivery again. With an `error`, or nobody's, the update is stored and set aside at once: no turn will
    see it.
    """

    update_id: int
    body: bytes
    person: int | None = None
    chat: int | None = None
    message_id: int | None = None
    spoke: bool = False
    error: str | None = None


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A stored update that waits for its turn. `body` is the update's JSON as it came.

    `behind` is how many more of the same person wait after it, counted no further than `MANY_BEHIND`; `refused`, how
    many of theirs were not kept and they have not been told of; `lost`, that something of theirs was set aside,
    since it cannot be opened, and they have not been told of it.
    """

    seq: int
    update_id: int
    person: int
    body: bytes
    received_at: datetime
    behind: int = 0
    refused: int = 0
    lost: bool = False


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """The state of one conversation, as JSON."""

    id: str
    state: bytes


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a coach has before it, as anybody with the file can see: nothing of it is sealed.

    `inputs` updates wait for their turn, `unsent` messages for their way to chats that are open. The next nudge is due
    at `due`, for `people`; None and nobody when none waits.
    """

    inputs: int
    unsent: int
    due: datetime | None
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of something wait, and since when the one does that has waited longest; None where none does."""

    count: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits: updates for their turn, messages of each tone for their way to chats that are open, and nudges whose
    time has come for theirs."""

    inbox: Waiting
    outbox: Mapping[Tone, Waiting]
    nudges: Waiting


@dataclass(frozen=True, slots=True)
class MemoryRow:
    """One memory item of a person."""

    id: str
    person: int
    kind: str
    revision: int
    body: bytes
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class NudgeRow:
    """A stored due time. `due` and `person` stay clear in the database; all the rest is sealed, `id` too, since it may
    name a dialog. `row` is where it stands there, which tells nothing; it is known once it was read.
    """

    id: str
    person: int
    due: datetime
    reason: NudgeReason
    subject: str
    revision: int = 0
    prompt: Prompt | None = None
    policy: str = "defer"
    expires: datetime | None = None
    opens: str | None = None
    row: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation. Its token is known only to those who got the link: the database has the token's hash."""

    id: str
    inviter: int
    created_at: datetime
    expires_at: datetime
    state: InvitationState
    claimed_by: int | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be delivered, an edit of the message that carries `ask`, or messages to be taken away.

    `question` says that this message shows the ask's question: its buttons, or the place where an answer is typed.
    `once` erases the body as soon as it is delivered. `last` is for somebody who is forgotten: once it is out, or never
    will be, it goes as a whole, and with it all that its sending left – unless they are back by then.
    """

    chat: int
    kind: OutboxKind
    tone: Tone
    body: bytes
    created_at: datetime
    ask: str | None = None
    question: bool = False
    once: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """An unsent row of the outbox. `attempts` counts the calls made for it; `question` is as in `Outgoing`.
    `rank` says what goes first: 0 replies, 1 relays, 2 nudges, 3 edits that only shrink older buttons; of the row that
    is next in its chat it is the rank of the most urgent one there.
    """

    seq: int
    chat: int
    kind: OutboxKind
    tone: Tone
    ask: str | None
    body: bytes
    attempts: int
    created_at: datetime
    question: bool = False
    rank: int = 0

    @property
    def unasked(self) -> bool:
        """Whether nobody waits for it: a nudge, or an edit that holds up nothing."""
        return self.rank == 3 or (self.kind == "send" and self.tone == "nudge")

    @property
    def fades(self) -> bool:
        """Whether it only shrinks the buttons of an older message."""
        return self.kind == "edit" and not self.question


@dataclass(frozen=True, slots=True)
class Shown:
    """A delivered message that shows a question. `joined`: the words of other messages stand in it, too."""

    message_id: int
    joined: bool = False


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """How far a message that shows an open question has got.

    `bound` is the last message id known in its chat when its call began: its own id is greater. `message_id` is known
    once it was sent. `doubled` says that an earlier call may have delivered a copy, also with an id above `bound`: so
    it may have reached its reader though it is pending, and earlier than `message_id` tells. `dated` is when it was
    sent by Telegram's own clock, where that is known.
    """

    ask: str
    question: bool
    state: OutboxState
    message_id: int | None
    bound: int | None
    doubled: bool
    seq: int
    dated: datetime | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """How a database is: whether the file is a coach's, its version and the one that this coach makes, whether it is
    whole, its bytes on the disk, whether a coach is at work on it, its files, and when it was last copied (UTC)."""

    ours: bool
    version: int
    newest: int
    whole: bool
    size: int
    in_use: bool
    files: tuple[Path, ...]
    backed_up: datetime | None


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where a database's key lies when no setting names another: apart from it, where it belongs and may be missing
    (None: an older coach's database has no id yet); and beside it, where an older coach has left one."""

    apart: Path | None
    beside: Path | None

    @property
    def used(self) -> Path | None:
        """The file that the coach reads; None where there is no key."""
        return self.apart if self.apart is not None and self.apart.exists() else self.beside


@dataclass(frozen=True, slots=True)
class Backups:
    """The backups of a database that the coach has put into a folder: their days in UTC, oldest first, and the newest
    file. `others` are files named as backups are that are not of this database, or not whole."""

    days: tuple[date, ...] = ()
    newest: Path | None = None
    others: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A database as it was when it last changed, `at` (UTC; None: it holds nothing): its version, and how many people
    and conversations are in it. `id` is the database's own, which an older coach's may lack; `numbers` are the last
    that were given to its updates and messages, and only ever grow."""

    id: str | None
    version: int
    at: datetime | None
    people: frozenset[int]
    conversations: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Restoring:
    """What putting a backup in the place of the database would do. `newest` is this coach's version. `present` is None
    where there is no database, or where it cannot be read (`damaged`). Where it is a `later` state of the backup, and
    did not go another way, lost would be so many updates that came after the backup, and who was `forgotten` since
    would be forgotten again."""

    backup: Snapshot
    newest: int
    present: Snapshot | None
    damaged: bool
    later: bool = False
    lost: int = 0
    forgotten: tuple[int, ...] = ()
