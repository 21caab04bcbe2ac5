"""What somebody remembers is found by kind and title, and neither can be read in the file."""

from __future__ import annotations

import hashlib
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
    assert marks[0][0] == marks[1][0], "one kind of one person's"
    assert len({marks[0][0], marks[2][0], *(title for _, title in marks)}) == 6


async def test_nobody_sees_what_has_a_title(file: Path) -> None:
    """Only some kinds have one."""
    titles = rows(file, "SELECT title FROM memory")
    assert {len(title) for (title,) in titles if isinstance(title, bytes)} == {16}
    assert len(set(titles)) == 4
    assert await found(file) == [f"m{ANA}", f"n{ANA}", f"m{ANA}"]
