"""What a turn may know of the world, given to it: dialogs, time, fresh ids, and how words are read and rendered."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, Protocol

from bot.engine.script import Dialog, Library
from bot.engine.step import Question
from bot.engine.to_group import ToGroup
from bot.model.attached import Appointment
from bot.model.danger import Danger
from bot.model.events import Prompt
from bot.model.heard import Called, Control, Meant, Reply, Sending, Talk
from bot.model.inputs import Fired, Input
from bot.model.memory import Invitation, Memory, Reminder
from bot.model.script import Button, Moment
from bot.model.state import Offer, Person, Run
from bot.model.values import Own, Unclear, Value, Values, Variable

if TYPE_CHECKING:
    # For annotations alone: a turn holds its world, and the world's actions act on a turn.
    from bot.engine.turn import Turn


@dataclass(slots=True)
class Fresh:
    """Ids and tokens nobody can guess, drawn from one turn's random seed (32 bytes): the same turn draws the same."""

    seed: bytes
    drawn: int = 0

    def _draw(self) -> bytes:
        self.drawn += 1
        return hashlib.sha256(self.seed + self.drawn.to_bytes(4, "big")).digest()

    def id(self) -> str:
        """Ten characters of a–z and 2–7 (50 bits), for asks, runs and rows."""
        return base64.b32encode(self._draw())[:10].decode().lower()

    def number(self) -> int:
        """A number from 0 up to 2⁶⁴, to choose by."""
        return int.from_bytes(self._draw()[:8], "big")

    def token(self) -> str:
        """An invitation's secret: 192 bits as 32 URL-safe characters, which a Telegram start payload can carry."""
        return base64.urlsafe_b64encode(self._draw()[:24]).decode()


class Read(Protocol):
    """How typed words are read as the answer to a question."""

    def __call__(
        self, dialog: str, step: Question, text: str, writer: Person, now: datetime, day: date | None = None, /
    ) -> Value | Unclear | None:
        """The value that the text means, what to ask back, or None: it does not fit. `now` is in UTC; `day` is the
        day of a moment that is known already, meant when the text names none."""
        ...


class Hearing(Protocol):
    """How words are read that may be something else than an answer. Each method takes the text and the writer; every
    language is understood, the writer's own first. None, or nothing, where the text is none of it."""

    def control(self, text: str, writer: Person, /) -> Control | None:
        """The control word that the whole text comes to: "skip this one pls", "what do you mean?"."""
        ...

    def talk(self, text: str, writer: Person, /) -> Talk | None:
        """The small talk that the whole text comes to: "hi there", "thanks love"."""
        ...

    def reply(self, text: str, writer: Person, /) -> Reply | None:
        """Yes or no to something that was offered; later and not now are a no."""
        ...

    def sending(self, text: str, writer: Person, /) -> Sending | None:
        """What the text says to a preview, where it is not the very words that are to be sent."""
        ...

    def command(self, text: str, writer: Person, /) -> Called | None:
        """The command that the whole text names: by its label, its own name, or nearly so."""
        ...

    def option(self, dialog: str, step: str, text: str, writer: Person, /) -> str | None:
        """The option of a question whose own words the whole text is: its label, or one of the ways of saying it that
        are written beside it."""
        ...

    def button(self, offer: Offer, text: str, writer: Person, /) -> Button | None:
        """The button, of those that were last offered, whose own words the whole text is."""
        ...

    def picks(self, dialog: str, items: Sequence[str], text: str, writer: Person, /) -> Sequence[str]:
        """The answers, of those that can be picked, that the text names by their short names; none where it says
        anything else as well."""
        ...

    def dialogs(self, text: str, writer: Person, /) -> Sequence[Meant]:
        """The practices that the text may be after, the likeliest first; none for small talk and the like."""
        ...


Notice = Callable[[str, bool], Danger | None]
"""(text, forwarded) -> what in it calls for help before anything else. `forwarded`: somebody else said it."""

ReadAge = Callable[[str, bool], int | None]
"""(text, bare) -> the writer's age under 18 that it tells; `bare`: their age was asked, and a number alone is one."""


class Steers(Protocol):
    """Whether a person's words tell the other how to live; `outright`, where they speak of the other anyway."""

    def __call__(self, text: str, writer: Person, /, *, outright: bool = False) -> bool:
        """Whether they say whom to see, where to be, what to wear, show or spend."""


Render = Callable[[Prompt, Values, Person, Person], str]
"""(prompt, values, reader, writer) -> the finished text as the reader would get it of the writer; for previews."""

Blames = Callable[[str, Person], str | None]
"""(text, writer) -> the kind of blame that a text holds which somebody is about to say to the other, if any."""


class Memories(Protocol):
    """What people have in memory, found by questions whose answers stay short however much there is.

    A turn sees what was there before it. Any of them may raise what ends the play: nothing has happened then, and the
    same play can be had anew.
    """

    def item(self, who: int, id: str, /) -> Memory | None:
        """A person's item of that id."""
        ...

    def titled(self, who: int, kind: str, title: str, /) -> Memory | None:
        """The oldest of a person's items of a kind that has this title, whatever its capitals."""
        ...

    def latest(self, who: int, kind: str, most: int, skip: int = 0, /) -> Sequence[Memory]:
        """At most so many of a person's items of one kind, newest first, without the newest `skip` of them."""
        ...

    def counts(self, who: int, /) -> Mapping[str, int]:
        """How many items a person has of each kind; kinds without any are not named."""
        ...

    def reminders(self, who: int, /) -> Sequence[Reminder]:
        """A person's nudges that wait, soonest first."""
        ...

    def invitations(self, who: int, /) -> Sequence[Invitation]:
        """All invitations that a person made, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Command:
    """What a command or a button does: (turn, who, what came after a dot). `before_consent`: also before somebody has
    agreed to anything; `bare`: only where nothing came after a dot."""

    do: Callable[[Turn, int, str], None]
    before_consent: bool = False
    bare: bool = False


class Product(ToGroup, Protocol):
    """What a product plugs into the machine: names that scripts and buttons use, and what to do at some moments."""

    actions: Mapping[str, Callable[[Turn, Run, str | None], None]]
    """What `act` does: (turn, run, the question whose answer it takes)."""
    functions: Mapping[str, Callable[[Turn, Run, int, str | None], str]]
    """What `choose` may ask: (turn, run, who, what it looks at) -> the name of a case."""
    commands: Mapping[str, Command]
    """What people can type or tap beside the shared patterns and the commands of dialogs."""
    nudges: Mapping[str, Callable[[Turn, Fired, bool], None]]
    """What a due nudge does, by its reason: (turn, nudge, whether it has expired)."""

    def take(self, turn: Turn, happened: Input, dispatch: Callable[[Turn, Input], None], /) -> None:
        """What comes before and after an input is given to the machine by `dispatch`, or in its place."""

    def heard(self, turn: Turn, happened: Input, /) -> None:
        """An input that is none of the machine's own."""

    def decided(self, turn: Turn, /) -> None:
        """All is done; what each chat shows is decided next."""

    def began(self, turn: Turn, who: int, dialog: Dialog, /) -> bool:
        """Somebody asks for a dialog by its command; whether something else was done in its place."""

    def away(self, turn: Turn, who: int, text: str, /) -> bool:
        """Words came from somebody who may be out; whether they were about that, and are answered."""

    def talked(self, turn: Turn, who: int, talk: Talk, /) -> None:
        """Somebody said something to whoever is there, not to a question: answer it, and nothing else."""

    def unasked(self, turn: Turn, who: int, text: str, /) -> None:
        """Words came that nothing had asked for."""

    def unknown(self, turn: Turn, who: int, name: str, /) -> None:
        """A command was typed that there is none of."""

    def holds_back(self, turn: Turn, who: int, dialog: str, text: str, /) -> bool:
        """Whether words that would follow what this person has shown in a dialog are not for the other."""

    def shown(self, turn: Turn, who: int, dialog: str, values: dict[str, Variable], /) -> None:
        """Something that this person wrote has just been shown to the other."""

    def offered(self, turn: Turn, run: Run, who: int, /) -> None:
        """An offer of this person's has come to its end: something was shared, or there was nobody to share it with."""

    def appointment(self, turn: Turn, run: Run, who: int, shown: Sequence[str], /) -> Appointment | None:
        """What goes into the other's calendar with what they are shown; None where that tells no moment and length."""

    def own_appointment(self, turn: Turn, run: Run, who: int, /) -> Appointment | None:
        """What goes into a person's own calendar of what a run has remembered or is about; None for time away, whose
        file is made from memory."""

    def lines(self, turn: Turn, who: int, item: Memory, /) -> tuple[Own, ...]:
        """An item for its owner: its answers, each with its question."""

    def unsafe(self, turn: Turn, who: int, /) -> None:
        """At a gate somebody did not say that it is safe."""

    def leads(self, turn: Turn, run: Run, who: int, button: Button, /) -> bool:
        """Whether a tell's button has somewhere to lead now."""

    def set_nudge(self, turn: Turn, run: Run, nudge: Nudging, /) -> None:
        """Set a script's nudge for what the run has remembered."""

    def set_out(self, turn: Turn, run: Run, values: dict[str, Variable], /) -> bool:
        """Remember time away; whether it could be."""


class Nudging(Protocol):
    """A nudge as its step says it."""

    @property
    def id(self) -> str:
        """The name of its prompt."""

    @property
    def at(self) -> Moment:
        """When it comes."""

    @property
    def after(self) -> int | None:
        """How long after it was remembered, in seconds."""

    @property
    def policy(self) -> Literal["defer", "skip"]:
        """What it does when the person is in the middle of something."""

    @property
    def late(self) -> Literal["keep", "drop"]:
        """Whether one that is late still comes."""

    @property
    def opens(self) -> str | None:
        """The dialog that its button begins."""


@dataclass(slots=True)
class World:
    """Everything outside the state that a turn may look at. `now` is aware, UTC."""

    library: Library
    now: datetime
    fresh: Fresh
    read: Read
    hear: Hearing
    render: Render
    notice: Notice
    blames: Blames
    read_age: ReadAge
    steers: Steers
    memory: Memories
    product: Product
    languages: Sequence[str]
    """The tags of the languages that are spoken here, at least one, in their order."""
    behind: int = 0
    """How many more inputs of the person who acts wait for their turns; counted no further than it matters."""
