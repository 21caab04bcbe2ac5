"""What became of calls, on its way into the database: of all that have ended by then, in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from bot.runtime.limits import Limits
from bot.runtime.looking import note_look
from bot.runtime.ports import Blocked, Moved, NotSent, Outcome, Refused, Retry, Sent, Unfit, Unknown
from bot.runtime.watching import Observer
from bot.store.contract import Transaction
from bot.store.rows import OutboxRow

_FIRST_RETRY: Final = 1.0
_LONGEST_RETRY: Final = 60.0

_SEVERAL: Final = 3
"""So many chats that were not reached one after the other mean that Telegram is not reached."""

_log = logging.getLogger(__name__)


class Outcomes:
    """Takes outcomes as calls end, and keeps each until a transaction that noted it is committed.

    What an outcome means for the calls to come counts at once.
    """

    def __init__(self, limits: Limits, monotonic: Callable[[], float], observer: Observer) -> None:
        self._observer = observer
        self._limits = limits
        self._monotonic = monotonic
        self._ended: list[tuple[OutboxRow, Outcome]] = []
        self._unreached: set[int] = set()
        self._rests = 0
        self._rested_until = monotonic()

    def __bool__(self) -> bool:
        """Whether there is anything to note."""
        return bool(self._ended)

    def add(self, rows: Sequence[OutboxRow], outcome: Outcome) -> None:
        """Take what became of the call for rows of one chat, together."""
        self._ended += ((row, outcome) for row in rows)
        chat, now = rows[0].chat, self._monotonic()
        match outcome:
            case Retry(after):
                self._limits.pause(chat, after, now)
            case NotSent() | Unknown():
                self._limits.rest(chat, _seconds(rows[0].attempts), now)
        if isinstance(outcome, NotSent):
            self._not_reached(chat, now)
        else:
            self._unreached.clear()
            self._rests = 0

    async def note(self, transaction: Transaction, now: datetime) -> int:
        """Note all that is here; how many outcomes that were, for `forget` once it is committed."""
        noted = list(self._ended)
        for row, outcome in noted:
            if not await note_look(transaction, row, outcome, now):
                await _note(transaction, row, outcome, now)
        return len(noted)

    def forget(self, count: int, at: datetime) -> None:
        """Let go of the first so many: they are committed."""
        for row, outcome in self._ended[:count]:
            self._observer.sent(row, outcome, at)
        del self._ended[:count]

    def _not_reached(self, chat: int, now: float) -> None:
        """One chat that is not reached waits by itself. When it is several, all wait, and longer each time: else each
        of ten thousand chats would try for itself."""
        self._unreached.add(chat)
        if len(self._unreached) >= _SEVERAL and now >= self._rested_until:
            seconds = _seconds(self._rests)
            self._rests += 1
            self._rested_until = now + seconds
            self._limits.rest_all(seconds, now)


def _seconds(attempts: int) -> float:
    return min(_LONGEST_RETRY, _FIRST_RETRY * (1 << min(attempts, 10)))


async def _note(transaction: Transaction, row: OutboxRow, outcome: Outcome, now: datetime) -> None:
    match outcome:
        case Sent(message_id, at):
            await transaction.mark_sent(row.seq, message_id, now, at)
        case Retry():
            await transaction.mark_pending(row.seq, "too many requests")
        case NotSent(error):
            await transaction.mark_pending(row.seq, error)
        case Unknown(error):
            await transaction.mark_pending(row.seq, error, maybe_sent=True)
        case Refused(error):
            _log.warning("row %d of the outbox is set aside: %s", row.seq, error)
            await transaction.mark_aside(row.seq, error)
        case Blocked(error):
            await transaction.mark_pending(row.seq, error)
            await transaction.close_chat(row.chat)
        case Unfit(error):
            await transaction.mark_aside(row.seq, error)
        case Moved(chat):
            await transaction.mark_pending(row.seq, "the chat has moved")
            await transaction.move_chat(row.chat, chat)
