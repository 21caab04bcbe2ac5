"""What somebody remembers is found by kind and title, and neither can be read in the file."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.model.values import Words
from bot.store.memories import write_values
from tests.store.filling import ANA, BEN, NOON, opened
from tests.unsealed import raw, rows

KIND, TITLE = "kanarienvogel", "Zeisig im Mai"
BODY = write_values({"what": Words(TITLE)})


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """Two people who remember the same."""
    file = tmp_path / "coach.db"
    async with opened(file) as store, store.transaction() as t:
        for person in (ANA, BEN):
            await t.remember(f"m{person}", person, KIND, 1, BODY, NOON)
            await t.remember(f"n{person}", person, KIND, 1, b"no words", NOON)
    return file


async def found(file: Path) -> list[str]:
    async with opened(file) as store, store.transaction() as t:
        titled = await t.memory_titled(ANA, KIND, TITLE.upper())
        return [*(m.id for m in await t.memories(ANA, KIND)), titled.id if titled is not None else "none"]


async def test_nothing_of_a_kind_or_a_title_lies_open(file: Path) -> None:
    """Not the words, and no hash that somebody could make who has the file alone and guesses them."""
    for words in (KIND, TITLE, TITLE.casefold(), f"{KIND}\0{TITLE.casefold()}"):
        for made in (words.encode(), hashlib.sha256(words.encode()).digest()[:16]):
            assert made not in raw(file)


async def test_nobody_sees_that_two_people_remember_the_same(file: Path) -> None:
    marks = rows(file, "SELECT kind, title FROM memory ORDER BY rowid")
    assert [title is None for _, title in marks] == [False, True, False, True]
    assert marks[0][0] == marks[1][0], "one kind of one person's"
    assert len({marks[0][0], marks[0][1], marks[2][0], marks[2][1]}) == 4


def before_marks(file: Path) -> None:
    """The file as the coach before marks left it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as old:
        for index in ("memory_kind", "memory_title", "memory_unmarked"):
            old.execute(f"DROP INDEX {index}")
        for column in ("kind", "title"):
            old.execute(f"ALTER TABLE memory DROP COLUMN {column}")
        # And what came after marks.
        for table, column in (("outbox", "dated"), ("outbox", "last"), ("chat", "closed_at")):
            old.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        for table in ("line", "aside"):
            old.execute(f"DROP TABLE {table}")
        for index in ("inbox_waiting", "inbox_refused", "inbox_person", "outbox_chat", "nudge_all"):
            old.execute(f"DROP INDEX {index}")
        old.execute("CREATE INDEX inbox_new ON inbox (seq) WHERE state = 'new'")
        old.execute("PRAGMA user_version = 3")


async def test_an_older_database_is_marked_when_it_is_opened(file: Path) -> None:
    before, marks = await found(file), rows(file, "SELECT kind, title FROM memory ORDER BY rowid")
    before_marks(file)
    assert await found(file) == before == [f"m{ANA}", f"n{ANA}", f"m{ANA}"]
    assert rows(file, "SELECT kind, title FROM memory ORDER BY rowid") == marks


async def test_a_damaged_row_keeps_nobody_out(file: Path) -> None:
    before_marks(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as old:
        old.execute("UPDATE memory SET body = x'00' WHERE id = ?", (f"m{ANA}",))
    assert await found(file) == [f"n{ANA}", "none"]
    assert rows(file, "SELECT kind, id, person, body FROM aside") == [("memory", f"m{ANA}", ANA, b"\0")]
