"""What a thief sees of two kinds of lives that differ in what people talk about, and not in how often they write.

Half of the lives teach a simple classifier what lengths are those of which kind; it then guesses at the other half.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import comb
from pathlib import Path
from random import Random
from statistics import mean, pstdev
from typing import Final

import pytest

from bot.engine.script import Library
from bot.model.state import Conversation, Person
from bot.runtime import conversations
from bot.runtime.presses import Presses
from bot.runtime.turns import Turns
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.wording import Wording
from bot.store import padding
from bot.store.contract import Store
from bot.store.rows import Incoming
from tests.stage import SeededIds, nobody_answers
from tests.store.filling import opened
from tests.unsealed import rows

MORNING: Final = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LIVES: Final = 32
SURE: Final = 0.01

WORDS: Final = ("morning", "river", "lamp", "slow", "garden", "letter", "far", "bread", "window", "light", "song")

SCRIPTS: Final[Mapping[bool, tuple[Sequence[str], ...]]] = {
    # One kind of life: what was loved once, going off for a while, looking back at the week.
    False: (
        ("/before", "…", "…", "/skip", "…", "…"),
        ("/leave", "…", "tomorrow at 10", "2 hours", "/stop", "/menu"),
        ("/checkin", "too little", "about right", "4", "3", "/stop"),
    ),
    # The other: guilt, and somebody who needs help.
    True: (
        ("/guilt", "the kids", "…", "…", "…", "…"),
        ("/help_now", "…", "/help_now", "/menu", "/privacy", "/menu"),
        ("/help_now", "/help_now", "…", "/settings", "/pause", "/menu"),
    ),
}
"""Lines of a life, by its kind: the first, by which something is remembered, and one of the others. `…` is a few words
of the writer's own."""


@dataclass
class Life:
    """One person with a kind of life."""

    person: int
    troubled: bool

    def lines(self) -> list[str]:
        """What they write, the same each time."""
        chance = Random(self.person)
        first, *others = SCRIPTS[self.troubled]
        own = (" ".join(chance.choices(WORDS, k=chance.randint(1, 9))) for _ in range(99))
        return [next(own) if line == "…" else line for line in (*first, *chance.choice(others))]


class Stopped:
    """A clock that the test moves."""

    now_is = MORNING

    async def now(self) -> datetime:
        return self.now_is


@pytest.fixture(scope="module")
def spoken() -> tuple[Library, Wording]:
    library = load_library(dialogs_folder())
    return library, Wording(prompts_folder(), library, "coach_bot")


async def play(file: Path, spoken: tuple[Library, Wording], count: int = LIVES) -> list[Life]:
    """Lives of both kinds by turns, with the real engine and store; everything is delivered."""
    lives = [Life(7_000 + number, number % 2 == 1) for number in range(count)]
    clock, updates = Stopped(), 0
    async with opened(file, os.urandom(32)) as store:
        turns = Turns(store, *spoken, clock, SeededIds(), "coach_bot", Presses(nobody_answers))
        for life in lives:
            person = Person(life.person, "Ana", "en", consented=True, city="London")
            async with store.transaction() as tx:
                await conversations.save(tx, f"{life.person:024x}", Conversation({life.person: person}), MORNING)
            clock.now_is = MORNING
            for line in life.lines():
                updates += 1
                clock.now_is += timedelta(minutes=1)
                await store.receive([_update(updates, life.person, line)], clock.now_is)
                assert await turns.take()
                await _deliver(store, updates, clock.now_is)
    return lives


def _update(id: int, person: int, text: str) -> Incoming:
    user = {"id": person, "first_name": "Ana", "language_code": "en"}
    chat = {"id": person, "type": "private"}
    message = {"message_id": id * 10, "date": 1, "text": text, "chat": chat, "from": user}
    return Incoming(id, json.dumps({"update_id": id, "message": message}).encode(), person, person, id * 10, True)


async def _deliver(store: Store, update: int, now: datetime) -> None:
    async with store.transaction() as tx:
        while heads := await tx.heads(10):
            for row in heads:
                await tx.mark_sending(row.seq)
                await tx.mark_sent(row.seq, update * 10 + 1 if row.kind == "send" else None, now)


SEEN: Final[Mapping[str, tuple[str, ...]]] = {
    "inbox WHERE person = ?": ("body", "error"),
    "conversation WHERE id = (SELECT conversation FROM person WHERE id = ?)": ("id", "state"),
    "memory WHERE person = ?": ("id", "kind", "title", "body"),
    "nudge WHERE person = ?": ("id", "body"),
    "outbox WHERE chat = ?": ("ask", "body", "error"),
    "data_key WHERE owner = 'person:' || ?": ("wrapped", "ledger"),
}
"""What has a length in the file: each table's columns of one person. Whether a message is sent, edited or taken away,
and whether it is a reply or a nudge, stays clear, as do counts and times."""

Features = list[float | None]


def features(file: Path, person: int) -> Features:
    """Of each column the shortest, the longest and the mean length; nothing where there is no row."""
    found: Features = []
    with closing(sqlite3.connect(file)) as thief:
        for table, columns in SEEN.items():
            for column in columns:
                lengths = [n for (n,) in thief.execute(f"SELECT coalesce(length({column}), 0) FROM {table}", (person,))]
                found += [float(min(lengths)), float(max(lengths)), mean(lengths)] if lengths else [None] * 3
    return found


KINDS: Final = (False, True)


class Classifier:
    """Naive Bayes on lengths, each taken to be spread normally."""

    def __init__(self, taught: Sequence[tuple[Features, bool]]) -> None:
        self._of = {kind: self._learnt([features for features, other in taught if other is kind]) for kind in KINDS}

    def guess(self, features: Features) -> bool:
        """The kind that a life rather is."""
        return self._fit(features, True) < self._fit(features, False)

    def _fit(self, features: Features, kind: bool) -> float:
        pairs = zip(features, self._of[kind], strict=True)
        return sum(((one - m) / s) ** 2 for one, (m, s) in pairs if one is not None)

    @staticmethod
    def _learnt(lives: Sequence[Features]) -> list[tuple[float, float]]:
        known = [[one for one in column if one is not None] or [0.0] for column in zip(*lives, strict=True)]
        return [(mean(column), max(pstdev(column), 1.0)) for column in known]


def right(file: Path, lives: Sequence[Life]) -> tuple[int, int]:
    """How many of the lives that it was not taught with the classifier tells rightly, and of how many."""
    seen = [(features(file, life.person), life.troubled) for life in lives]
    classifier, others = Classifier(seen[: LIVES // 2]), seen[LIVES // 2 :]
    return sum(classifier.guess(features) is troubled for features, troubled in others), len(others)


def luck(right: int, all: int) -> float:
    """How likely somebody who tosses a coin is right so often, or more often."""
    return sum(comb(all, k) for k in range(right, all + 1)) / float(2**all)


async def test_lengths_tell_nothing(tmp_path: Path, spoken: tuple[Library, Wording]) -> None:
    lives = await play(tmp_path / "coach.db", spoken)
    assert {len(life.lines()) for life in lives} == {12}
    assert luck(*right(tmp_path / "coach.db", lives)) > SURE


async def test_without_filling_up_they_tell_what_about(
    tmp_path: Path, spoken: tuple[Library, Wording], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the test above can fail."""
    monkeypatch.setattr(padding, "_filled", lambda kind, packed: packed)
    lives = await play(tmp_path / "coach.db", spoken)
    assert luck(*right(tmp_path / "coach.db", lives)) < SURE


OPAQUE: Final = re.compile(r"[a-z2-7]{10}|[0-9a-f]{24}|[0-9a-f]{32}|(person|conversation):[0-9a-f]+|house")
STAY: Final = {
    *("new", "done", "pending", "sending", "sent", "aside", "waiting", "fired", "dropped"),
    *("send", "edit", "delete", "reply", "relay", "nudge"),
    *("inbox", "outbox", "line"),
}
"""How far a row has got; whether a message is sent, changed or taken away, and is a reply or not; names of tables."""


async def test_no_text_in_the_file_names_anything(tmp_path: Path, spoken: tuple[Library, Wording]) -> None:
    """Every text of every column of every table is an id that tells nothing, or a word that stays clear."""
    file = tmp_path / "coach.db"
    await play(file, spoken, 4)
    found = set[tuple[str, object]]()
    for (table,) in rows(file, "SELECT name FROM sqlite_schema WHERE type = 'table'"):
        found |= {(str(table), value) for row in rows(file, f"SELECT * FROM {table}") for value in row}
    texts = {(table, value) for table, value in found if isinstance(value, str)}
    assert {table for table, _ in texts} >= {"nudge", "memory", "outbox", "inbox", "conversation", "data_key"}
    assert {(table, text) for table, text in texts if text not in STAY and not OPAQUE.fullmatch(text)} == set()
