"""Rows for the tests of what every database promises, and short ways to them. Instants are minutes after NOON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.model.events import Tone
from bot.store.contract import Store
from bot.store.rows import Incoming, Outgoing

NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
Opener = Callable[[], Awaitable[Store]]
ANA, BEN, CLEO = 7_100_000_001, 7_100_000_002, 7_100_000_003


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def update(id: int, person: int = ANA, message: int | None = None) -> Incoming:
    return Incoming(id, f"update {id}".encode(), person, person, message, True)


def message(
    chat: int = ANA,
    body: str = "hello",
    *,
    tone: Tone = "reply",
    kind: Literal["send", "edit"] = "send",
    ask: str | None = None,
    minutes: float = 0,
    once: bool = False,
) -> Outgoing:
    return Outgoing(chat, kind, tone, body.encode(), at(minutes), ask, ask is not None and kind == "send", once)


async def queue(store: Store, *messages: Outgoing) -> list[int]:
    async with store.transaction() as t:
        return [await t.add_message(m) for m in messages]


async def heads(store: Store) -> list[str]:
    async with store.transaction() as t:
        return [row.body.decode() for row in await t.heads(10)]


async def deliver(store: Store, seq: int, message_id: int | None, minutes: float = 0) -> int | None:
    async with store.transaction() as t:
        bound = await t.mark_sending(seq)
    async with store.transaction() as t:
        await t.mark_sent(seq, message_id, at(minutes))
    return bound
