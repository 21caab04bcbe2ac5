"""The coach at work: what goes on side by side for as long as it runs."""

from __future__ import annotations

import asyncio
import gc
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from telegram import Bot

from bot.clock import Ticker
from bot.engine.in_group import commands_there
from bot.model.events import Prompt
from bot.model.state import Person
from bot.runtime.announcing import Announcer
from bot.runtime.as_oneself import AsOneself
from bot.runtime.deliver import Deliverer
from bot.runtime.lapsing import sweep
from bot.runtime.ports import Clock
from bot.runtime.presses import Presses
from bot.runtime.restored import take_up
from bot.runtime.turns import Turns
from bot.runtime.watching import Observer
from bot.script.wording import Wording
from bot.store.contract import Store
from bot.tasks import until_one_fails
from bot.telegram.commands import publish
from bot.telegram.description import Description, describe
from bot.telegram.intake import Intake
from bot.understand import practices
from bot.understand.city import read_city

if TYPE_CHECKING:
    pass

_log = logging.getLogger(__name__)

HOUSEKEEPING_EVERY = timedelta(hours=1)
ANNOUNCING_EVERY = timedelta(seconds=30)
WARM_UP_AFTER = timedelta(seconds=5)
TOGETHER = 8
"""Turns that are one commit where so many wait: nobody waits long for those of others."""
FAREWELL = 8.0
"""Seconds that ending may take: a service manager sends SIGKILL after ten."""


@dataclass(slots=True)
class Coach:
    """The coach with everything open: receive, turn and deliver, on one database."""

    store: Store
    clock: Clock
    turns: Turns
    deliverer: Deliverer
    intake: Intake
    presses: Presses
    as_oneself: AsOneself
    bot: Bot
    wording: Wording
    news: asyncio.Event
    announcer: Announcer
    observer: Observer

    async def serve(self) -> None:
        """Work until cancelled. Raises OperatorError for what only the operator can put right."""
        await self.begin()
        gc.freeze()  # what was read stays: to look through all of it holds everybody up for a tenth of a second
        ticker = Ticker(self.tick)
        ticker.start()
        work = [
            self.intake.run(),
            self._take_turns(),
            self.deliverer.run(),
            self._publish(),
            self._housekeeping(),
            self._announce(),
            self._warm_up(),
        ]
        try:
            await until_one_fails(work)
        finally:
            ticker.stop()
            with suppress(TimeoutError):
                async with asyncio.timeout(FAREWELL):
                    await self.deliverer.stop()

    async def begin(self) -> None:
        """Before all else: see what follows from a backup that was put back."""
        await take_up(self.store, partial(self.turns.lapse, now=await self.clock.now(), surely=True))

    async def tick(self) -> None:
        """Look for what has become due."""
        self.news.set()
        self.deliverer.wake()

    async def take_all(self) -> int:
        """Take every waiting update and due nudge; how many there were."""
        taken = 0
        while here := await self.turns.take(TOGETHER):
            taken += here
            self.observer.beat("turns")
            self.deliverer.wake()
        return taken

    async def keep_house(self) -> None:
        """Erase and forget what is old, and who has been away for too long."""
        now = await self.clock.now()
        await self.store.housekeeping(now)
        await sweep(self.store, self.turns.lapse, now)
        self.deliverer.wake()

    async def _take_turns(self) -> None:
        while True:
            self.news.clear()
            self.observer.beat("turns")
            await self.take_all()
            await self.news.wait()

    async def _publish(self) -> None:
        listed = {language: self.wording.commands(language) for language in self.wording.languages}
        there = commands_there(self.wording.library)
        in_groups = {language: [one for one in each if one[0] in there] for language, each in listed.items()}
        await publish(self.bot, listed, in_groups)
        await describe(self.bot, descriptions(self.wording))

    async def _warm_up(self) -> None:
        # The example phrases, the list of cities and the templates take seconds to read: nobody's words should wait for
        # that, nor what waits at a start.
        await asyncio.sleep(WARM_UP_AFTER.total_seconds())
        await asyncio.to_thread(self.wording.compile)
        await asyncio.to_thread(practices.warm_up)
        await asyncio.to_thread(read_city, "London", "en")
        gc.freeze()

    async def _announce(self) -> None:
        while True:
            if await self.announcer.take_up(await self.clock.now()):
                self.news.set()
            await asyncio.sleep(ANNOUNCING_EVERY.total_seconds())

    async def _housekeeping(self) -> None:
        while True:
            await self.keep_house()
            await asyncio.sleep(HOUSEKEEPING_EVERY.total_seconds())


def descriptions(wording: Wording) -> dict[str, Description]:
    """What Telegram shows before anybody has written, by language."""
    found = {}
    for language in wording.languages:
        reader = Person(id=0, name="", language=language)
        texts = (
            wording.uncut(Prompt("common", f"bot_{name}"), {}, reader, html=False) for name in ("description", "about")
        )
        found[language] = Description(*texts)
    return found
