"""Taking messages out of a chat, as far as Telegram lets a bot."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.runtime.ports import Deletion, Outcome, Refused, Sent, Transport
from bot.store.contract import Store
from bot.store.rows import OutboxRow

DELETABLE: Final = timedelta(hours=47)
"""How long messages can be taken away: Telegram says 48 hours, and clocks differ."""

AT_ONCE: Final = 100
"""So many messages Telegram takes away in one call."""

_KEPT: Final = "can't be deleted"
"""What Telegram says of a call in which there is a message that it keeps."""


async def delete(store: Store, transport: Transport, row: OutboxRow, now: datetime) -> Outcome:
    """Take away what may still be: Telegram refuses all of a call in which one message is too old."""
    deletion = Deletion.from_json(row.body)
    ids = [id for id, at in deletion.messages if at > now - DELETABLE]
    async with store.transaction() as transaction:
        if deletion.mark is not None:
            ids += await transaction.messages_of(row.chat, deletion.mark)
        if deletion.replies_since is not None:
            ids += await transaction.replies_since(row.chat, deletion.replies_since)
    for start in range(0, len(ids), AT_ONCE):
        outcome = await _take_away(transport, row.chat, ids[start : start + AT_ONCE])
        if not isinstance(outcome, Sent):
            return outcome
    return Sent()


async def _take_away(transport: Transport, chat: int, ids: list[int]) -> Outcome:
    """One message that Telegram keeps must not keep the others: what is refused together is tried by halves."""
    outcome = await transport.delete(chat, ids)
    if not isinstance(outcome, Refused) or _KEPT not in outcome.error:
        return outcome
    if len(ids) == 1:
        return Sent()  # said beforehand: as far as Telegram lets a bot
    middle = len(ids) // 2
    first = await _take_away(transport, chat, ids[:middle])
    return first if not isinstance(first, Sent) else await _take_away(transport, chat, ids[middle:])
