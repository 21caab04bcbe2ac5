"""What a bot hears, read by a test."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Bot, Update


async def updates(bot: Bot, *kinds: str) -> Sequence[Update]:
    """All that waits, confirmed; kinds that come only when named can be named."""
    found = await bot.get_updates(allowed_updates=list(kinds)) if kinds else await bot.get_updates()
    if found:
        await bot.get_updates(offset=found[-1].update_id + 1)
    return found


def words(found: Sequence[Update]) -> list[str]:
    texts = []
    for update in found:
        message = update.message or update.edited_message
        what = next((f for f in update.to_dict() if f != "update_id"), "")
        service = ("new_chat_members", "left_chat_member", "group_chat_created", "migrate_to_chat_id")
        happened = [f for f in (*service, "migrate_from_chat_id") if message and getattr(message, f)]
        texts.append(what if message is None else message.text or message.caption or " ".join(happened))
    return texts
