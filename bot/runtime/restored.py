"""The first thing of a coach whose database was put back as it was on an earlier day: nobody hears anything twice.

The coach went on after that backup, and what it did then is gone from the database, but not from people's phones.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.coach.nudges import SAID_ONCE
from bot.errors import DamagedError, OperatorError
from bot.runtime.traces import without_words
from bot.store.contract import Store
from bot.store.restoring import Restored

_log = logging.getLogger(__name__)

_SURELY_SENT: Final = timedelta(hours=1)
"""What had so long to go out has gone out; what had less may be sent once more, a rare duplicate and never a loss."""

_AT_ONCE: Final = 50


async def take_up(store: Store, forget: Callable[[int], Awaitable[None]]) -> None:
    """Settle what a restored database still holds of what was done since; nothing for any other. A kill on the way
    costs nothing: it is done once more.

    Messages on their way have gone out, or are stale. Reminders that came by then do what they do when they come too
    late: outings begin and end, what recurs goes on, and nothing is said. Who was forgotten since is forgotten again.
    """
    async with store.transaction() as tx:
        if (found := await tx.restored()) is None:
            return
        stale = await tx.set_aside_unsent(found.until - _SURELY_SENT)
    after = 0
    while people := await _everybody(store, after):
        after = people[-1]
        await _hush(store, people, found)
    for who in found.forgotten:
        try:
            if await _is_as_it_was(store, who, found):
                await forget(who)
        except Exception as error:  # whatever it is, nobody waits for their answer because of it
            if isinstance(error, OperatorError) and not isinstance(error, DamagedError):
                raise
            _log.error("somebody is not forgotten again, which is tried at the next start\n%s", without_words(error))
            return
    async with store.transaction() as tx:
        await tx.end_restoring()
    _log.info(
        "A backup was put back: %d old messages stay unsent, %d people stay forgotten", stale, len(found.forgotten)
    )


async def _is_as_it_was(store: Store, who: int, restored: Restored) -> bool:
    """Whether nothing has come of somebody since: an older coach may have gone on, and not have known of this."""
    async with store.transaction() as tx:
        return await tx.quiet_since(restored.until, who - 1, 1) == [who]


async def _everybody(store: Store, after: int) -> list[int]:
    async with store.transaction() as tx:
        return await tx.everybody(after, _AT_ONCE)


async def _hush(store: Store, people: Sequence[int], restored: Restored) -> None:
    async with store.transaction() as tx:
        for who in people:
            try:
                nudges = await tx.waiting_nudges(who)
            except DamagedError:
                continue  # it is set aside when it is due
            for nudge in nudges:
                if nudge.due <= restored.until and nudge.reason in SAID_ONCE:
                    await tx.add_nudge(replace(nudge, expires=nudge.due))
