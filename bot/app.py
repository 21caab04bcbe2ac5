"""The composition root: builds everything from the settings, opens it, runs it and closes it.

Time and chance come into the process here and nowhere else.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx
from telegram import Bot

from bot.clock import RemoteClock
from bot.config import Settings
from bot.engine.script import Library
from bot.errors import SettingsError
from bot.logs import keep_loop_quiet
from bot.runtime.announcing import Announcer
from bot.runtime.as_oneself import AsOneself
from bot.runtime.backing_up import BackingUp
from bot.runtime.deliver import Deliverer
from bot.runtime.limits import Allowance, Limits
from bot.runtime.ports import Clock, Ids
from bot.runtime.presses import Pause, Presses
from bot.runtime.turns import Turns
from bot.runtime.watching import Observer, Unwatched
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.wording import Wording
from bot.service import Coach
from bot.store.open import open_store, read_backlog
from bot.tasks import until_one_fails, until_signalled
from bot.telegram.client import make_bot
from bot.telegram.intake import Intake
from bot.telegram.patience import patiently
from bot.telegram.sender import TelegramTransport
from bot.understand.danger.tongue import tongues
from bot.understand.written import folders, languages

if TYPE_CHECKING:
    from bot.web.watch import Watch

_log = logging.getLogger(__name__)


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
        library = _library(dialogs or dialogs_folder())
        store = await open_store(settings.coach_database, chance, settings.key)
        stack.push_async_callback(store.close)
        # From here on nobody else sends: what one before may have sent is waited for while prompts are read.
        limits = Limits(allowance or Allowance(), time.monotonic())
        clock = await stack.enter_async_context(_clock(settings)) if clock is None else clock
        bot = make_bot(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url, settings.coach_http)
        stack.push_async_callback(bot.shutdown)  # already: a token that is refused leaves connections open
        await patiently(bot.initialize, asyncio.sleep, "getMe", observer.reached)
        wording = _wording(library, bot, settings.coach_operator)
        transport = TelegramTransport(bot)
        news = asyncio.Event()
        deliverer = Deliverer(store, transport, limits, clock, room=news.set, observer=observer)
        presses = Presses(transport.answer_press, patience)
        stack.push_async_callback(presses.close)
        whose = (clock, ids or SystemIds(), bot.username, presses, bot.id, deliverer.crowded, observer)
        turns = Turns(store, library, wording, *whose)
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


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Read what stays for good without looking through all of it again and again for what is not used any more."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@_collecting_later()
def _library(dialogs: Path) -> Library:
    """All dialogs, with the words of danger: now, and not with somebody's first words."""
    tongues()
    return load_library(dialogs)


@_collecting_later()
def _wording(library: Library, bot: Bot, operator: str) -> Wording:
    """All prompts of the languages that are whole; with what is for inline mode only where BotFather's switch is on."""
    spoken = languages(folders())
    for tag, lacking in spoken.begun.items():
        more = f" (and {len(lacking) - 1} more)" if len(lacking) > 1 else ""
        _log.warning("%s is not offered yet: %s%s; `coach language check %s` says all.", tag, lacking[0], more, tag)
    inline = bool(bot.supports_inline_queries)
    return Wording(prompts_folder(), library, bot.username, operator, spoken.offered, inline=inline)


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
            watch.at_work(partial(read_backlog, settings.coach_database), coach.clock)
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
