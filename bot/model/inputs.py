"""What can happen to a conversation: each is one turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from bot.model.events import NudgeReason, Prompt
from bot.model.group import HappensInGroup


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a question has got, in message ids of its chat.

    `known`: the first message that certainly carried it. Between `covered` and `uncovered` (open-ended when None)
    nobody knows what its reader had seen: a message on its way whose own id is not known yet, perhaps with something
    else over the question.
    """

    known: int | None = None
    covered: int | None = None
    uncovered: int | None = None
    at: datetime | None = None
    """When the message that is `known` was sent, by Telegram's clock (UTC, whole seconds)."""


@dataclass(frozen=True, slots=True)
class Said:
    """All words that a message brings, whatever else it is. `own` the person wrote; `others`' they pass on, forwarded
    or quoted. `at` is when it was sent, by Telegram's clock (UTC, whole seconds); None where that is not known."""

    own: str = ""
    others: str = ""
    at: datetime | None = None


NOTHING_SAID: Final = Said()


@dataclass(frozen=True, slots=True)
class Text:
    """Words from a person. `reach` tells of their open questions; `unread` is set when something of ours has
    not reached them or came after the words; `reply` is the ask that the message replies to."""

    person: int
    text: str
    message_id: int
    reach: Mapping[str, Reach] = field(default_factory=dict)
    unread: bool = False
    reply: str | None = None
    said: Said = NOTHING_SAID
    there: int | None = None
    """The group in which it was said; None in the person's own chat. The same for a press and a command."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button's data, as it came: it may be stale, somebody else's or forged. `gone` is set when no message that shows
    the person's open question is in their chat, or on its way there."""

    person: int
    data: str
    gone: bool = False
    there: int | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A command without its slash."""

    person: int
    name: str
    message_id: int = 0
    said: Said = NOTHING_SAID
    there: int | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that is not text: a photo, a voice message, a location … `caption` is what its writer put beneath it,
    as a text of its own; `album` the id of the album that it came in."""

    person: int
    said: Said = NOTHING_SAID
    caption: Text | None = None
    album: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """A message of theirs was changed afterwards: `now` is what it says by now, None where it is no text."""

    person: int
    said: Said = NOTHING_SAID
    now: Text | None = None


@dataclass(frozen=True, slots=True)
class Fired:
    """A stored nudge is due."""

    id: str
    person: int
    reason: NudgeReason
    due: datetime
    subject: str
    revision: int = 0
    prompt: Prompt | None = None
    expires: datetime | None = None
    policy: str = "defer"
    opens: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody opened an invitation link. `state`: open, gone, own (their own link) or linked (they are linked)."""

    person: int
    state: Literal["open", "gone", "own", "linked"]
    id: str = ""
    name: str = ""
    expires: datetime | None = None
    said: Said = NOTHING_SAID
    inviter: int = 0


@dataclass(frozen=True, slots=True)
class Claimed:
    """The answer to AcceptInvitation: whether this person now has the invitation."""

    person: int
    name: str
    ok: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    """Somebody accepted the person's invitation: who is it? Of the guest no more is told than the name they go by."""

    person: int
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class LinkFailed:
    """The link could not be made any more."""

    person: int


@dataclass(frozen=True, slots=True)
class Linked:
    """The two are linked now; `person` is the one who confirmed."""

    person: int


@dataclass(frozen=True, slots=True)
class Lapsed:
    """The person has been away for too long: they are forgotten."""

    person: int


@dataclass(frozen=True, slots=True)
class InGroup:
    """Something happened to a group, which is the couple's or may become so; `now` is its id where it has moved."""

    person: int
    chat: int
    what: HappensInGroup
    now: int = 0


Spoken = Text | Command | Unreadable | Edited
"""What a person sends as a message: each may bring words."""

Worded = Spoken | Opened
"""All inputs that may bring words, a link with something behind it among them."""

Input = (
    Text
    | Press
    | Command
    | Unreadable
    | Edited
    | Fired
    | Opened
    | Claimed
    | Accepted
    | LinkFailed
    | Linked
    | Lapsed
    | InGroup
)
