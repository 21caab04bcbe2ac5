"""Long polling of one's own: an update is committed to the inbox before Telegram is told that it arrived.

PTB's Updater acknowledges updates that sit only in its memory, so a kill loses them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Final

from telegram.error import TelegramError

from bot.runtime.ports import Clock
from bot.runtime.receive import read_update
from bot.store.contract import Store
from bot.telegram.client import RawBot
from bot.telegram.patience import Pause, patiently

KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that Telegram is asked for."""

_POLL: Final = 30
_ANSWERS: Final = 4
_NOTHING_NEW: Final = 1.0

_log = logging.getLogger(__name__)


class Intake:
    """Asks Telegram for updates and puts them into the inbox, as raw JSON, whatever they are."""

    def __init__(
        self,
        bot: RawBot,
        store: Store,
        clock: Clock,
        received: Callable[[], None],
        pause: Pause = asyncio.sleep,
    ) -> None:
        """`received` is called after each commit that brought something new."""
        self._bot = bot
        self._store = store
        self._clock = clock
        self._received = received
        self._pause = pause
        self._answers: set[asyncio.Task[None]] = set()
        self._answering = asyncio.Semaphore(_ANSWERS)

    async def run(self) -> None:
        """Poll until cancelled. Raises `TokenError` and `DatabaseError`."""
        try:
            # A webhook left from elsewhere forbids polling. What waits at Telegram stays there.
            await patiently(self._bot.delete_webhook, self._pause, "deleteWebhook")
            while True:
                updates = await patiently(self._poll, self._pause, "getUpdates")
                if updates and not await self._take(updates):
                    # Telegram goes on repeating them: do not ask as fast as it answers.
                    await self._pause(_NOTHING_NEW)
        finally:
            for answer in self._answers:
                answer.cancel()
            await asyncio.gather(*self._answers, return_exceptions=True)

    async def receive(self) -> None:
        """One poll: what waits at Telegram is in the inbox, and presses are answered, when this returns."""
        await self._take(await self._poll())
        await asyncio.gather(*self._answers)

    async def _poll(self) -> list[object]:
        """What Telegram has from the stored offset on; asking for it acknowledges all before it."""
        return await self._bot.raw_updates(await self._store.offset(), _POLL, KINDS)

    async def _take(self, updates: Sequence[object]) -> bool:
        """Commit updates to the inbox; whether one of them was new."""
        new = await self._store.receive([read_update(update) for update in updates], await self._clock.now())
        if any(new):
            self._received()
        for update in updates:
            self._answer(update)
        return any(new)

    def _answer(self, update: object) -> None:
        """Stop the button's little clock, also when the press is known already. Nothing depends on it."""
        press = update.get("callback_query") if isinstance(update, dict) else None
        id = press.get("id") if isinstance(press, dict) else None
        if isinstance(id, str):
            task = asyncio.create_task(self._answer_press(id))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    async def _answer_press(self, id: str) -> None:
        async with self._answering:
            try:
                await self._bot.answer_callback_query(id)
            except TelegramError as error:
                _log.debug("a press was not answered: %s", type(error).__name__)
