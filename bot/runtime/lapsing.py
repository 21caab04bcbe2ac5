"""Looking for who has been away for so long that they are forgotten."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from bot.coach.lapsing import BLOCKED, UNAGREED, never_agreed
from bot.errors import DamagedError, OperatorError
from bot.model.state import Person
from bot.runtime import conversations
from bot.runtime.traces import without_words
from bot.store.contract import Store, Transaction
from bot.store.rows import InboxRow

_log = logging.getLogger(__name__)

_AT_ONCE: Final = 20
"""So many people are looked at in one transaction: a turn that comes meanwhile waits for no more."""


async def sweep(store: Store, lapse: Callable[[int, datetime], Awaitable[None]], now: datetime) -> None:
    """Let `lapse` forget whoever never agreed and whoever has blocked the coach for too long, one by one.

    Who cannot be forgotten is logged, without a word of theirs, and tried again the next time. Raises `DatabaseError`.
    """
    for look in (_unagreed, _blocked):
        after = 0
        while True:
            async with store.transaction() as tx:
                people, due = await look(tx, after, now)
            for who in due:
                try:
                    await lapse(who, now)
                except Exception as error:  # whatever it is, the others are forgotten all the same
                    if isinstance(error, OperatorError) and not isinstance(error, DamagedError):
                        raise
                    _log.error("somebody who has been away for too long is not forgotten\n%s", without_words(error))
            if not people:
                break
            after = people[-1]


async def has_lapsed(tx: Transaction, who: int, person: Person | None, now: datetime) -> bool:
    """Whether somebody is to be forgotten; `person` is what is known of them."""
    if person is not None and never_agreed(person, now):
        return True
    return await tx.closed_since(now - BLOCKED, who - 1, 1) == [who]


async def _unagreed(tx: Transaction, after: int, now: datetime) -> tuple[list[int], list[int]]:
    people = await tx.quiet_since(now - UNAGREED, after, _AT_ONCE)
    return people, [who for who in people if await _has_not_agreed(tx, who, now)]


async def _has_not_agreed(tx: Transaction, who: int, now: datetime) -> bool:
    try:
        found = await conversations.load(tx, who)
    except DamagedError:
        return False  # it is set aside when they come
    return found is not None and never_agreed(found[1].people[who], now)


async def _blocked(tx: Transaction, after: int, now: datetime) -> tuple[list[int], list[int]]:
    people = await tx.closed_since(now - BLOCKED, after, _AT_ONCE)
    return people, people


async def left_by_nobody(tx: Transaction, row: InboxRow) -> bool:
    """Whether an update is all that there is of somebody; then nothing of it is kept."""
    if row.behind or await tx.knows(row.person):
        return False
    await tx.forget(row.person)
    return True
