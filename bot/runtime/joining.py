"""Replies that are over an hour late come as one message: after a day down nobody's phone rings for each.

No word is left out. What stays by itself: nudges, files, what is sent soon or not at all, what is erased or taken away
later, and what may change in its place. Buttons that somebody may still want to press are the last thing in a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.runtime.ports import Key, OutMessage
from bot.script.shown import TEXT_UNITS, parsed, units
from bot.store.rows import OutboxRow

LATE_AFTER: Final = timedelta(hours=1)
"""From so long after it was to be sent, or after what it answers was said, a reply is late."""

MOST: Final = 100
"""So many rows of a chat are looked at together."""


def is_late(row: OutboxRow, now: datetime) -> bool:
    """Whether a row is a reply that is late, and may stand in one message with others."""
    if row.kind != "send" or b'"joins"' not in row.body or (message := _read(row)) is None or not message.joins:
        return False
    return message.late or now - row.created_at > LATE_AFTER


def joined(rows: Sequence[OutboxRow]) -> tuple[list[OutboxRow], OutMessage] | None:
    """What goes together of the rows that wait in a chat, which begin with a late one, and the message that they make;
    None where there is nothing to join."""
    if (message := _read(rows[0])) is None:
        return None
    together = [rows[0]]
    for row in rows[1:]:
        if row.fades:
            continue  # it goes after all else
        more = _read(row) if row.kind == "send" else None
        if more is None or not _alike(row, more, together[-1], message) or not _is_over(together[-1], message, rows):
            break
        text = f"{message.text}\n\n{more.text}"
        if units(parsed(text)) > TEXT_UNITS:
            break
        message = replace(more, text=text, silent=message.silent and more.silent)
        together.append(row)
    return (together, message) if len(together) > 1 else None


def _alike(row: OutboxRow, more: OutMessage, last: OutboxRow, message: OutMessage) -> bool:
    """Whether a row may stand in one message with the last: what the other sent is no answer of ours."""
    return more.joins and row.tone == last.tone and more.people == message.people


def _is_over(row: OutboxRow, message: OutMessage, rows: Sequence[OutboxRow]) -> bool:
    """Whether nobody is to press, or reply to, what a row would show: the same buttons come again after it, or the same
    question, or that one waits to lose its buttons."""
    if not message.keyboard and not message.reply:
        return True
    later = [(each, read) for each in rows if each.seq > row.seq and (read := _read(each)) is not None]
    if not message.reply and any(each.kind == "send" and _keys(message) <= _keys(read) for each, read in later):
        return True
    again = any(
        (each.question and each.kind == "send") or (each.fades and read.edit == "settle")
        for each, read in later
        if each.ask == row.ask
    )
    return row.question and again


def _keys(message: OutMessage) -> set[Key]:
    return {key for line in message.keyboard for key in line}


def _read(row: OutboxRow) -> OutMessage | None:
    try:
        return OutMessage.from_json(row.body)
    except (ValueError, KeyError, TypeError):
        return None
