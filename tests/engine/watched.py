"""A stage with the real words: what one phone and the group get is kept as the house would send it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.engine.world import Fresh, World
from bot.errors import ScriptError
from bot.model import events, inputs
from bot.model.events import Prompt, SetNudge
from bot.model.memory import Memory
from bot.model.outings import Outing
from bot.model.state import Conversation, Person
from bot.model.values import Values
from bot.runtime.files import Files
from bot.runtime.messages import only_for, outgoing
from bot.script.load import load_library
from bot.script.wording import Wording
from bot.store.rows import Outgoing
from tests.engine import ports
from tests.engine.driver import HERE, SAY
from tests.engine.grouped import CHAT, GroupStage

ANNA, BEN = 1, 2
ROOT = HERE.parents[1]
WORDING = Wording(ROOT / "prompts", load_library(ROOT / "dialogs"), "coach_bot")
ID = re.compile(r"\b[a-z2-7]{10}\b")


@dataclass(slots=True)
class Drawn(Fresh):
    """Fresh ids, noted as they are drawn: two plays draw different ones for the same thing."""

    given: set[str] = field(default_factory=set)

    def id(self) -> str:
        """The next id."""
        drawn = Fresh.id(self)
        self.given.add(drawn)
        return drawn


class Watched(GroupStage):
    """Two linked people, and everything that Anna's phone gets, in her chat with the coach and in the group of the two.
    `seen` has a line for each thing: when, and what."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.given: set[str] = set()
        self.order: dict[str, str] = {}
        self.noted = 0
        """Of how many turns what came of them is in `seen`."""

    def world(self) -> World:
        """With the real words in previews, where there are any."""
        world = super().world()
        world.fresh = Drawn(world.fresh.seed, given=self.given)
        world.render = self.render
        return world

    def render(self, prompt: Prompt, values: Values, reader: Person, writer: Person) -> str:
        """A preview in the real words; of the dialogs that exist for tests alone, in theirs."""
        try:
            return WORDING.preview(prompt, values, reader, writer, self.now)
        except ScriptError:
            return ports.render(prompt, values, reader, writer)

    def play(self, who: int, happened: inputs.Input) -> None:
        """Play it, and keep what came of it on Anna's phone."""
        super().play(who, happened)
        # What the house did on the way was played before, and has been kept.
        new, self.noted = self.happened[self.noted :], len(self.happened)
        for _, outcome in new:
            home = outcome.conversation
            if ANNA in home.people:
                self.seen += [
                    f"{self.now:%a %d %H:%M:%S} {self._named(each)}" for each in self._got(outcome.events, home)
                ]

    def set_out(self, who: int, leaves: timedelta, away: timedelta) -> None:
        """Time away that somebody has planned and told nobody of."""
        begins = self.now + leaves
        outing = Outing(f"outing-of-{who}", "leave", 1, begins, begins + away, "the sea")
        self.person(who).planned.append(outing)
        for reason, due in (("go", outing.started), ("back", outing.until)):
            nudge = SetNudge(f"{reason}-of-{who}", who, reason, due, outing.id, 1, Prompt("leave", reason))  # type: ignore[arg-type]
            self.nudges[nudge.id] = nudge

    def _got(self, happened: tuple[events.Event, ...], home: Conversation) -> list[str]:
        readers = {ANNA: home.people[ANNA]}
        if home.group is not None and not (self.others or self.away):
            readers[CHAT] = Person(CHAT, "", home.group.language)
        mine = [e for e in happened if getattr(e, "to", getattr(getattr(e, "say", None), "to", None)) in readers]
        got = [f"for a moment: {e.prompt}" for e in happened if isinstance(e, events.AnswerPress) and e.person == ANNA]
        try:
            return got + [repr(row) for row in self._rows(mine, readers)]
        except (ScriptError, KeyError):  # of a dialog that exists for tests alone there are no words
            return got + [SAY.dump_json(e).decode() if isinstance(e, events.Say) else repr(e) for e in mine]

    def _rows(self, happened: list[events.Event], readers: dict[int, Person]) -> list[Outgoing]:
        memory: dict[tuple[int, str], Sequence[Memory]] = {
            (n, kind): [m for m in items.values() if m.kind == kind]
            for n, items in self.items.items()
            for kind in {m.kind for m in items.values()}
        }
        files = Files(memory, WORDING, self.now)
        home = self.of(ANNA)
        partner = home.people.get(BEN)
        rows = outgoing(
            happened,
            readers,
            WORDING,
            self.now,
            lambda say, reader: files.attached(say, reader, partner, home.couple),
        )
        return [only_for(row, (ANNA, BEN)) if row.chat == CHAT else row for row in rows]

    def _named(self, line: str) -> str:
        """A line with its ids replaced by the order of their first appearance on this phone."""
        return ID.sub(lambda found: self._name(found.group()), line)

    def _name(self, word: str) -> str:
        return self.order.setdefault(word, f"#{len(self.order)}") if word in self.given else word
