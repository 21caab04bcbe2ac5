"""Questions as they stand before people, and what was answered: the inner half of a conversation's state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bot.model.heard import Control
from bot.model.script import Keeping, Visibility
from bot.model.values import City, Value

SeatState = Literal["queued", "active", "parked", "idle", "left", "done"]


@dataclass(slots=True)
class Part:
    """The words that one message of a person's brought, by the message's id."""

    message: int
    text: str


@dataclass(slots=True)
class Previewed:
    """A preview that keeps while other words are shown in its place."""

    text: str
    picked: list[str]
    typed: str | None = None


@dataclass(slots=True)
class Ask:
    """One question put to one person. `shown` once it was sent; `draft` is text that was too long to take;
    `unsure` is text of which the person is asked whether it was meant as the answer, and `wanted` what it does if it
    was not."""

    id: str
    step: str
    shown: bool = False
    draft: str | None = None
    unsure: str | None = None
    picked: list[str] = field(default_factory=list)
    preview: str | None = None
    typed: str | None = None
    """The words typed under a preview, which it shows in place of what was picked."""
    previews: int = 0
    """How many different previews there were: what is shared is the very one whose button was pressed."""
    moments: list[datetime] = field(default_factory=list)
    """Concrete times to choose from, where typed words could mean several."""
    day: date | None = None
    """The day that was tapped or typed, while its hour is still asked."""
    cities: list[City] = field(default_factory=list)
    """Places to choose from, where a typed name could mean several."""
    numbers: list[int] = field(default_factory=list)
    """Numbers to choose from, where typed words could mean several."""
    lengths: list[int] = field(default_factory=list)
    """Lengths of time to choose from, in minutes, where typed words could mean several."""
    since: datetime | None = None
    """When it begins what may end at the times of `moments`: where that is ahead, lengths count from it."""
    suggestions: list[str] = field(default_factory=list)
    """Remembered words that can be tapped in place of typing."""
    unsure_in: int = 0
    """The message that brought those words."""
    wanted: Control | None = None
    misses: int = 0
    """How many texts in a row did not fit."""
    missed: int = 0
    """The message of the last of them."""
    explained: bool = False
    """It was said in other words."""
    before: Previewed | None = None
    """The preview that is kept while the one shown has new words."""
    hurts: bool = False
    """Its answer could hurt: words of which nobody says that they were the answer are no note either."""
    keeping: Keeping = "now"
    """Where it could hurt: what its writer wants to become of it."""
    draft_in: int = 0
    """The message that brought the draft."""
    there: int | None = None
    """The group in which it is asked; None in its reader's own chat."""
    bare: bool = False
    """In the group it was shown without buttons and asks for a reply: nothing of it changes once it is answered."""
    early: bool = False
    """The other has answered it there, and was told whose it is."""

    own: list[Part] = field(default_factory=list)
    """Entries of a list in their writer's own words, each with its message; those taken away again are empty, so that
    the others keep their places."""
    listed: list[Value] = field(default_factory=list)
    """What was named in a list that this question picks from, as it was when it was asked."""

    def tick(self, one: str) -> None:
        """Pick one of several, or pick it no more."""
        self.picked = [p for p in self.picked if p != one] if one in self.picked else [*self.picked, one]


@dataclass(slots=True)
class Seat:
    """One person's place in a run. `at` is the cursor inside an open block; `trail` the answers that back can undo."""

    state: SeatState = "idle"
    at: str | None = None
    ask: Ask | None = None
    trail: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Answer:
    """What somebody answered, with what that permits. A skipped question has no value."""

    ask: str
    step: str
    person: int
    value: Value | None
    visibility: Visibility
    disclosed: bool = False
    noted: bool = False
    """Its owner can look up that it was shown."""
    parts: list[Part] = field(default_factory=list)
    """The messages that it was typed in, none where it was tapped."""
    keeping: Keeping | None = None
    """Where it could hurt: what its writer wants to become of it."""

    @property
    def kept(self) -> bool:
        """Whether it may outlive its dialog."""
        return self.keeping in (None, "kept")
