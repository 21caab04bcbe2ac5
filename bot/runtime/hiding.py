"""Hiding a chat: what of both sides can still be taken away, and what was on its way there."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from bot.runtime.deleting import AT_ONCE, DELETABLE
from bot.runtime.ports import Deletion
from bot.store.contract import Transaction
from bot.store.rows import Outgoing


async def hide(tx: Transaction, chat: int, now: datetime) -> list[Outgoing]:
    """The rows that take away what was said in a chat lately, by the coach and by the person, the latest first.

    The coach's answers that have not begun to go out never do; those on their way go with the first row. What the other
    sent, and reminders, still come: nobody has seen them yet.
    """
    await tx.drop_replies(chat)
    since = now - DELETABLE
    known = dict(await tx.sent_since(chat, since))
    for body in await tx.updates_of(chat, since):
        known.update(_message(body, chat))
    latest = sorted(((id, at) for id, at in known.items() if at > since), reverse=True)
    parts = [tuple(latest[start : start + AT_ONCE]) for start in range(0, len(latest), AT_ONCE)]
    first, *others = parts or [()]
    deletions = [Deletion(first, replies_since=now), *map(Deletion, others)]
    return [Outgoing(chat, "delete", "reply", each.to_json(), now, once=True) for each in deletions]


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
