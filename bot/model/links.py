"""What a person's own state holds of becoming linked, and of the end of a link."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Invited:
    """An invitation this person has opened and not yet answered. All of it goes when it expires."""

    id: str
    name: str
    expires: datetime
    inviter: int = 0


@dataclass(slots=True)
class Agreed:
    """An invitation that this person has accepted, and whose it was: nobody is linked who has not got it here."""

    invitation: str
    inviter: int


@dataclass(slots=True)
class Gone:
    """A question that went with the link: its buttons still stand in the chat."""

    ask: str
    dialog: str
    step: str


@dataclass(slots=True)
class Parted:
    """The link has ended, and the person has not been told yet. `asked`: a question that went with it is the last thing
    they were asked, so that what they type next was meant for it."""

    gone: list[Gone] = field(default_factory=list)
    asked: bool = False
