"""A database with something of every kind in it, for two people, and ways to read each kind."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.store.codec import Kind
from bot.store.contract import Store, Transaction
from bot.store.open import open_store
from bot.store.rows import Incoming, NudgeRow, Outgoing

NOON: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANA, BEN = 7_100_000_001, 7_100_000_002
CANARY: Final = {ANA: "kanarienvogel", BEN: "zeisig"}

READ: Final[dict[Kind, Callable[[Transaction], Awaitable[object]]]] = {
    "inbox": lambda t: t.next_input(),
    "conversation": lambda t: t.conversation_of(ANA),
    "memory": lambda t: t.memories(ANA),
    "nudge": lambda t: t.waiting_nudges(ANA),
    "outbox": lambda t: t.heads(5),
}
"""Reads Ana's row of each kind."""


@asynccontextmanager
async def opened(
    file: Path, key: bytes | None = None, chance: Callable[[int], bytes] = os.urandom
) -> AsyncIterator[Store]:
    """A store that is closed whatever happens: an open one keeps its thread, and with it the process, alive."""
    store = await open_store(f"sqlite:///{file}", chance, key)
    try:
        yield store
    finally:
        await store.close()


async def fill(store: Store, person: int = ANA) -> None:
    """Something of every kind for a person, with their canary in every body, and an update from nobody."""
    words, id = CANARY.get(person, str(person)), str(person)
    body = f'{{"said": "{words}"}}'.encode()
    update = person % 1_000_000
    await store.receive([Incoming(update, body, person, person, update, True)], NOON)
    await store.receive([Incoming(update + 1000, b'{"nobody": 1}', error="from nobody")], NOON)
    async with store.transaction() as t:
        await t.save_conversation(f"c{id}", [person], body, NOON)
        await t.remember(f"m{id}", person, words, 1, body, NOON)
        await t.add_nudge(NudgeRow(f"n{id}", person, NOON + timedelta(hours=1), "back", words))
        sent = await t.add_message(Outgoing(person, "send", "reply", body, NOON))
        await t.mark_sending(sent)
        await t.mark_sent(sent, 5, NOON)
        await t.add_message(Outgoing(person, "send", "reply", body, NOON))
        await t.make_invitation(f"i{id}", id.encode(), person, NOON, NOON + timedelta(days=1))
