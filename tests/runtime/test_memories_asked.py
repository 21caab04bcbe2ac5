"""A turn reads what it uses of what people remember, and is the same turn however often it has to ask."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.engine import engine
from bot.engine.engine import Outcome
from bot.engine.script import Library
from bot.engine.world import World
from bot.model.inputs import Input
from bot.model.state import Conversation, Person
from bot.model.values import Words
from bot.runtime import conversations, work
from bot.runtime.memories import Recollection, Wanted, load
from bot.runtime.presses import Presses
from bot.runtime.turns import Turns
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.wording import Wording
from bot.store.codec import DataKey, Kind, Place
from bot.store.contract import Store
from bot.store.memories import write_values
from bot.store.rows import Incoming
from tests.engine.ports import Kept
from tests.stage import SeededIds, nobody_answers
from tests.store.filling import opened

ANA, BEN = 7_001, 7_002
MORNING = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
EACH = 40
KINDS = ("passion", "outing", "check_in", "homecoming", "note", "guilt", "shared")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(dialogs_folder())


@pytest.fixture(scope="module")
def wording(library: Library) -> Wording:
    return Wording(prompts_folder(), library, "coach_bot")


class House:
    """Two linked people with a diary each, and Ana typing."""

    def __init__(self, store: Store, library: Library, wording: Wording) -> None:
        self.store, self.time, self.sent = store, MORNING, 0
        self.turns = Turns(store, library, wording, self, SeededIds(), "coach_bot", Presses(nobody_answers))

    async def now(self) -> datetime:
        return self.time

    async def fill(self) -> None:
        people = {who: Person(who, "Ana", "en", consented=True, city="London") for who in (ANA, BEN)}
        async with self.store.transaction() as tx:
            await conversations.save(tx, "c", Conversation(people, couple="couple"), self.time)
            for who in people:
                for number in range(EACH * len(KINDS)):
                    kind, at = KINDS[number % len(KINDS)], self.time - timedelta(hours=number)
                    body = write_values({"what": Words(f"Kanarienvogel {number}")})
                    await tx.remember(f"{who}.{number}", who, kind, 1, body, at)

    async def say(self, text: str) -> list[str]:
        """Ana types; what is queued for her then."""
        self.sent += 1
        self.time += timedelta(minutes=1)
        chat, user = {"id": ANA, "type": "private"}, {"id": ANA, "first_name": "Ana", "language_code": "en"}
        message = {"message_id": self.sent * 10, "date": 1, "text": text, "chat": chat, "from": user}
        body = json.dumps({"update_id": self.sent, "message": message}).encode()
        await self.store.receive([Incoming(self.sent, body, ANA, ANA, self.sent * 10, True)], self.time)
        assert await self.turns.take()
        said = []
        async with self.store.transaction() as tx:
            while heads := await tx.heads(10):
                for row in heads:
                    said += [json.loads(row.body)["text"]] if row.kind == "send" else []
                    await tx.mark_sending(row.seq)
                    await tx.mark_sent(row.seq, self.sent * 10 + 1 if row.kind == "send" else None, self.time)
        return said


@asynccontextmanager
async def a_house(folder: Path, library: Library, wording: Wording) -> AsyncIterator[House]:
    async with opened(folder / "coach.db", os.urandom(32)) as store:
        house = House(store, library, wording)
        await house.fill()
        yield house


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Kind]:
    """The kinds of all bodies that are opened."""
    found: list[Kind] = []
    whole = DataKey.open

    def counted(self: DataKey, kind: Kind, place: Place, sealed: bytes) -> bytes:
        found.append(kind)
        return whole(self, kind, place, sealed)

    monkeypatch.setattr(DataKey, "open", counted)
    return found


STORY = {
    # What is typed, and how many items of memory are opened for it at most.
    "/menu": 0,
    "hello there": 0,
    "/plans": len(KINDS),  # whether anything is in force: one of each kind, for its name
    "/leave": 20,  # the latest passions, to be tapped
    "Pottery, and what comes of it": 0,
    "tomorrow at 10": 0,
    "2 hours": 0,
    "to breathe": 0,
    "by myself": 0,
    "feels fine": 0,
    "goes unsaid": 1 + 20,  # whether that passion is known, and the calendar's file
    "/checkin": 0,
    "/stop": 0,
    "/space": 0,
    "/settings": 0,
    "/mine": len(KINDS) + 1,  # one of each kind, for its name
    "/privacy": 6,
}


async def test_a_turn_reads_what_it_uses(library: Library, wording: Wording, tmp_path: Path, read: list[Kind]) -> None:
    async with a_house(tmp_path, library, wording) as house:
        for line, most in STORY.items():
            read.clear()
            assert await house.say(line), f"{line} was answered"
            assert read.count("memory") <= most, line


async def test_asking_anew_changes_nothing(
    library: Library, wording: Wording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same as with everything at hand from the start: the same state, events and ids."""
    plays: list[tuple[Conversation, Input, World, Outcome]] = []
    begun = 0

    def noted(conversation: Conversation, happened: Input, world: World) -> Outcome:
        nonlocal begun
        begun += 1
        outcome = engine.play(conversation, happened, world)
        plays.append((conversation, happened, world, outcome))
        return outcome

    monkeypatch.setattr(work, "play", noted)
    async with a_house(tmp_path, library, wording) as house:
        for line in STORY:
            async with house.store.transaction() as tx:
                kept = Kept({who: await load(tx, who) for who in (ANA, BEN)})
            await house.say(line)
            conversation, happened, world, outcome = plays[-1]
            world.memory, world.fresh.drawn = kept, 0
            assert engine.play(conversation, happened, world) == outcome, line
    assert begun > len(plays) == len(STORY), "some turns had to ask"


def test_a_forged_id_is_nobodys() -> None:
    assert Recollection().item(ANA, "\ud83e") is None


async def test_what_a_turn_has_remembered_is_found_later_in_it(
    library: Library, wording: Wording, tmp_path: Path
) -> None:
    """An answer that was read does not outlive a change of what it was about."""
    async with a_house(tmp_path, library, wording) as house, house.store.transaction() as tx:
        memory = Recollection()

        async def count() -> int:
            with pytest.raises(Wanted) as wanted:
                memory.counts(ANA)
            await memory.look_up(tx, wanted.value)
            return memory.counts(ANA)["note"]

        assert await count() == EACH
        await tx.remove_memories(ANA, "note")
        await tx.remember("n", ANA, "note", 1, b"{}", MORNING)
        memory.changed(BEN)
        assert memory.counts(ANA)["note"] == EACH, "nothing of hers is said to have changed"
        memory.changed(ANA)
        assert await count() == 1
