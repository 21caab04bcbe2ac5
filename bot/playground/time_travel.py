"""Jumps of the clock that pass through every due moment in order, so that nothing is dropped because time leapt."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

from bot.errors import DatabaseError
from bot.playground.clock import whole_millisecond
from bot.playground.process import CoachProcess
from bot.playground.world import World
from bot.store.open import read_agenda
from bot.store.rows import Agenda

PATIENCE_SECONDS = 20.0
"""How long a jump waits at one moment while the coach makes no headway; then it stays there and says so."""

MOST_MOMENTS = 1000
"""At how many due moments one jump stops before it stays where it is."""

_LOOK_SECONDS = 0.05


class TimeTravel:
    """Moves a world's clock. On the way forward it halts at each moment that the coach has something due at, until that
    is worked off and delivered; what becomes due on the way counts too.

    Without a coach at work the clock leaps, as time does over a machine that is switched off; so it does backwards.
    """

    def __init__(self, world: World, coach: CoachProcess | None, *, patience: float = PATIENCE_SECONDS) -> None:
        self._world = world
        self._coach = coach
        self._patience = patience
        self._under_way: asyncio.Task[None] | None = None
        self.goal: datetime | None = None
        """Where a jump leads that is under way."""
        self.passed = 0
        """At how many due moments the last jump has halted so far."""
        self.trouble = ""
        """Why the last jump stayed where it is, in a sentence; empty when it came through."""
        self.agenda: Agenda | None = None
        """What was before the coach at the last look; None when its database could not be read."""

    def look(self) -> None:
        """See what is before the coach now, and tell the page if that has changed."""
        try:
            agenda = None if self._coach is None or not self._coach.database else read_agenda(self._coach.database)
        except DatabaseError:
            agenda = None
        if agenda != self.agenda:
            self.agenda = agenda
            self._world.changes.touch()

    def advance(self, seconds: float) -> None:
        """Go on by a span, counted from the goal of a jump that is under way; back when it is negative."""
        self.go((self.goal or self._world.clock.now()) + timedelta(seconds=seconds))

    def go(self, moment: datetime) -> None:
        """Set out for `moment`; a jump that is under way is given up for it. ValueError without a time zone."""
        if moment.tzinfo is None:
            raise ValueError("the moment needs a time zone")
        self.halt()
        self.passed, self.trouble = 0, ""
        if self._coach is None or not self._coach.expected or moment <= self._world.clock.now():
            self._world.clock.set(moment)
        else:
            self.goal = moment
            self._under_way = asyncio.create_task(self._travel(moment))
        self._world.changes.touch()

    def halt(self) -> None:
        """Stay where the clock is now."""
        if self._under_way is not None:
            self._under_way.cancel()
        self._under_way = self.goal = None
        self._world.changes.touch()

    async def close(self) -> None:
        """Give up what is under way."""
        task = self._under_way
        self.halt()
        if task is not None:
            with suppress(asyncio.CancelledError):
                await task

    async def _travel(self, goal: datetime) -> None:
        clock = self._world.clock
        while (due := await self._next_due()) is not None and due < goal and self.passed < MOST_MOMENTS:
            clock.set(max(due, clock.now()))
            self.passed += 1
            self._world.changes.touch()
        if due is not None and due < goal and not self.trouble:
            self.trouble = f"{MOST_MOMENTS} moments were due so far: the rest of the way is another jump."
        if not self.trouble:
            clock.set(max(goal, clock.now()))
        self._under_way = self.goal = None
        self._world.changes.touch()

    async def _next_due(self) -> datetime | None:
        """Wait until everything up to now is worked off; when the next thing is due. None also where that fails."""
        loop = asyncio.get_running_loop()
        self.look()
        seen, since = self.agenda, loop.time()
        while self.agenda is None or not self._worked_off(self.agenda):
            if self._coach is None or not self._coach.expected:
                self.trouble = "The coach went down: the rest of the way is another jump."
                return None
            if loop.time() - since > self._patience:
                self.trouble = "The coach does not get done with what is due here: the rest of the way is another jump."
                return None
            await self._world.changes.wait(_LOOK_SECONDS)
            self.look()
            if self.agenda != seen:
                seen, since = self.agenda, loop.time()
        return None if self.agenda.due is None else whole_millisecond(self.agenda.due)

    def _worked_off(self, agenda: Agenda) -> bool:
        """Whether nothing waits for the coach, from the phones to the phones."""
        due = agenda.due is not None and whole_millisecond(agenda.due) <= self._world.clock.now()
        return not (self._world.updates.waiting or agenda.inputs or agenda.unsent or due)
