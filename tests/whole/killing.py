"""A coach as a child process that is killed at chosen moments and started again at once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pytest

from bot.playground import bot_api, methods, server
from bot.playground.process import CoachProcess
from bot.playground.refusal import Refusal
from bot.playground.world import World

ROOT = Path(__file__).resolve().parents[2]

Call = Callable[[], Awaitable[object]]

_KEEPS_STDERR = ("/bin/sh", "-c", 'exec "$0" "$@" 2>>"$COACH_TEST_STDERR"')


@dataclass(frozen=True)
class Moment:
    """When the coach is killed: at a call of the Bot API – before it is carried out, once it is and before the answer,
    or some milliseconds after the answer – or, with `method` "", so long after people's acts. With `again`, it is
    killed once more as soon as the next process makes that call."""

    method: str
    when: Literal["asked", "done", "answered"] = "answered"
    ms: float = 0.0
    again: str = ""

    def __str__(self) -> str:
        """Words for the report; the milliseconds do not matter there."""
        return f"{self.method} {self.when}" if self.method else f"some time after an act{', twice' * bool(self.again)}"


class Killed:
    """One coach process after another, on one database."""

    def __init__(self, process: CoachProcess, stderr: Path) -> None:
        self.process, self.stderr = process, stderr
        self.kills = 0
        self._moment: Moment | None = None
        self._then = self._again = ""
        self._over = asyncio.Event()
        self._over.set()
        self._restart: asyncio.Task[None] | None = None
        self._heard_of: int | None = None

    @property
    def at_work(self) -> bool:
        """Whether the present process has been heard of."""
        return self.process.pid is not None and self.process.pid == self._heard_of

    def log(self) -> str:
        """What all processes wrote to standard error."""
        return self.stderr.read_text(encoding="utf-8") if self.stderr.exists() else ""

    def arm(self, moment: Moment) -> None:
        """Kill the coach at this moment, once."""
        self._moment, self._then = moment, moment.again
        self._over.clear()
        if not moment.method:
            self._later(moment.ms)

    async def struck(self, *, now: bool = False) -> None:
        """Wait until the last kill has happened, or kill now what is still waiting for its moment."""
        if now and self._moment is not None:
            self._kill()
        await self._over.wait()

    async def alive(self) -> None:
        """Wait until the process that follows the last kill has been started."""
        while self._restart is not None and not self._restart.done():
            await self._restart

    async def call(self, method: str, carry_out: Call) -> object:
        """Carry out a call of the Bot API, unless its moment has come."""
        caller, name = self.process.pid, method.lower()
        self._heard_of = caller
        if self._again and name == self._again.lower():
            self._again = ""
            self._kill()
            raise Refusal(500, "Internal Server Error")
        if self._at(name, "asked", True):
            if self._moment is not None and self._moment.ms:
                self._later(self._moment.ms)
            else:
                self._kill()
                raise Refusal(500, "Internal Server Error")
        result = await carry_out()
        # What an earlier process asked for, and does not live to read, is no moment of this one's.
        worth = caller == self.process.pid and result != []
        if self._at(name, "done", worth):
            self._kill()
        elif self._moment is not None and self._at(name, "answered", worth):
            self._later(self._moment.ms)
        return result

    def _at(self, name: str, when: str, worth: bool) -> bool:
        moment = self._moment
        return worth and moment is not None and (moment.method.lower(), moment.when) == (name, when)

    def _later(self, ms: float) -> None:
        self._moment = None
        asyncio.get_running_loop().call_later(ms / 1000, self._kill)

    def _kill(self) -> None:
        self._moment = None
        if self.process.pid is not None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.kills += 1
        if not self._then:
            self._over.set()
        self._again, self._then = self._then, ""
        self._restart = asyncio.ensure_future(self._start_again(self._restart))

    async def _start_again(self, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        await self.process.kill()
        await self.process.start()


class Switchboard:
    """Leads each call of the Bot API past the coach of its world."""

    def __init__(self) -> None:
        self.coaches: dict[int, Killed] = {}

    async def call(self, world: World, method: str, *given: Any) -> object:
        """Stands in for the server's own."""
        carry_out = partial(methods.call, world, method, *given)
        coach = self.coaches.get(id(world))
        return await (coach.call(method, carry_out) if coach is not None else carry_out())


@pytest.fixture
def switchboard(monkeypatch: pytest.MonkeyPatch) -> Switchboard:
    """Where moments of calls are noticed."""
    board = Switchboard()
    monkeypatch.setattr(bot_api, "call", board.call)
    return board


@asynccontextmanager
async def killed_coach(
    world: World, address: str, folder: Path, board: Switchboard, module: str = "tests.whole.started"
) -> AsyncIterator[Killed]:
    """The coach of a world in a process of its own; at the end it is stopped in good order."""
    stderr = folder / "stderr.txt"
    argv = [*_KEEPS_STDERR, sys.executable, "-m", module, "run"]
    killed = Killed(CoachProcess(argv, environment(address, folder) | {"COACH_TEST_STDERR": str(stderr)}), stderr)
    board.coaches[id(world)] = killed
    await killed.process.start()
    try:
        yield killed
    finally:
        await killed.alive()
        await killed.process.stop()


def environment(address: str, folder: Path, token: str = server.TOKEN) -> dict[str, str]:
    """The environment of a coach at a playground's server, whatever the developer's own says."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "COACH_"))}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "TELEGRAM_BOT_TOKEN": token,
        "TELEGRAM_API_URL": address,
        "COACH_CLOCK_URL": f"{address}/_play/clock",
        "COACH_DATABASE": f"sqlite:///{folder / 'coach.db'}",
    }
