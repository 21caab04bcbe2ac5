"""What goes first of all that waits: found in SQLite by an index, also in a database of before."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.model.events import Tone
from bot.store.contract import Store
from bot.store.sqlite import migrations
from bot.store.sqlite.store import SqliteStore
from tests.store.short import message, queue


class TestCost:
    """What goes first is found without looking at all that waits: counted in steps of SQLite's machine."""

    @pytest.mark.parametrize("tone", ["reply", "nudge"])
    async def test_it_does_not_grow_with_what_waits(self, store: Store, tone: Tone) -> None:
        assert isinstance(store, SqliteStore)
        few = await self._steps(store, tone, range(1, 20))
        many = await self._steps(store, tone, range(20, 2_000))
        assert many <= 1.2 * few

    async def test_nor_does_it_without_nudges(self, store: Store) -> None:
        assert isinstance(store, SqliteStore)
        await queue(store, message(1))
        few = await self._steps(store, "nudge", range(2, 3), unasked=False)
        many = await self._steps(store, "nudge", range(3, 2_000), unasked=False)
        assert many <= 1.2 * few

    async def _steps(self, store: SqliteStore, tone: Tone, chats: range, *, unasked: bool = True) -> int:
        await queue(store, *(message(chat, tone=tone, body=f"{n}") for chat in chats for n in range(2)))
        raw, steps = store._connection._conn, 0

        def step() -> None:
            nonlocal steps
            steps += 1

        async with store.transaction() as t:
            raw.set_progress_handler(step, 1)
            found = await t.heads(8, unasked=unasked)
            raw.set_progress_handler(None, 0)
        assert len(found) == (8 if unasked else 1)
        return steps


def test_what_waited_before_has_its_place() -> None:
    """Its rows are ordered by the migration as new ones are when they are queued."""
    scripts = sorted((Path(migrations.__file__).with_name("migrations")).glob("*.sql"))
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for script in scripts[:11]:
        connection.executescript(script.read_text())
    kinds = [
        (kind, tone, question)
        for kind in ("send", "edit")
        for tone in ("nudge", "relay", "reply")
        for question in (0, 1)
    ]
    connection.executemany(
        "INSERT INTO outbox (chat, kind, tone, question, once, state, created_at) VALUES (1, ?, ?, ?, 0, 'pending', 0)",
        kinds,
    )
    for script in scripts[11:]:
        connection.executescript(script.read_text())
    ranks = connection.execute("SELECT kind, tone, question, rank FROM outbox ORDER BY seq").fetchall()
    tones = {"reply": 0, "relay": 1, "nudge": 2}
    assert ranks == [(k, t, q, 3 if (k, q) == ("edit", 0) else tones[t]) for k, t, q in kinds]
