"""The composition root: builds everything from the settings, opens it, runs it and closes it.

Time and chance come into the process here and nowhere else.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx
from telegram import Bot

from bot.clock import RemoteClock, Ticker
from bot.config import Settings
from bot.engine.in_group import commands_there
from bot.engine.script import Library
from bot.errors import SettingsError
from bot.logs import keep_loop_quiet
from bot.model.events import Prompt
from bot.model.state import Person
from bot.runtime.announcing import Announcer
from bot.runtime.as_oneself import AsOneself
from bot.runtime.backing_up import BackingUp
from bot.runtime.deliver import Deliverer
from bot.runtime.lapsing import sweep
from bot.runtime.limits import Allowance, Limits
from bot.runtime.ports import Clock, Ids
from bot.runtime.presses import Pause, Presses
from bot.runtime.restored import take_up
from bot.runtime.turns import Turns
from bot.runtime.watching import Observer, Unwatched
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.wording import Wording
from bot.store.contract import Store
from bot.store.open import open_store
from bot.tasks import until_one_fails, until_signalled
from bot.telegram.client import make_bot
from bot.telegram.commands import publish
from bot.telegram.description import Description, describe
from bot.telegram.intake import Intake
from bot.telegram.patience import patiently
from bot.telegram.sender import TelegramTransport
from bot.understand import practices
from bot.understand.city import read_city
from bot.understand.danger.tongue import tongues
from bot.understand.written import folders, languages

if TYPE_CHECKING:
    from bot.web.watch import Watch

_log = logging.getLogger(__name__)

HOUSEKEEPING_EVERY = timedelta(hours=1)
ANNOUNCING_EVERY = timedelta(seconds=30)
WARM_UP_AFTER = timedelta(seconds=5)
TOGETHER = 8
"""Turns that are one commit where so many wait: nobody waits long for those of others."""
FAREWELL = 8.0
"""Seconds that ending may take: a service manager sends SIGKILL after ten."""


class SystemClock:
    """The machine's own time."""

    async def now(self) -> datetime:
        """The time, aware, in UTC."""
        return datetime.now(UTC)


chance: Final = secrets.token_bytes
"""So many bytes that nobody can guess."""


class SystemIds:
    """The machine's own chance, fit for secrets."""

    def token(self) -> bytes:
        """32 bytes that nobody can guess."""
        return secrets.token_bytes(32)

    def name(self) -> str:
        """A new id: 96 random bits as 24 hexadecimal digits."""
        return secrets.token_hex(12)


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

    async def _announce(self) -> None:
        while True:
            if await self.announcer.take_up(await self.clock.now()):
                self.news.set()
            await asyncio.sleep(ANNOUNCING_EVERY.total_seconds())

    async def _housekeeping(self) -> None:
        while True:
            await self.keep_house()
            await asyncio.sleep(HOUSEKEEPING_EVERY.total_seconds())


@asynccontextmanager
async def open_coach(
    settings: Settings,
    *,
    clock: Clock | None = None,
    ids: Ids | None = None,
    allowance: Allowance | None = None,
    patience: Pause = asyncio.sleep,
    dialogs: Path | None = None,
    observer: Observer | None = None,
) -> AsyncIterator[Coach]:
    """The coach, open. `patience` waits until a press is answered without its turn; `observer` is told of its work.

    Raises OperatorError when a setting, the database, the scripts or the token cannot be used.
    """
    if settings.telegram_bot_token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set: get one from @BotFather.")
    observer = observer or Unwatched()
    async with AsyncExitStack() as stack:
        library = load_library(dialogs or dialogs_folder())
        tongues()  # now, and not with somebody's first words
        store = await open_store(settings.coach_database, chance, settings.key)
        stack.push_async_callback(store.close)
        if clock is None:
            clock = await stack.enter_async_context(_clock(settings))
        bot = make_bot(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url, settings.coach_http)
        stack.push_async_callback(bot.shutdown)  # already: a token that is refused leaves connections open
        await patiently(bot.initialize, asyncio.sleep, "getMe", observer.reached)
        wording = _wording(library, bot, settings.coach_operator)
        transport = TelegramTransport(bot)
        news = asyncio.Event()
        limits = Limits(allowance or Allowance(), time.monotonic())
        deliverer = Deliverer(store, transport, limits, clock, room=news.set, observer=observer)
        presses = Presses(transport.answer_press, patience)
        stack.push_async_callback(presses.close)
        chosen = ids or SystemIds()
        watched = (deliverer.crowded, observer)
        turns = Turns(store, library, wording, clock, chosen, bot.username, presses, bot.id, *watched)
        as_oneself = AsOneself(store, wording, clock, transport.answer_inline)
        stack.push_async_callback(as_oneself.close)
        intake = Intake(bot, store, clock, news.set, presses, asked=as_oneself.came, observer=observer)
        told = (wording, news, Announcer(store, wording, settings.database_path), observer)
        yield Coach(store, clock, turns, deliverer, intake, presses, as_oneself, bot, *told)


@asynccontextmanager
async def _clock(settings: Settings) -> AsyncIterator[Clock]:
    if settings.coach_clock_url is None:
        yield SystemClock()
        return
    async with httpx.AsyncClient() as client:
        yield RemoteClock(settings.coach_clock_url, client)


def _wording(library: Library, bot: Bot, operator: str) -> Wording:
    """All prompts of the languages that are whole; with what is for inline mode only where BotFather's switch is on."""
    spoken = languages(folders())
    for tag, lacking in spoken.begun.items():
        more = f" (and {len(lacking) - 1} more)" if len(lacking) > 1 else ""
        _log.warning("%s is not offered yet: %s%s; `coach language check %s` says all.", tag, lacking[0], more, tag)
    inline = bool(bot.supports_inline_queries)
    return Wording(prompts_folder(), library, bot.username, operator, spoken.offered, inline=inline)


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


async def run(settings: Settings) -> None:
    """Serve Telegram until SIGTERM or SIGINT; everything taken is committed by then. At COACH_HEALTH it is told from
    before the start until after the end how the coach is."""
    keep_loop_quiet(asyncio.get_running_loop())
    async with until_signalled() as ended:
        if settings.health_address is None:
            await until_one_fails([_open_and_serve(settings), ended()], any_end=True)
            return
        # Only here: a coach that nobody watches starts faster without it.
        from bot.web.watch import Watch, watched  # noqa: PLC0415

        watch = Watch(lambda: datetime.now(UTC))

        async def stop() -> None:
            await ended()
            watch.health.stop()

        async with watched(watch, *settings.health_address):
            await until_one_fails([_open_and_serve(settings, watch), stop()], any_end=True)


async def _open_and_serve(settings: Settings, watch: Watch | None = None) -> None:
    # Opening takes as long as Telegram cannot be reached: a signal ends that too.
    async with open_coach(settings, observer=watch) as coach:
        if watch is not None:
            watch.at_work(coach.store, coach.clock)
        if settings.sends_in_the_clear:
            _log.warning("TELEGRAM_API_URL is plain http: whoever listens on the way reads the token and all words.")
        _log.info("The coach is running as @%s.", coach.bot.username)
        url, kept = settings.coach_database, settings.coach_backups_kept
        backing_up = BackingUp(url, settings.backups, kept, settings.key, coach.clock)
        await until_one_fails([coach.serve(), backing_up.run()])


async def play(folder: Path, *, fresh: bool, port: int) -> None:
    """Open the playground: a Telegram of one's own, a page with two phones, and the coach beside it."""
    # Only here: a coach that serves Telegram starts faster without it.
    from bot.playground import play as playground  # noqa: PLC0415

    await playground.play(folder, fresh=fresh, port=port)
