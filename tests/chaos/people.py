"""People who use the coach all the while, and note what must come of it. Nothing that they type is typed twice."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.playground.people import People
from bot.playground.phone import Phone
from bot.playground.state import Message
from bot.playground.world import World
from tests.whole.story import doubt

PATIENCE: Final = 300.0
"""Seconds after which what has not come is held for lost: more than any trouble takes, and the longest rest after."""

_SPACE: Final = Path(__file__).parents[2] / "prompts" / "en" / "space.j2"
BACK: Final = tuple(re.findall(r"block welcome_back_\d %}(.*?){% endblock", _SPACE.read_text(encoding="utf-8")))
"""What the nudge at the end of a time away says, in each of its wordings."""

HELP: Final = "I'm here for going off on your own"


class Stuck(Exception):
    """What somebody waited for did not come."""


@dataclass
class Expected:
    """What one person has typed, and what has to come of it: of each text, one thing that is remembered; of each length
    one time away, with one nudge at its end; of each call for help, one answer."""

    texts: list[str] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)
    helps: int = 0

    @property
    def pieces(self) -> int:
        """How many things were typed that can be looked for."""
        return len(self.texts) + len(self.minutes) + self.helps


class Person:
    """One person with a phone, a partner or none, and chance of their own."""

    def __init__(self, world: World, name: str, phone: Phone, linked: bool, chance: random.Random) -> None:
        self.world, self.name, self.phone, self._linked, self._chance = world, name, phone, linked, chance
        self.expected = Expected()
        self.rounds = 0
        self.waiting = ""
        """What they wait for just now."""
        self._people = People(world)
        self._since = 0
        self._sure: set[int] = set()

    @property
    def id(self) -> int:
        """Theirs, and that of their chat."""
        return self.phone.user.id

    async def live(self, over: Callable[[], bool]) -> None:
        """Do one thing after another until it is over. Raises Stuck."""
        while not over():
            await self._thanks()
            await self._space()
            self.rounds += 1

    async def _thanks(self) -> None:
        await self._send("/thanks", "Finish the line")
        await self._tell("a cup of tea", "And what do you say then")
        await self._tell("that was a fine cup", "Is there something already")
        if not self._linked:
            await self._press("Skip", "Then I say")
            return
        await self._tell("you made the tea", "exactly what")
        await self._press("Share", "Then I say")

    async def _space(self) -> None:
        await self._send("/space", "How long do you need")
        minutes = 16 + len(self.expected.minutes)
        await self._think()
        # Noted first: it counts from the moment that it is sent.
        self.expected.minutes.append(minutes)
        self._typed(f"{minutes} min")
        self._since = self._now() - 1
        await self._come("Off you go")
        away = self._now()
        for _ in range(self._chance.randrange(3)):
            await self._think()
            self.expected.helps += 1
            self._typed("/help")
            await self._come(HELP)
        self._since = away - 1
        await self._until(lambda message: any(text in message.text for text in BACK), "the end of a time away", True)

    async def _tell(self, words: str, then: str) -> None:
        await self._think()
        text = f"{words}, {self.id % 1000}-{len(self.expected.texts)}-"
        self.expected.texts.append(text)
        self._typed(text)
        await self._come(then)

    async def _send(self, text: str, then: str) -> None:
        await self._think()
        self._typed(text)
        await self._come(then)

    async def _press(self, label: str, then: str) -> None:
        await self._think()
        message, data = next((m, d) for m in self._news() for text, d in _buttons(m) if label in text)
        self._since = self._now()
        self._people.press(self.id, message.message_id, data)
        await self._come(then)

    def _typed(self, text: str) -> None:
        self._people.write(self.id, text)
        self._since = self._now()

    async def _think(self) -> None:
        """Nobody answers in the second in which they are asked: on the phone's clock, either."""
        asked = self.world.clock.unix()
        await asyncio.sleep(self._chance.uniform(0.05, 0.8))
        await self.world.changes.until(lambda: self.world.clock.unix() >= asked + 10, PATIENCE)

    async def _come(self, text: str) -> None:
        await self._until(lambda message: text in message.text, text or "an answer")

    async def _until(self, fits: Callable[[Message], bool], what: str, away: bool = False) -> None:
        self.waiting = "the end" if away else what
        if not await self.world.changes.until(lambda: self._has_come(fits), PATIENCE):
            raise Stuck(f"{self.name} waited for {what!r} in round {self.rounds}")
        self.waiting = ""

    def _has_come(self, fits: Callable[[Message], bool]) -> bool:
        found = False
        for message in self._news():
            # "Was that your answer?" It was.
            if (yes := doubt(message)) and message.message_id not in self._sure:
                self._sure.add(message.message_id)
                self._people.press(self.id, message.message_id, yes)
            found = found or fits(message)
        return found

    def _news(self) -> Iterator[Message]:
        """What the coach has sent since this person's last act, newest first."""
        for message in reversed(self.phone.place.messages.values()):
            if message.message_id <= self._since:
                return
            if message.from_bot:
                yield message

    def _now(self) -> int:
        return self.world.state.last_message_id


def _buttons(message: Message) -> list[tuple[str, str]]:
    return [
        (str(button.get("text")), str(button["callback_data"]))
        for row in message.buttons
        for button in row
        if "callback_data" in button
    ]
