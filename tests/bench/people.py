"""People who talk with a bot at the lean server: each sends its next line as soon as its reply came (a closed loop),
or all together send so many a second whatever comes (an open pace)."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.bench.lean import Chat, Lean

LINES: Final = (
    *("/start", "#agree", "#agree", "/skip", "/skip", "/skip", "/skip", "/skip"),
    *("/leave", "a long walk by the river", "tomorrow at six", "two hours", "to clear my head"),
    *("#by_myself", "#feels_fine", "/skip"),
    *("/before", "dancing with my sister", "last spring", "we moved house", "half an hour with the music on"),
    *("/menu", "hello there", "/checkin", "/plans", "/menu"),
)
"""What everybody types: welcome, a dialog with typed answers and buttons, another, and looking around. `#yes` presses
the button whose data end so, or the first one; where there is none, as with the peers, it is typed."""

_LONGEST: Final = 30.0
"""Seconds after which a reply is given up."""
_QUIET: Final = 0.2
"""Seconds without a call after which everything is said."""


@dataclass(slots=True)
class _Person:
    id: int
    line: int = 0
    heard: int = 0
    asked: deque[list[float]] = field(default_factory=deque)
    """Of each line that waits for its reply: when it was sent, and how many messages are still to come."""


@dataclass(slots=True)
class Talk:
    """What came of some lines: the seconds that each reply took, from the first line to the last call, how many lines
    got no reply, and how many more messages came than when one walked alone."""

    replies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    unanswered: int = 0
    surplus: int = 0


class People:
    """Everybody at one bot. Ids go on from where the people before ended, so that all are new to it."""

    def __init__(self, lean: Lean, first: int = 1000) -> None:
        self._lean = lean
        self._next = first
        self._people: dict[int, _Person] = {}
        self._expected: list[int] = [1] * len(LINES)
        self._talk = Talk()
        self._closed = False
        self._over = asyncio.Event()
        lean.shown = self._shown

    async def scout(self) -> list[int]:
        """One walks ahead, slowly, and counts how many messages each line is answered with: a reply has come when its
        last message has. This warms the bot up, too. Raises RuntimeError where a line has no answer."""
        [person] = self._newcomers(1)
        counts = []
        for line in LINES:
            before = person.heard
            self._over.clear()
            self._send(person)
            try:
                async with asyncio.timeout(_LONGEST):
                    await self._over.wait()
            except TimeoutError:
                raise RuntimeError(f"{line!r} was not answered") from None
            await self.quiet()
            counts.append(person.heard - before)
        self._people.clear()
        self.expect(counts)
        return counts

    def expect(self, counts: Sequence[int]) -> None:
        """Take a reply to each line as come with so many messages."""
        self._expected = list(counts)

    async def closed_loop(self, people: int) -> Talk:
        """So many walk through all lines at once."""
        self._begin()
        self._closed = True
        begin = time.perf_counter()
        newcomers = self._newcomers(people)
        for person in newcomers:
            self._send(person)
        await self._until_all_have_ended(newcomers)
        return self._end(begin, newcomers)

    async def paced(self, people: int, pace: float, seconds: float | None = None) -> Talk:
        """So many walk through all lines, by turns, `pace` lines a second in all, also when replies are late."""
        self._begin()
        begin = time.perf_counter()
        newcomers = self._newcomers(people)
        most = people * len(LINES) if seconds is None else min(people * len(LINES), int(seconds * pace))
        for number in range(most):
            await asyncio.sleep(max(0.0, begin + number / pace - time.perf_counter()))
            self._send(newcomers[number % people])
        await self._until_all_have_ended(newcomers)
        return self._end(begin, newcomers)

    async def quiet(self, seconds: float = _QUIET) -> None:
        """Wait until there was no call for so long."""
        while True:
            left = self._lean.last_call + seconds - time.perf_counter()
            if left <= 0:
                return
            await asyncio.sleep(left)

    def _newcomers(self, count: int) -> Sequence[_Person]:
        people = [_Person(id) for id in range(self._next, self._next + count)]
        self._next += count
        self._people.update({person.id: person for person in people})
        return people

    def _begin(self) -> None:
        self._talk, self._closed = Talk(), False
        self._over.clear()

    def _end(self, begin: float, people: Sequence[_Person]) -> Talk:
        self._talk.seconds = self._lean.last_call - begin
        self._talk.unanswered = sum(len(person.asked) for person in people)
        self._talk.surplus = sum(person.heard - sum(self._expected[: person.line]) for person in people)
        self._people.clear()
        return self._talk

    async def _until_all_have_ended(self, people: Sequence[_Person]) -> None:
        while any(person.asked for person in people):
            before = len(self._talk.replies)
            try:
                async with asyncio.timeout(_LONGEST):
                    await self._over.wait()
            except TimeoutError:
                if len(self._talk.replies) == before:
                    break
            self._over.clear()
        await self.quiet()

    def _send(self, person: _Person) -> None:
        line, chat = LINES[person.line], self._lean.chat(person.id)
        person.asked.append([time.perf_counter(), self._expected[person.line]])
        person.line += 1
        if line.startswith("#") and chat.buttons:
            self._lean.press(person.id, choice(chat, line))
        else:
            self._lean.say(person.id, line)

    def _shown(self, chat: Chat) -> None:
        person = self._people.get(chat.id)
        if person is None:
            return
        person.heard += 1
        if not person.asked:
            return
        person.asked[0][1] -= 1
        if person.asked[0][1] > 0:
            return
        self._talk.replies.append(time.perf_counter() - person.asked.popleft()[0])
        if self._closed and person.line < len(LINES):
            self._send(person)
        elif not person.asked:
            self._over.set()


def choice(chat: Chat, line: str) -> str:
    """The data of the button that a line such as `#yes` presses, of those there are."""
    return next((data for data in chat.buttons if data.endswith(f":{line[1:]}")), chat.buttons[0])
