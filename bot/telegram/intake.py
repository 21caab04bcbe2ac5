"""Long polling of one's own: an update is committed to the inbox before Telegram is told that it arrived.

PTB's Updater acknowledges updates that sit only in its memory, so a kill loses them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from bot.runtime.ports import Clock
from bot.runtime.presses import Presses
from bot.runtime.receive import must_be_kept, read_update
from bot.runtime.updates import InlineQuery, inline_query, is_inline
from bot.runtime.watching import Observer, Unwatched
from bot.store.contract import Store
from bot.telegram.client import RawBot
from bot.telegram.patience import Pause, patiently

KINDS: Final = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
"""The kinds of update that Telegram is asked for."""

_POLL: Final = 30
_NOTHING_NEW: Final = 1.0


class Intake:
    """Asks Telegram for updates and puts them into the inbox, as raw JSON, whatever they are."""

    def __init__(
        self,
        bot: RawBot,
        store: Store,
        clock: Clock,
        received: Callable[[], None],
        presses: Presses,
        pause: Pause = asyncio.sleep,
        asked: Callable[[InlineQuery], None] = lambda query: None,
        observer: Observer | None = None,
    ) -> None:
        """`received` is called after each commit that brought something new, `asked` for each inline query."""
        self._bot = bot
        self._store = store
        self._clock = clock
        self._received = received
        self._presses = presses
        self._asked = asked
        self._pause = pause
        self._observer = observer or Unwatched()
        self._beyond: int | None = None

    async def run(self) -> None:
        """Poll until cancelled. Raises `TokenError` and `DatabaseError`."""
        # A webhook left from elsewhere forbids polling. What waits at Telegram stays there.
        await patiently(self._bot.delete_webhook, self._pause, "deleteWebhook", self._observer.reached)
        while True:
            updates = await patiently(self._poll, self._pause, "getUpdates", self._observer.reached)
            if updates and not await self._take(updates):
                # Telegram goes on repeating them: do not ask as fast as it answers.
                await self._pause(_NOTHING_NEW)

    async def receive(self) -> None:
        """One poll: what waits at Telegram is in the inbox when this returns."""
        await self._take(await self._poll())

    async def _poll(self) -> list[object]:
        """What Telegram has from the stored offset on; asking for it acknowledges all before it."""
        return await self._bot.raw_updates(await self.offset(), _POLL, KINDS)

    async def offset(self) -> int:
        """The update id to ask for next. Inline queries are not stored: what came last, if it was one, is remembered
        here alone, and after a restart Telegram sends it once more."""
        return await self._store.offset() if self._beyond is None else self._beyond

    async def _take(self, updates: Sequence[object]) -> bool:
        """Commit updates to the inbox, and hand on inline queries; whether one of them was new."""
        if not updates:
            return False
        kept = [update for update in updates if not is_inline(update)]
        new = await self._keep(kept)
        for update in updates:
            if (query := inline_query(update)) is not None:
                self._asked(query)
        last = updates[-1]
        before, self._beyond = self._beyond, _behind(last) if is_inline(last) else None
        return new or self._beyond not in (None, before)

    async def _keep(self, updates: Sequence[object]) -> bool:
        if not updates:
            return False
        # Before the commit, since a turn may be taken right after it.
        presses = {n: press for n, press in enumerate(map(_press, updates)) if press and self._presses.came(press)}
        received = [read_update(update) for update in updates]
        new = await self._store.receive(received, await self._clock.now(), must_be_kept)
        for n, press in presses.items():
            if not new[n]:
                self._presses.known(press)
        if any(new):
            self._observer.received(sum(new))
            self._received()
        return any(new)


def _behind(update: object) -> int | None:
    """The id that follows that of an update."""
    id = update.get("update_id") if isinstance(update, dict) else None
    return id + 1 if isinstance(id, int) else None


def _press(update: object) -> str | None:
    """The id by which a press is answered; None for anything else."""
    press = update.get("callback_query") if isinstance(update, dict) else None
    id = press.get("id") if isinstance(press, dict) else None
    return id if isinstance(id, str) else None
