"""What a look at a group came to, on its way into the conversation whose group it is, or may become: as a due nudge, so
that it is as sure to be taken as whatever else happens."""

from __future__ import annotations

from datetime import datetime

from bot.runtime.ports import Blocked, Moved, Outcome, OutMessage, Sent, Unfit
from bot.store.contract import Transaction
from bot.store.rows import NudgeRow, OutboxRow


async def note_look(tx: Transaction, row: OutboxRow, outcome: Outcome, now: datetime) -> bool:
    """Note what was seen before a row of a group was sent; whether that is all that there is to record of it.

    What two were to read in a group that is not fit never goes out.
    """
    if row.kind == "delete" or b'"people"' not in row.body:
        return False
    message = OutMessage.from_json(row.body)
    if not message.people:
        return False
    match outcome:
        case Sent() if message.edit == "look":
            await tx.mark_sent(row.seq, None, now)
            await _tell(tx, row.chat, message.people, "fit", now)
        case Unfit(error, gone):
            await tx.mark_aside(row.seq, error)
            await _tell(tx, row.chat, message.people, "gone" if gone else "unfit", now)
        case Blocked(error):
            await tx.mark_aside(row.seq, error)
            await _tell(tx, row.chat, message.people, "gone", now)
        case Moved(chat):
            await tx.mark_pending(row.seq, "the chat has moved")
            await tx.move_group(row.chat, chat)
            await _tell(tx, row.chat, message.people, str(chat), now)
        case _:
            return False
    return True


async def _tell(tx: Transaction, chat: int, people: tuple[int, ...], what: str, now: datetime) -> None:
    if not await tx.knows(people[0]):
        return  # whoever was forgotten meanwhile leaves nothing here
    subject = ".".join(str(part) for part in (chat, what, *people))
    name = "group.moved" if what.lstrip("-").isdigit() else "group"
    await tx.add_nudge(NudgeRow(f"{name}.{chat}", people[0], now, "group", subject))
