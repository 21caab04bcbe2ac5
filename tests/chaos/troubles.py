"""What goes wrong beside the kills: the API, by chance; the disk, each kind in turn."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.playground.faults import UNKNOWN, Fault, FaultKind
from bot.playground.refusal import Refusal
from bot.playground.world import World
from tests.chaos.coach import Coach
from tests.chaos.disk import Disk
from tests.chaos.door import Door

OFTEN: Final = 2.0
"""Seconds between two troubles of the API, on average."""

LATE: Final = 11.0
"""Seconds: more than the coach waits for an answer."""

SENDS: Final[Sequence[FaultKind]] = ("429", "500", "502", "500_after", "garbage", "drop_before", "drop_after", "slow")
ANY: Final[Sequence[FaultKind]] = ("429", "500", "502", "garbage", "drop_before", "drop_after")
METHODS: Final = ("getUpdates", "editMessageReplyMarkup", "answerCallbackQuery", "getMe", "deleteWebhook")

NAMES: Final = {
    "429": "429 with retry_after",
    "500": "500, not carried out",
    "502": "502, not carried out",
    "500_after": "500, though carried out",
    "garbage": "answer that is none, though carried out",
    "drop_before": "cut before it was carried out",
    "drop_after": "cut once it was carried out",
    "slow": "answered too late",
}


@dataclass
class Api:
    """Lets calls of the Bot API fail, and counts after which of them a message may have come all the same."""

    world: World
    door: Door
    chats: Sequence[int]
    chance: random.Random
    in_flight: Callable[[], None]
    """Notes what is being sent just now: before what is open is cut, and after."""
    _ordered: list[Fault] = field(default_factory=list)
    other: Counter[str] = field(default_factory=Counter)

    async def go_on(self) -> None:
        """Order one trouble after another, until cancelled."""
        while True:
            await asyncio.sleep(self.chance.expovariate(1 / OFTEN))
            match self.chance.randrange(12):
                case 0:
                    await self._refuse(self.chance.uniform(0.5, 4))
                case 1:
                    await self._conflict()
                case 2 | 3 | 4:
                    self._order(self.chance.choice(ANY), self.chance.choice(METHODS), None)
                case _:
                    self._order(self.chance.choice(SENDS), "sendMessage", self.chance.choice(self.chats))

    def over(self) -> None:
        """Let everything go well again."""
        self.world.faults.clear()

    @property
    def counts(self) -> Counter[str]:
        """How often each kind struck."""
        found = Counter(self.other)
        for fault in self._ordered:
            found[NAMES[fault.kind]] += fault.struck
        return found

    @property
    def unknown(self) -> Counter[int]:
        """By chat, how many messages were carried out so that the coach could not know."""
        found: Counter[int] = Counter()
        for fault in self._ordered:
            if fault.chat_id is not None and (fault.kind in UNKNOWN or fault.kind == "slow"):
                found[fault.chat_id] += fault.struck
        return found

    def _order(self, kind: FaultKind, method: str, chat: int | None) -> None:
        seconds = LATE if kind == "slow" else self.chance.randint(1, 4)
        fault = Fault(kind=kind, method=method, times=self.chance.randint(1, 2), seconds=seconds, chat_id=chat)
        self._ordered.append(fault)
        self.world.faults.add(fault)

    async def _refuse(self, seconds: float) -> None:
        self.in_flight()
        self.door.shut()
        self.in_flight()
        self.other["connections refused for a while"] += 1
        try:
            await asyncio.sleep(seconds)
        finally:
            await self.door.open()

    async def _conflict(self) -> None:
        """Somebody else asks for this bot's updates, and confirms none."""
        self.other["409, another asks for updates"] += self.world.updates.polled
        try:
            await asyncio.wait_for(self.world.updates.take(), 0.05)
        except (Refusal, TimeoutError):
            return


class Disks:
    """Takes the disk away in every way, one after another."""

    def __init__(self, disk: Disk, coach: Coach, seconds: float, minute: float) -> None:
        """`seconds` is how long each lasts, `minute` how long the database is gone."""
        self._disk, self._coach = disk, coach
        self._seconds, self._minute = seconds, minute
        self.counts: Counter[str] = Counter()
        # Limits of a process under way are Linux' own; rights keep nobody out who is root.
        limits, rights = sys.platform == "linux", disk.own or os.geteuid() != 0
        kinds: tuple[tuple[bool, str, Callable[[], Awaitable[None]]], ...] = (
            (disk.own or limits, f"full for {seconds:.0f} s, under a running coach", self._full),
            (True, f"gone for {minute:.0f} s, with its folder", self._folder_gone),
            (limits, f"every write refused for {seconds:.0f} s, under a running coach", self._refusing),
            (True, f"gone for {minute:.0f} s, its files alone", self._files_gone),
            (rights, f"read-only for {seconds:.0f} s, from a start on", self._read_only),
        )
        self.all = [(name, trouble) for possible, name, trouble in kinds if possible]

    async def one(self, number: int) -> None:
        """The kind of this number, from its beginning to its end."""
        name, trouble = self.all[number % len(self.all)]
        await trouble()
        self.counts[name] += 1

    async def _full(self) -> None:
        if not self._disk.own:
            await self._limited(self._disk.longest())
            return
        self._disk.fill()
        try:
            await asyncio.sleep(self._seconds)
        finally:
            self._disk.empty()

    async def _refusing(self) -> None:
        await self._limited(0)

    async def _limited(self, most: int) -> None:
        self._coach.limit(most)
        try:
            await asyncio.sleep(self._seconds)
        finally:
            self._coach.limit(None)

    async def _read_only(self) -> None:
        await self._coach.hold()
        self._disk.read_only(True)
        self._coach.go_on()
        try:
            await asyncio.sleep(self._seconds)
        finally:
            # A start that cannot write has ended; one that is under way has not written yet.
            await self._coach.hold()
            self._disk.read_only(False)
            self._coach.go_on()

    async def _folder_gone(self) -> None:
        await self._gone(self._disk.move_folder)

    async def _files_gone(self) -> None:
        await self._gone(self._disk.move_files)

    async def _gone(self, move: Callable[[bool], None]) -> None:
        """Away when a coach starts: one that had its files open would go on with them wherever they are."""
        await self._coach.hold()
        move(True)
        self._coach.go_on()
        try:
            await asyncio.sleep(self._minute)
        finally:
            await self._coach.hold()
            move(False)
            self._coach.go_on()
