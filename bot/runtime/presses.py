"""Answers to presses: each press is answered once, after its turn, or without words when that takes too long.

They are best effort, beside the outbox: one that is lost changes nothing, and what another process received is not
answered, so that a restart answers nothing twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

PATIENCE: Final = 3.0
"""Seconds that a pressed button may show its little clock."""

_AT_ONCE: Final = 4
_GRACE: Final = 1.0

Answer = Callable[[str, str], Awaitable[None]]
"""Answers the press of that id with words, or with none. It fails without raising."""

Pause = Callable[[float], Awaitable[object]]
"""Waits so many seconds, as `asyncio.sleep` does."""


class Presses:
    """The presses that wait for their turn, from the moment they come."""

    def __init__(self, answer: Answer, pause: Pause = asyncio.sleep) -> None:
        self._answer = answer
        self._pause = pause
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._answers: set[asyncio.Task[None]] = set()
        self._free = asyncio.Semaphore(_AT_ONCE)

    def came(self, press: str) -> bool:
        """A press has come: if its turn has not been taken soon, it is answered without words. False for one that
        waits already."""
        if press in self._waiting:
            return False
        self._waiting[press] = asyncio.create_task(self._wait(press))
        return True

    def known(self, press: str) -> None:
        """It had come before, and whoever received it then has answered it."""
        if (waiting := self._waiting.pop(press, None)) is not None:
            waiting.cancel()

    def taken(self, press: str, words: str) -> None:
        """Its turn has been taken, and is committed: answer it, with words or with none, if it still waits."""
        if (waiting := self._waiting.pop(press, None)) is not None:
            waiting.cancel()
            self._begin(press, words)

    async def drain(self) -> None:
        """Wait until the answers that have begun are given."""
        await asyncio.gather(*self._answers)

    async def close(self) -> None:
        """Answer all that wait, without words, as far as that goes quickly."""
        for press in list(self._waiting):
            self.taken(press, "")
        if self._answers:
            _, late = await asyncio.wait(self._answers, timeout=_GRACE)
            for answer in late:
                answer.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _wait(self, press: str) -> None:
        await self._pause(PATIENCE)
        self._waiting.pop(press, None)
        self._begin(press, "")

    def _begin(self, press: str, words: str) -> None:
        answer = asyncio.create_task(self._give(press, words))
        self._answers.add(answer)
        answer.add_done_callback(self._answers.discard)

    async def _give(self, press: str, words: str) -> None:
        async with self._free:
            await self._answer(press, words)
