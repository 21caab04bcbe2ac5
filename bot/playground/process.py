"""The coach as a child process that can be killed and started again."""

from __future__ import annotations

import asyncio
import contextlib
from asyncio.subprocess import Process
from collections.abc import Callable, Mapping, Sequence


class CoachProcess:
    """One child at a time, begun from ``argv`` with exactly ``env``; no other process is ever touched.

    ``on_change`` is called whenever the child starts or ends.
    """

    def __init__(self, argv: Sequence[str], env: Mapping[str, str]) -> None:
        self.argv = list(argv)
        self.env = dict(env)
        self._child: Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()
        self._returning = False
        self.on_change: Callable[[], None] = lambda: None

    @property
    def running(self) -> bool:
        """Whether the child is alive."""
        return self._child is not None and self._child.returncode is None

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        return self._child.pid if self._child is not None and self.running else None

    @property
    def ended_with(self) -> int | None:
        """How the last child ended: its exit code, or minus the signal; None while it runs or before the first."""
        return None if self._child is None else self._child.returncode

    @property
    def expected(self) -> bool:
        """Whether the child is alive, or about to be again after a restart."""
        return self.running or self._returning

    @property
    def database(self) -> str | None:
        """The URL of the child's database, as its environment names it."""
        return self.env.get("COACH_DATABASE")

    async def start(self) -> None:
        """Start the child unless it runs."""
        async with self._lock:
            if self.running:
                return
            # Apart from the terminal: Ctrl-C reaches the playground only, which then stops its child in good order.
            self._child = await asyncio.create_subprocess_exec(
                *self.argv,
                env=self.env,
                stdin=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )
            self._watch = asyncio.create_task(self._tell_end(self._child))
            self.on_change()

    async def kill(self) -> None:
        """Send SIGKILL and wait until the child is gone; do nothing when none runs."""
        async with self._lock:
            await self._end(lambda child: child.kill())

    async def stop(self, seconds: float = 10.0) -> None:
        """Send SIGTERM and wait until the child is gone; after ``seconds``, SIGKILL."""
        async with self._lock:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._end(lambda child: child.terminate())
            await self._end(lambda child: child.kill())

    async def restart(self) -> None:
        """Stop the child in good order and start another in its place."""
        self._returning = True
        try:
            await self.stop()
            await self.start()
        finally:
            self._returning = False

    async def _end(self, send: Callable[[Process], None]) -> None:
        if self._child is None or self._child.returncode is not None or self._watch is None:
            return
        with contextlib.suppress(ProcessLookupError):
            send(self._child)
        await asyncio.shield(self._watch)

    async def _tell_end(self, child: Process) -> None:
        await child.wait()
        self.on_change()
