"""Hiding a chat: which messages of both sides can still be taken away."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Final

from bot.runtime.deliver import DELETABLE
from bot.runtime.ports import Deletion
from bot.store.contract import Transaction
from bot.store.rows import Outgoing

_AT_ONCE: Final = 100
"""So many messages Telegram takes away in one call."""


async def hide(tx: Transaction, chat: int, now: datetime) -> list[Outgoing]:
    """The rows that take away what was said in a chat lately, by the coach and by the person."""
    since = now - DELETABLE
    known = dict(await tx.sent_since(chat, since))
    for body in await tx.updates_of(chat, since):
        known.update(_message(body, chat))
    latest = sorted((id, at) for id, at in known.items() if at > since)
    parts = [latest[start : start + _AT_ONCE] for start in range(0, len(latest), _AT_ONCE)]
    return [Outgoing(chat, "delete", "reply", Deletion(tuple(p)).to_json(), now, once=True) for p in parts]


def _message(body: bytes, chat: int) -> dict[int, datetime]:
    """The message that an update brought into a chat, with its time; nothing where it brought none."""
    try:
        update = json.loads(body)
        message = update.get("message") or update["edited_message"]
        if message["chat"]["id"] != chat:
            return {}
        return {int(message["message_id"]): datetime.fromtimestamp(int(message["date"]), UTC)}
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError):
        return {}
