"""What the lock costs: one durable turn with bodies sealed, and with sealing taken out."""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median

import pytest

from bot.store.codec import DataKey, Kind, Place
from bot.store.contract import Store
from bot.store.open import open_store
from bot.store.rows import Incoming, Outgoing
from tests.store.filling import NOON

PEOPLE, TURNS, ROUNDS = 20, 100, 15


class Open(DataKey):
    """A data key that locks nothing."""

    def seal(self, kind: Kind, place: Place, body: bytes) -> bytes:
        return body

    def open(self, kind: Kind, place: Place, sealed: bytes) -> bytes:
        return sealed


async def turn(store: Store, number: int) -> None:
    """One update received, taken through its conversation, and answered."""
    person = 7_000 + number % PEOPLE
    # Never the same twice: SQLite does not write what has not changed.
    state = b"%9d" % number * 350
    await store.receive([Incoming(number, b"u" * 400, person, person, number, True)], NOON)
    async with store.transaction() as t:
        row = await t.next_input()
        assert row is not None
        await t.conversation_of(person)
        await t.add_message(Outgoing(person, "send", "reply", b"m" * 500, NOON))
        await t.save_conversation(f"c{person}", [person], state, NOON)
        await t.finish_input(row.seq, NOON)


async def milliseconds(store: Store, round: int) -> float:
    """Per turn, over one round."""
    begin = time.perf_counter()
    for number in range(TURNS):
        await turn(store, round * TURNS + number)
    return (time.perf_counter() - begin) / TURNS * 1000


async def test_a_durable_turn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By turns, so that whatever else the machine does strikes both; in the first round everybody is new."""
    sealed, plain = [], []
    one, other = [await open_store(f"sqlite:///{tmp_path}/{name}.db", os.urandom) for name in ("sealed", "plain")]
    for round in range(ROUNDS + 1):
        sealed.append(await milliseconds(one, round))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(DataKey, "seal", Open.seal)
            patch.setattr(DataKey, "open", Open.open)
            plain.append(await milliseconds(other, round))
    await one.close()
    await other.close()
    with capsys.disabled():
        print(
            f"\none durable turn: {median(sealed[1:]):.2f} ms sealed, {median(plain[1:]):.2f} ms with sealing taken out"
        )
