"""When the coach is killed, drawn by chance, and where that fell, seen in what it left."""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.playground.refusal import Refusal
from tests.chaos.coach import Coach

LATEST: Final = 4.0
"""Seconds after which a kill that waits for a call comes without one."""

LONGEST_START: Final = 60.0
"""Seconds after which a kill that waits for the end of a start does not: the database is not there, perhaps."""

Place = Literal["starting up", "receiving", "in a turn", "begun to send", "a nudge due", "messages waiting", "between"]

_AT_CALLS: Final = (
    ("getUpdates", "answered", 30),
    ("getUpdates", "answered", 200),
    ("sendMessage", "asked", 0),
    ("sendMessage", "done", 0),
    ("sendMessage", "answered", 15),
    ("editMessageReplyMarkup", "done", 0),
)
"""Calls, and within how many milliseconds after them."""


@dataclass
class Killer:
    """Kills a coach so many times: soon after its start, at a call, or whenever."""

    coach: Coach
    kills: int
    chance: random.Random
    places: Counter[Place] = field(default_factory=Counter)
    done: int = 0
    seen: asyncio.Event = field(default_factory=asyncio.Event)
    """Clear while a process that was killed by this has not been looked at."""
    _call: tuple[str, str] = ("", "")
    _then: asyncio.Event = field(default_factory=asyncio.Event)

    async def go_on(self) -> None:
        """Kill until it has been often enough."""
        self.seen.set()
        while self.done < self.kills:
            await self.coach.started.wait()
            await self._wait()
            if self.coach.kill():
                self.done += 1
                self.seen.clear()
                await self.seen.wait()
                if self.done % 25 == 0:
                    print(f"{self.done} kills", file=sys.stderr)

    def has_done(self, kills: float) -> bool:
        """Whether there have been so many."""
        return self.done >= kills

    def fell(self, place: Place) -> None:
        """The process that was killed is gone, and this is where."""
        self.places[place] += 1
        self.seen.set()

    async def call(self, method: str, carry_out: Callable[[], Awaitable[object]]) -> object:
        """Carry out a call of the Bot API, unless that is where the coach is killed."""
        if method == "getUpdates":
            self.coach.asks()
        if self._is(method, "asked"):
            self._then.set()
            raise Refusal(500, "Internal Server Error")
        result = await carry_out()
        if result != [] and (self._is(method, "done") or self._is(method, "answered")):
            self._then.set()
            if self._call[1] == "done":
                await asyncio.sleep(0.05)
        return result

    def _is(self, method: str, when: str) -> bool:
        return self._call == (method, when) and not self._then.is_set()

    async def _wait(self) -> None:
        kind = self.chance.randrange(10)
        if kind < 2:
            await asyncio.sleep(self.chance.uniform(0, self.coach.start_takes))
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self.coach.polled.wait(), LONGEST_START)
        if kind < 5:
            await asyncio.sleep(self.chance.uniform(0, LATEST))
        else:
            await self._at_a_call()

    async def _at_a_call(self) -> None:
        method, when, within = self.chance.choice(_AT_CALLS)
        self._then.clear()
        self._call = method, when
        try:
            await asyncio.wait_for(self._then.wait(), LATEST)
        except TimeoutError:
            return
        finally:
            self._call = "", ""
        await asyncio.sleep(self.chance.uniform(0, within) / 1000)
