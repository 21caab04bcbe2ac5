"""The coach as a process that is killed, and started again as a service manager does."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

RESTART = 1.0
"""Seconds after which a coach that ended by itself is started again: `Restart=always` with `RestartSec=1`."""

KEPT_LINES = 400

_HEARD = 0.1
"""Seconds in which the last line of a process has been read."""


@dataclass(frozen=True)
class End:
    """How one process ended: its exit code or minus the signal, and whether it had asked for updates by then."""

    code: int
    polled: bool


class Coach:
    """One process after another. `ended` looks at what each has left, before the next begins."""

    def __init__(self, env: Mapping[str, str], ended: Callable[[End], None]) -> None:
        self._env, self._ended = env, ended
        self._nursery: Process | None = None
        self._pid: int | None = None
        self._stopping = False
        self._paused = asyncio.Event()
        self._paused.set()
        self.service: asyncio.Task[None] | None = None
        """Ends when this is stopped, or for what is wrong with what starts it."""
        self.started = asyncio.Event()
        """Set while a process lives."""
        self._gone = asyncio.Event()
        self._gone.set()
        self.polled = asyncio.Event()
        """Set once the present process has asked for updates."""
        self.start_takes = 3.0
        """Seconds from a process's beginning until it asks for updates, the last time that one came so far."""
        self._begun = 0.0
        self._last_code: int | None = None
        self.codes: Counter[int] = Counter()
        self.most_bytes: int | None = None
        """How long a file may become by this process's writing, where the disk is bad."""
        self.log: deque[str] = deque(maxlen=KEPT_LINES)
        self.said: Counter[str] = Counter()
        """What processes said that ended by themselves: their last line."""

    def asks(self) -> None:
        """The present process asks for updates."""
        if not self.polled.is_set():
            self.start_takes = asyncio.get_running_loop().time() - self._begun
            self.polled.set()

    def begin(self) -> None:
        """Start it, now and after each end."""
        self.service = asyncio.create_task(self._serve())

    async def unless_it_fails(self, work: asyncio.Future[Any]) -> None:
        """Wait for the end of some work. Raises what is wrong with what starts the coach."""
        assert self.service is not None
        await asyncio.wait({work, self.service}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            work.cancel()
            self.service.result()
        await work

    def kill(self) -> bool:
        """Send SIGKILL; whether there was anything to kill."""
        return self._send(signal.SIGKILL)

    def end(self) -> None:
        """Kill it for good, whatever happened."""
        self._stopping = True
        self.kill()
        if self._nursery is not None and self._nursery.returncode is None:
            self._nursery.kill()

    async def hold(self) -> None:
        """Kill it and start it no more until `go_on`."""
        self._paused.clear()
        self.kill()
        await self._gone.wait()

    def go_on(self) -> None:
        """Start it again."""
        self._paused.set()

    def limit(self, most_bytes: int | None) -> None:
        """Let every write beyond so many bytes of a file fail, in this process and the next; None: no more."""
        self.most_bytes = most_bytes
        if self._pid is not None:
            _limit(self._pid, most_bytes)

    async def stop(self, seconds: float = 10.0) -> int | None:
        """End it in good order; its exit code, None where it had to be killed."""
        self._stopping = True
        self._paused.set()
        self._send(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._gone.wait(), seconds)
        except TimeoutError:
            self.kill()
        if self.service is not None:
            await self.service
        return self._last_code

    def _send(self, number: signal.Signals) -> bool:
        if self._pid is None:
            return False
        with suppress(ProcessLookupError):
            os.kill(self._pid, number)
        return True

    async def _serve(self) -> None:
        self._nursery = nursery = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.chaos.nursery", env=dict(self._env), stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
        listening = asyncio.create_task(self._listen(nursery))
        while not self._stopping:
            await self._paused.wait()
            await self._one(nursery)
        assert nursery.stdin is not None
        nursery.stdin.close()
        await asyncio.gather(listening, nursery.wait())

    async def _one(self, nursery: Process) -> None:
        """One process, from its beginning to its end."""
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        self.polled.clear()
        self._gone.clear()
        nursery.stdin.write(json.dumps(dict(self._env)).encode() + b"\n")
        self._pid, self._begun = int(await nursery.stdout.readline()), asyncio.get_running_loop().time()
        if self.most_bytes is not None:
            _limit(self._pid, self.most_bytes)
        if not self._paused.is_set():
            self.kill()
        self.started.set()
        code = self._last_code = int(await nursery.stdout.readline())
        self._pid = None
        self.started.clear()
        self.codes[code] += 1
        if code > 0:
            # What it said last comes another way.
            await asyncio.sleep(_HEARD)
            self.said[self.log[-1] if self.log else ""] += 1
        self._ended(End(code, self.polled.is_set()))
        self._gone.set()
        if code >= 0 and not self._stopping:
            await asyncio.sleep(RESTART)

    async def _listen(self, nursery: Process) -> None:
        assert nursery.stderr is not None
        while line := await nursery.stderr.readline():
            self.log.append(line.decode("utf-8", "replace").rstrip())


def _limit(pid: int, most_bytes: int | None) -> None:
    most = resource.RLIM_INFINITY if most_bytes is None else most_bytes
    with suppress(ProcessLookupError):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
