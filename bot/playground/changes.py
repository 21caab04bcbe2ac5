"""A number that grows with every change, and a way to wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Changes:
    """Counts changes and wakes whoever waits for the next one; one event loop at a time."""

    def __init__(self) -> None:
        self.version = 0
        self._waiting: set[asyncio.Event] = set()

    def touch(self) -> None:
        """Count one change and wake everybody who waits."""
        self.version += 1
        for event in self._waiting:
            event.set()

    async def wait(self, seconds: float | None) -> bool:
        """Wait for the next change, at most ``seconds`` (None: for ever); tell whether it came."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(event)
        return True

    async def until(self, true: Callable[[], bool], seconds: float) -> bool:
        """Wait until ``true()`` holds, looking after each change, at most ``seconds``; tell whether it does."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not true():
            if not await self.wait(max(0.0, deadline - loop.time())) and loop.time() >= deadline:
                return true()
        return True
