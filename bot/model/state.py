"""The state of one conversation – a person alone, or two linked people – as one JSON document.

These classes are mutable on purpose: the engine works on a copy of its own and returns it. Instants are aware, UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.model.asks import Answer, Seat
from bot.model.consents import Told
from bot.model.danger import Doubt, Helped, Pieces
from bot.model.events import Say
from bot.model.group import Group
from bot.model.links import Agreed, Invited, Parted
from bot.model.outings import Outing, Undated
from bot.model.rhythm import Rhythm
from bot.model.script import Button, Keeping, Role
from bot.model.seasons import DayPart, Season


@dataclass(slots=True)
class Block:
    """An open together, gate or turns block; its expiry is fixed at the start. `since` is how many answers the run had
    when the roles were exchanged: those of the round before say nothing in this one."""

    step: str
    expires: datetime | None = None
    since: int = 0


@dataclass(slots=True)
class Run:
    """The durable execution of one dialog. `at` is the step the whole run stands at."""

    id: str
    dialog: str
    version: str
    me: int | None
    people: list[int]
    started: datetime
    at: str | None
    seats: dict[int, Seat] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    block: Block | None = None
    parent: str | None = None
    item: Item | None = None
    made: dict[int, Item] = field(default_factory=dict)
    """What was remembered of each person last."""
    swapped: bool = False
    rounds: dict[str, int] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    """Values given at the start: who invites, who accepted."""
    invitation: str | None = None
    stranded: bool = False
    here: bool = False
    """It was begun in the group of the two."""

    @property
    def starter(self) -> int:
        """Who started it; the first of its people where nobody did."""
        return self.me if self.me is not None else self.people[0]

    def played_by(self, role: Role) -> int | None:
        """Who plays a role now; the roles are exchanged in the second half of swapped turns."""
        return self.other(self.starter) if (role == "partner") != self.swapped else self.starter

    def answer(self, step: str, person: int) -> Answer | None:
        """The person's latest answer to a step, or None."""
        return next((a for a in reversed(self.answers) if a.step == step and a.person == person), None)

    def other(self, person: int) -> int | None:
        """The other person of the run, or None when it has one."""
        return next((p for p in self.people if p != person), None)


@dataclass(slots=True)
class Item:
    """A memory item a run has made: nudges belong to it at this revision. `day` is the day that it names, `rhythm` how
    often its moment comes again, where it does."""

    id: str
    kind: str
    revision: int
    until: datetime | None = None
    started: datetime | None = None
    day: date | None = None
    rhythm: Rhythm = "daily"


@dataclass(slots=True)
class Parked:
    """A run whose question waits, since when. `offered`: its return was offered, which it is only once."""

    run: str
    offered: bool = False
    at: datetime | None = None


@dataclass(slots=True)
class Held:
    """A tell kept back: its reader is out, holds what the other sends, or has had enough of it for a day. It lapses
    with its content, an outing that is over."""

    say: Say
    outing: str | None = None
    unheard: bool = False
    """It makes no sound whenever it comes."""
    by_day: bool = False
    """It happened in its reader's night, by a clock of its own: they hear of it in the morning."""


@dataclass(slots=True)
class Extra:
    """Words that came after their question was disclosed: sent on only at the person's press."""

    id: str
    text: str
    to: int
    dialog: str


@dataclass(slots=True)
class LastWords:
    """The free-text answer a person gave last: late text belongs to it. `at` is when its latest words were sent, by
    Telegram's clock (UTC, whole seconds)."""

    run: str
    dialog: str
    step: str
    disclosed_to: int | None = None
    at: datetime | None = None
    keeping: Keeping | None = None
    """Where it could hurt: what its writer wants to become of it."""


@dataclass(slots=True)
class Misheard:
    """Words that were not taken as the answer to a question for words, and can be with one tap: `run` and `step` say to
    which. `heard` is what they were taken for: a control word, small talk, the rest of an answer, a correction.

    `answer` is what "back" took away, `ended` the dialog that "stop" ended.
    """

    id: str
    text: str
    run: str
    step: str
    heard: str
    message: int = 0
    answer: Answer | None = None
    ended: Run | None = None


@dataclass(slots=True)
class Offer:
    """What the last thing that was said to somebody offers to tap: typed words can do it, too. `yes` and `no` are the
    commands that a yes and a no come to; `sends`: its yes would send something, which takes its own words."""

    dialog: str
    buttons: list[Button]
    yes: str | None = None
    no: str | None = None
    sends: bool = False


@dataclass(slots=True)
class Person:
    """One person as the engine knows them. `quiet_from` and `quiet_to` are minutes after local midnight."""

    id: int
    name: str
    language: str
    username: str | None = None
    country: str | None = None
    zone: str = "UTC"
    quiet_from: int = 22 * 60
    quiet_to: int = 8 * 60
    consented: bool = False
    """They have agreed to what is kept, to whichever version of its words."""
    of_age: Told | None = None
    """That they are 18 or over."""
    agreed: Told | None = None
    """The consent that goes, with the version of its words; None for who agreed before versions were noted."""
    refused: Told | None = None
    """The newer words that they did not agree to, having agreed to older ones: nothing new is taken in."""
    last_input: datetime | None = None
    foreground: str | None = None
    queue: list[str] = field(default_factory=list)
    parked: list[Parked] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    outing: Outing | None = None
    extras: list[Extra] = field(default_factory=list)
    last_words: LastWords | None = None
    invited: Invited | None = None
    city: str | None = None
    """Where the zone comes from; None while it is only the default."""
    nudges_a_day: int = 2
    day_part: DayPart = "any"
    season: Season | None = None
    """None before their first one: then it begins with the next thing that they do."""
    paused_until: datetime | None = None
    offered: list[datetime] = field(default_factory=list)
    """When offered nudges went out in the last seven days."""
    ignored: int = 0
    """How many offered nudges have gone out since the person last did anything."""
    variants: dict[str, int] = field(default_factory=dict)
    """Which variant of a nudge was said last, by its prompt."""
    planned: list[Outing] = field(default_factory=list)
    undated: list[Undated] = field(default_factory=list)
    """Outings that have not begun, soonest first."""
    unshared: list[Outing] = field(default_factory=list)
    """Outings that are over and of which nothing was brought home yet."""
    doubt: Doubt | None = None
    pieces: Pieces | None = None
    helped: Helped | None = None
    referred: int | None = None
    """The last year in which help lines were shown: how many people they were shown to is counted without names."""
    owed: bool = False
    """Help lines could not come in time, or not yet: they come with whatever the person does next."""
    help_mark: str | None = None
    """The mark of the last help lines: whether they went out in time is asked at the next input."""
    fleeting: str | None = None
    """The mark of a message that is taken away at their next input, or after ten minutes."""
    apart: bool = False
    """What brings two people closer is not offered until the person says go on."""
    wants_room: bool = False
    """There was little freedom twice running: the same, until they begin something closer themselves."""
    no_news: bool = False
    """They want no announcements of whoever runs the coach."""
    news: list[str] = field(default_factory=list)
    """The ids of the last announcements that they have heard."""
    rests: dict[str, datetime] = field(default_factory=dict)
    """Until when a dialog that begins with a gate cannot be started again, by its name."""
    since: datetime | None = None
    """Since when the person has been here without a break of an hour, or was last told that this is a program."""
    misheard: Misheard | None = None
    offer: Offer | None = None
    album: str = ""
    """The album that the last picture came in: its others are not answered again."""
    guarded_until: datetime | None = None
    """Until when what would show something asks once first: they have hidden their chat."""
    seen_cards: list[str] = field(default_factory=list)
    """The cards of the deck that they have seen, by their ids, the latest last: none comes again before all did."""
    pile: list[str] | None = None
    """While many of their inputs are worked off: which lines have been said since that began, and need not be again."""
    holds_until: datetime | None = None
    """Until when what the other sends waits, too."""
    reached: list[datetime] = field(default_factory=list)
    """When the other caused a message on this phone, in the last 24 hours."""
    begun: dict[str, datetime] = field(default_factory=dict)
    """When they last began each dialog themselves, of those that may be offered after a week."""
    fitted: str | None = None
    """The dialog that was offered after their last week."""
    knocked: str | None = None
    """The last breather, their own or the other's, after which they have said that they are ready."""
    accepted: list[Agreed] = field(default_factory=list)
    """The invitations that they have accepted and that are neither confirmed nor over."""
    parted: Parted | None = None

    @property
    def own_pause(self) -> datetime | None:
        """Until when it is quiet, as it may be listed: not while that may have followed help, since no pause that
        people choose is as long as that one."""
        return None if self.apart else self.paused_until

    @property
    def keeps_apart(self) -> bool:
        """Whether what brings two people closer is not to be offered."""
        return self.apart or self.wants_room

    @property
    def takes_part(self) -> bool:
        """Whether they have agreed to what is kept and have not refused its newer words: dialogs are open to them."""
        return self.consented and self.refused is None


@dataclass(slots=True)
class Conversation:
    """Everybody and everything that is decided together: one person, or a couple."""

    people: dict[int, Person]
    runs: dict[str, Run] = field(default_factory=dict)
    couple: str | None = None
    group: Group | None = None

    @property
    def there(self) -> int | None:
        """The chat of the group that the two have, where nobody else is in it."""
        return self.group.chat if self.couple is not None and self.group is not None and self.group.fit else None

    def partner(self, person: int) -> int | None:
        """The linked partner, or None."""
        return next((p for p in self.people if p != person), None) if self.couple else None
