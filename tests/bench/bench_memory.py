"""What years of use cost: one turn with a diary of 0, 500 and 8,000 items, with much that was shared, and with many
dialogs ended before it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

import pytest

from bot.engine.script import Library
from bot.model.state import Conversation, Person
from bot.model.values import Duration, Instant, Number, Option, Values, Words
from bot.runtime import conversations
from bot.runtime.presses import Presses
from bot.runtime.turns import Turns
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.wording import Wording
from bot.store.contract import Store
from bot.store.memories import write_values
from bot.store.rows import Incoming
from tests.stage import SeededIds, nobody_answers
from tests.store.filling import opened

ANA, BEN = 7_001, 7_002
MORNING: Final = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LINES: Final = ("/menu", "/leave", "pottery", "tomorrow at 10", "2 hours", "/stop", "/checkin", "/stop", "/plans")
"""What Ana types in each round: nothing in it adds to what is remembered."""
LOOKING: Final = ("/mine", "/privacy", "What I've shared")
ROUNDS: Final = 40
BAR: Final = 1.3
"""At most so many times what a turn takes with nothing behind them."""


def remembered(number: int) -> tuple[str, Values]:
    """One item of a diary."""
    at = MORNING - timedelta(hours=number)
    outing: Values = {
        "what": Words(f"a walk {number}"),
        "how_long": Duration(90),
        "until": Instant(at),
        "started": Instant(at),
    }
    kinds: Sequence[tuple[str, Values]] = (
        ("passion", {"what": Words(f"pottery of kind {number}"), "smallest": Words("ten minutes at the wheel, " * 4)}),
        ("outing", outing),
        ("outing", outing),
        ("check_in", {"own_time": Option("too_little"), "closeness": Number(4), "wish": Words("more of this, " * 8)}),
        ("homecoming", {"brought": Option("aha"), "told": Words("how quiet the river was in the morning, " * 4)}),
        ("note", {"note": Words("what went through my head on the way home, " * 5)}),
    )
    return kinds[number % len(kinds)]


@dataclass
class Life:
    """Two linked people on a database of their own, with so much behind them. `ended` are dialogs."""

    name: str
    items: int = 0
    shared: int = 0
    ended: int = 0
    now: datetime = MORNING
    updates: int = 0
    took: dict[str, list[float]] = field(default_factory=dict)

    async def begin(self, store: Store, library: Library, wording: Wording) -> None:
        """Fill the database."""
        self.store, self.turns = (
            store,
            Turns(store, library, wording, Clock(self), SeededIds(), "coach_bot", Presses(nobody_answers)),
        )
        people = {
            who: Person(who, name, "en", consented=True, city="London") for who, name in ((ANA, "Ana"), (BEN, "Ben"))
        }
        items = [remembered(number) for number in range(self.items)]
        items += [("shared", {"dialog": "leave", "purpose": Words("to breathe")})] * self.shared
        async with store.transaction() as tx:
            await conversations.save(tx, "c", Conversation(people, couple="couple"), self.now)
            await tx.add_couple("couple", ANA, BEN, self.now)
            for number, (kind, values) in enumerate(items):
                at = self.now - timedelta(days=3650) + timedelta(minutes=number)
                for who in people:
                    await tx.remember(f"m{who}.{number}", who, kind, 1, write_values(values), at)
        for _ in range(self.ended):
            await self.say("/checkin")
            await self.say("/stop")

    async def take(self, line: str) -> None:
        """One line, timed."""
        begin = time.perf_counter()
        await self.say(line)
        self.took.setdefault(line, []).append((time.perf_counter() - begin) * 1000)
        await self.deliver()

    async def say(self, text: str) -> None:
        """One text from Ana, received and taken."""
        self.updates += 1
        self.now += timedelta(minutes=1)
        user = {"id": ANA, "first_name": "Ana", "language_code": "en"}
        message = {
            "message_id": self.updates * 10,
            "date": 1,
            "text": text,
            "chat": {"id": ANA, "type": "private"},
            "from": user,
        }
        body = json.dumps({"update_id": self.updates, "message": message}).encode()
        await self.store.receive([Incoming(self.updates, body, ANA, ANA, self.updates * 10, True)], self.now)
        assert await self.turns.take()

    async def deliver(self) -> None:
        """What was said has arrived."""
        async with self.store.transaction() as tx:
            while heads := await tx.heads(10):
                for row in heads:
                    await tx.mark_sending(row.seq)
                    sent = row.kind == "send"
                    await tx.mark_sent(row.seq, self.updates * 10 + 1 if sent else None, self.now)

    def median(self, lines: Sequence[str]) -> float:
        """Of one turn, in milliseconds; the first rounds are left out."""
        return median(one for line in lines for one in self.took[line][3:])


class Clock:
    """A life's own time."""

    def __init__(self, life: Life) -> None:
        self._life = life

    async def now(self) -> datetime:
        return self._life.now


async def test_a_turn_after_years(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By turns, so that whatever else the machine does strikes all alike."""
    library = load_library(dialogs_folder())
    wording = Wording(prompts_folder(), library, "coach_bot")
    lives = [
        Life("nothing behind them", ended=1),
        Life("500 items", items=500, ended=1),
        Life("8,000 items", items=8_000, ended=1),
        Life("2,000 shared things", shared=2_000, ended=1),
        Life("200 ended runs", ended=200),
    ]
    async with AsyncExitStack() as stack:
        for number, life in enumerate(lives):
            store = await stack.enter_async_context(opened(tmp_path / f"{number}.db", os.urandom(32)))
            await life.begin(store, library, wording)
        for _ in range(ROUNDS):
            for line in (*LINES, *LOOKING):
                for life in lives:
                    await life.take(line)
    with capsys.disabled():
        shown = {"any": LINES, "/leave": ["/leave"], "/mine": ["/mine"], "what is shared": LOOKING[-1:]}
        print(f"\n{'ms a turn, to the first':24}" + "".join(f"{name:>16}" for name in shown))
        for life in lives:
            cells = [(life.median(lines), lives[0].median(lines)) for lines in shown.values()]
            print(f"{life.name:24}" + "".join(f"{own:9.1f} ×{own / none:5.2f}" for own, none in cells))
        print(f"{'':24}{f'bar ×{BAR}':>16}")
