"""Receives updates for ever and prints each id once it is safe: a process made to be killed."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime

from bot.store.open import open_store
from bot.store.rows import Incoming, Outgoing

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def main(url: str) -> None:
    store = await open_store(url, os.urandom)
    id = await store.offset()
    while True:
        await store.receive([Incoming(id, b"{}", 1, 1, id + 1, True)], NOON)
        async with store.transaction() as t:
            row = await t.next_input()
            assert row is not None
            await t.add_message(Outgoing(1, "send", "reply", str(row.update_id).encode(), NOON))
            await t.finish_input(row.seq, NOON)
        print(id, flush=True)
        id += 1


asyncio.run(main(sys.argv[1]))
