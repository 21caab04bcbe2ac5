"""A phone as the engine's cases need it: what was said, and how far each question has got."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.model import inputs
from bot.model.events import Redraw, Say
from bot.model.values import Value

GAP = 10
"""Ids between two of our messages, so that words sent earlier but read later have ids of their own."""


@dataclass(slots=True)
class Shown:
    """A message on a phone, with its id and when it came."""

    id: int
    at: datetime
    say: Say
    redrawn: bool = False
    """It stood there before, and changed in its place."""

    @property
    def name(self) -> str:
        """`dialog.prompt`, with a question mark where it asks; a tilde where an open question changed in its place."""
        common = self.say.prompt.dialog == "common"
        name = self.say.prompt.name if common else f"{self.say.prompt.dialog}.{self.say.prompt.name}"
        return f"{name}~" if self.redrawn else f"{name}?" if self.say.question else name


@dataclass(slots=True)
class Carried:
    """A message as far as a question is concerned: `id` once delivered; `bound`, the last id known when it left."""

    question: bool
    bound: int
    id: int | None = None


@dataclass(slots=True)
class Phone:
    """One private chat. What is said while it is `slow` stays in flight until it arrives."""

    shown: list[Shown] = field(default_factory=list)
    flight: list[tuple[Say, Carried | None]] = field(default_factory=list)
    carried: dict[str, list[Carried]] = field(default_factory=dict)
    answered: dict[str, Value | None] = field(default_factory=dict)
    typed: int = 0
    """The message that was typed last."""
    last: int = 0
    slow: bool = False
    gone: bool = False
    """Whether the message of the open question is in the chat no more."""
    seen: int = 0
    before_turn: int = 0
    moments: list[str] = field(default_factory=list)
    """What the answers to presses said since the last look at them."""
    alive: dict[str, int] = field(default_factory=dict)
    """Of each question how many of its copies have buttons."""

    def redraw(self, event: Redraw, now: datetime) -> None:
        """Show an open question as it is now, where it stands."""
        assert event.say.question is not None
        assert self.alive[event.say.question.ask] == 1, "what changes in its place is the one copy that is alive"
        old = next(m for m in reversed(self.shown) if m.say.question and m.say.question.ask == event.say.question.ask)
        assert event.words or event.say.ready == old.say.ready, "the words change as well"
        self.shown.append(Shown(old.id, now, event.say, redrawn=True))

    def take(self, says: list[Say], now: datetime) -> None:
        """Put one turn's messages on their way."""
        for say in says:
            if say.question is not None:
                self.gone = False
                self.alive[say.question.ask] = self.alive.get(say.question.ask, 0) + 1
        asked = next((s.question.ask for s in reversed(says) if s.question), None)
        for say in says:
            row = Carried(say.question is not None, self.last) if asked else None
            if asked is not None and row is not None:
                self.carried.setdefault(asked, []).append(row)
            self.flight.append((say, row))
        if not self.slow:
            self.arrive(now)

    def arrive(self, now: datetime) -> None:
        """Deliver what is in flight."""
        if self.flight:
            self.before_turn = self.last
        for say, row in self.flight:
            self.last += GAP
            if row is not None:
                row.id = self.last
            self.shown.append(Shown(self.last, now, say))
        self.flight.clear()

    def reach(self) -> dict[str, inputs.Reach]:
        """How far each question has got, as the outbox would tell it."""
        found = {}
        for ask, rows in self.carried.items():
            known = next((r.id for r in rows if r.question and r.id is not None), None)
            covered = uncovered = None
            for row in rows:
                if row.id is None:
                    covered = row.bound if covered is None else covered
                elif not row.question:
                    covered, uncovered = row.id, None
                elif covered is not None and uncovered is None:
                    uncovered = row.id
            if known is not None or covered is not None:
                found[ask] = inputs.Reach(known, covered, uncovered)
        return found
