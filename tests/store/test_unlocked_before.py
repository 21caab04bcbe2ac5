"""A database from before there was a key: it is sealed when it is first opened, and no word stays behind."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.store.nudges import pack
from bot.store.rows import NudgeRow
from bot.store.sqlite.keyplace import key_path
from bot.store.sqlite.migrations import MIGRATIONS
from tests.store.filling import NOON, opened
from tests.unsealed import Opener, raw, rows

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PEOPLE = range(7_000, 7_250)
CANARY = b"kanarienvogel"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """More people than are sealed at a time, each with a body of every kind; what was not folded in is in the WAL."""
    file = tmp_path / "coach.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as old:
        old.execute("PRAGMA journal_mode = wal")
        old.executescript((MIGRATIONS / "0001_first.sql").read_text("utf-8"))
        old.execute("BEGIN")
        for person in PEOPLE:
            _fill(old, person)
        old.execute("INSERT INTO inbox VALUES (NULL, 1, NULL, x'7B7D', 'aside', 'from nobody', 1, 1)")
        old.execute("INSERT INTO inbox VALUES (NULL, 2, 7000, NULL, 'done', NULL, 1, 1)")
        old.execute("COMMIT")
    return file


def _fill(old: sqlite3.Connection, person: int) -> None:
    words = CANARY + b" %d" % person
    nudge = NudgeRow(f"n{person}", person, NOON, "back", words.decode())
    old.execute("INSERT INTO inbox VALUES (NULL, ?, ?, ?, 'new', NULL, 1, NULL)", (person, person, words))
    old.execute("INSERT INTO conversation VALUES (?, ?, 1)", (f"c{person}", words))
    old.execute("INSERT INTO person VALUES (?, ?, 1)", (person, f"c{person}"))
    old.execute("INSERT INTO memory VALUES (?, ?, 'outing', 2, ?, 1, 2)", (f"m{person}", person, words))
    old.execute("INSERT INTO nudge VALUES (?, ?, 1, 'waiting', ?)", (nudge.id, person, pack(nudge)))
    old.execute(
        """INSERT INTO outbox (chat, kind, tone, question, once, body, state, created_at)
        VALUES (?, 'send', 'reply', 0, 0, ?, 'pending', 1)""",
        (person, words),
    )


def _unlock_and_die(file: Path, life: str) -> None:
    child = subprocess.run(
        [sys.executable, str(HERE / "unlocker.py"), str(file), life],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert child.returncode == -signal.SIGKILL


async def _all_is_there_and_sealed(file: Path) -> None:
    async with opened(file) as store:
        async with store.transaction() as t:
            for person in PEOPLE:
                conversation = await t.conversation_of(person)
                [memory] = await t.memories(person, "outing")
                [nudge] = await t.waiting_nudges(person)
                words = CANARY + b" %d" % person
                assert conversation is not None
                assert (conversation.state, memory.body, nudge.subject.encode()) == (words, words, words)
                assert (memory.kind, memory.revision) == ("outing", 2)
            assert sorted(row.body for row in await t.heads(999)) == [CANARY + b" %d" % p for p in PEOPLE]
            inputs = []
            while row := await t.next_input():
                inputs.append(row.body)
                await t.finish_input(row.seq, NOON)
            assert inputs == [CANARY + b" %d" % p for p in PEOPLE]
        assert CANARY not in raw(file), "while it is open"
    assert CANARY not in raw(file), "once it is closed"
    assert b"outing" not in raw(file)
    assert Opener(file).bodies("inbox")[-1] == b"{}"


async def test_all_bodies_are_sealed_and_nothing_stays_behind(file: Path) -> None:
    assert CANARY in raw(file)
    await _all_is_there_and_sealed(file)
    await _all_is_there_and_sealed_again(file)


async def _all_is_there_and_sealed_again(file: Path) -> None:
    before = rows(file, "SELECT body FROM memory")
    async with opened(file):
        pass
    assert rows(file, "SELECT body FROM memory") == before, "only once"


@pytest.mark.parametrize("life", ["0", "1", "2", "700", "1900", "scrub"])
async def test_a_kill_on_the_way_does_no_harm(file: Path, life: str) -> None:
    """Before the key file, before the first key, in the middle of it, near its end, and when all is sealed but not
    wiped; twice over."""
    for _ in range(2):
        _unlock_and_die(file, life)
        assert CANARY in raw(file)
    await _all_is_there_and_sealed(file)


async def test_once_sealed_it_asks_for_its_key(file: Path) -> None:
    async with opened(file):
        pass
    key_path(file).unlink()
    with pytest.raises(DatabaseError, match="key of the database is missing"):
        async with opened(file):
            pass
