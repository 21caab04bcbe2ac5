"""The whole coach on a stage: the real bot, a strict Bot API server over HTTP, phones, and a clock that tests move.

Nothing runs by itself: after each act the stage takes everything through – receive, turn, deliver – until nothing is
left to do, so that no test ever waits for time to pass.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import open_coach
from bot.config import Settings
from bot.playground.clock import MovableClock
from bot.playground.phone import Phone
from bot.playground.server import TOKEN, serve
from bot.playground.world import World
from bot.runtime.announcing import Announcement, leave
from bot.runtime.conversations import load, save
from bot.runtime.limits import UNLIMITED
from bot.runtime.presses import Pause
from bot.runtime.watching import Observer
from bot.service import Coach

MORNING = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
"""A Sunday, outside everybody's quiet hours in UTC."""


async def nobody_answers(press: str, words: str) -> None:
    """A press is nobody's business here."""


class SeededIds:
    """Chance that is the same in every run."""

    def __init__(self, seed: str = "stage") -> None:
        self._seed, self._drawn = seed, 0

    def token(self) -> bytes:
        """The next 32 bytes."""
        self._drawn += 1
        return hashlib.sha256(f"{self._seed}{self._drawn}".encode()).digest()

    def name(self) -> str:
        """The next id."""
        return self.token().hex()[:24]


class WorldClock:
    """The world's clock as the coach's."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def now(self) -> datetime:
        """The time on the stage."""
        return self._world.clock.now()


class Stage:
    """The world, the coach in it, and everybody's phones."""

    def __init__(self, world: World, coach: Coach, again: Callable[[], Awaitable[Coach]] | None = None) -> None:
        self.world, self.coach = world, coach
        self.phones: dict[str, Phone] = {}
        self._again = again

    async def restart(self) -> None:
        """The coach ends, and begins again on the same database."""
        assert self._again is not None, "this stage cannot begin again"
        self.coach = await self._again()

    def phone(self, name: str, language: str = "en") -> Phone:
        """A person's phone; a new person on first use."""
        if name not in self.phones:
            self.phones[name] = Phone(self.world, self.world.add_user(name, language))
        return self.phones[name]

    async def settle(self) -> None:
        """Receive, take and deliver until nothing is left to do."""
        while (sent := self.world.state.updates) and sent[-1].update_id >= await self.coach.intake.offset():
            await self.coach.intake.receive()
        taken = await self.coach.take_all()
        while True:
            await self.coach.presses.drain()
            await self.coach.as_oneself.drain()
            await self.coach.deliverer.drain()
            # What a look at a group came to is found on the way there.
            if not taken or not (taken := await self.coach.take_all()):
                return

    async def send(self, name: str, text: str, reply_to: int | None = None) -> None:
        """Somebody sends a text (or opens a link), and everything that follows from it happens."""
        await self.phone(name).send(text, reply_to)
        await self.settle()

    async def press(self, name: str, label: str) -> None:
        """Somebody presses the newest button with this label."""
        await self.phone(name).press(label)
        await self.settle()

    async def move_clock(self, by: timedelta) -> None:
        """Time passes."""
        self.world.clock.advance(by)
        await self.settle()

    def screen(self, name: str, last: int = 1) -> str:
        """The coach's latest messages on somebody's phone, with their buttons."""
        return self.phone(name).screen(last)

    async def welcome(self, name: str, language: str = "en") -> None:
        """Somebody goes through the welcome, alone."""
        self.phone(name, language)
        await self.send(name, "/start")
        for _ in ("their age", "their consent"):
            await self.phone(name).press_data(*button(self.phone(name), 0))
            await self.settle()
        for _ in ("name", "city", "quiet hours", "alone or with a partner", "what brings them"):
            await self.send(name, "/skip")

    async def of_before(self, name: str) -> None:
        """Somebody who is here has agreed to older words, before it was noted which and when."""
        async with self.coach.store.transaction() as tx:
            found = await load(tx, self.phone(name).user.id)
            assert found is not None
            person = found[1].people[self.phone(name).user.id]
            person.of_age = person.agreed = None
            await save(tx, *found, self.world.clock.now())

    async def announce(self, words: str) -> None:
        """Whoever runs the coach announces something, with the same words in every language."""
        leave(Announcement(dict.fromkeys(self.coach.wording.languages, words)), self.coach.announcer.database)
        await self.coach.announcer.take_up(self.world.clock.now())
        await self.settle()

    async def link(self, one: str, other: str) -> None:
        """Two who have been welcomed link."""
        await self.send(one, "/invite")
        link = next(word for word in self.screen(one).split() if word.startswith("https://t.me/"))
        await self.send(other, link)
        await self.phone(other).press_data(*button(self.phone(other), 0))
        await self.settle()
        await self.phone(one).press_data(*button(self.phone(one), 0))
        await self.settle()


def button(phone: Phone, index: int) -> tuple[int, str]:
    """The message id and data of a callback button in the newest message that has buttons, whatever its label."""
    message = next(m for m in reversed(phone.received) if m.buttons)
    data = [str(b["callback_data"]) for row in message.buttons for b in row if "callback_data" in b]
    return message.message_id, data[index]


@asynccontextmanager
async def stage(
    folder: Path, *, dialogs: Path | None = None, inline: bool = False, observer: Observer | None = None
) -> AsyncIterator[Stage]:
    """A stage with a database in `folder`; a second one in the same folder goes on where the first ended. `inline`:
    BotFather has switched inline mode on. `observer` watches the coach."""
    world, ids = World(MovableClock(MORNING, frozen=True)), SeededIds()
    world.state.bot.inline = inline
    async with serve(world) as url, AsyncExitStack() as stack:

        async def begin() -> Coach:
            await stack.aclose()
            return await stack.enter_async_context(coach_in(world, url, folder, dialogs, ids=ids, observer=observer))

        yield Stage(world, await begin(), begin)


@asynccontextmanager
async def coach_in(
    world: World,
    url: str,
    folder: Path,
    dialogs: Path | None = None,
    patience: Pause | None = None,
    ids: SeededIds | None = None,
    observer: Observer | None = None,
) -> AsyncIterator[Coach]:
    """The coach of a world, in this process. A press waits for its turn however long that takes, unless `patience`
    ends before. `ids` goes on with the chance of a coach before it."""
    settings = Settings(
        telegram_bot_token=SecretStr(TOKEN),
        telegram_api_url=url,
        coach_database=f"sqlite:///{folder / 'coach.db'}",
        _env_file=None,
    )
    clock = WorldClock(world)
    opened = open_coach(
        settings,
        clock=clock,
        ids=ids or SeededIds(),
        allowance=UNLIMITED,
        patience=patience or _for_ever,
        dialogs=dialogs,
        observer=observer,
    )
    async with opened as coach:
        yield coach


async def _for_ever(seconds: float) -> None:
    await asyncio.Event().wait()
