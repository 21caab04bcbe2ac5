"""The coach as a process that is killed, and started again as a service manager does."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

RESTART = 1.0
"""Seconds after which a coach that ended by itself is started again: `Restart=always` with `RestartSec=1`."""

KEPT_LINES = 400


@dataclass(frozen=True)
class End:
    """How one process ended: its exit code or minus the signal, and whether it had asked for updates by then."""

    code: int
    polled: bool


class Coach:
    """One process after another. `ended` looks at what each has left, before the next begins."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str], ended: Callable[[End], None]) -> None:
        self._argv, self._env, self._ended = argv, env, ended
        self._process: Process | None = None
        self._stopping = False
        self._paused = asyncio.Event()
        self._paused.set()
        self._service: asyncio.Task[None] | None = None
        self.started = asyncio.Event()
        """Set while a process lives."""
        self._gone = asyncio.Event()
        self._gone.set()
        self.polled = asyncio.Event()
        """Set once the present process has asked for updates."""
        self.start_takes = 3.0
        """Seconds from a process's beginning until it asks for updates, the last time that one came so far."""
        self._begun = 0.0
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
        self._service = asyncio.create_task(self._serve())

    def kill(self) -> bool:
        """Send SIGKILL; whether there was anything to kill."""
        return self._send(signal.SIGKILL)

    def end(self) -> None:
        """Kill it for good, whatever happened."""
        self._stopping = True
        self.kill()

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
        if self._process is not None and self._process.returncode is None:
            _limit(self._process.pid, most_bytes)

    async def stop(self, seconds: float = 10.0) -> int | None:
        """End it in good order; its exit code, None where it had to be killed."""
        self._stopping = True
        self._paused.set()
        process = self._process
        if process is not None and self._send(signal.SIGTERM):
            try:
                await asyncio.wait_for(process.wait(), seconds)
            except TimeoutError:
                self.kill()
        if self._service is not None:
            await self._service
        return None if process is None or process.returncode == -signal.SIGKILL else process.returncode

    def _send(self, number: signal.Signals) -> bool:
        if self._process is None or self._process.returncode is not None:
            return False
        # The process object's own way looks first whether it has ended, and then its end is nobody's to report.
        with suppress(ProcessLookupError):
            os.kill(self._process.pid, number)
        return True

    async def _serve(self) -> None:
        while not self._stopping:
            await self._paused.wait()
            self.polled.clear()
            process = await asyncio.create_subprocess_exec(
                *self._argv, env=dict(self._env), stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, start_new_session=True
            )
            self._process, self._begun = process, asyncio.get_running_loop().time()
            if self.most_bytes is not None:
                _limit(process.pid, self.most_bytes)
            self._gone.clear()
            self.started.set()
            last = await self._listen(process)
            code = await process.wait()
            self.codes[code] += 1
            if code > 0:
                self.said[last] += 1
            self.started.clear()
            self._ended(End(code, self.polled.is_set()))
            self._gone.set()
            if code >= 0 and not self._stopping:
                await asyncio.sleep(RESTART)

    async def _listen(self, process: Process) -> str:
        assert process.stderr is not None
        last = ""
        while line := await process.stderr.readline():
            last = line.decode("utf-8", "replace").rstrip()
            self.log.append(last)
        return last


def _limit(pid: int, most_bytes: int | None) -> None:
    most = resource.RLIM_INFINITY if most_bytes is None else most_bytes
    with suppress(ProcessLookupError):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
