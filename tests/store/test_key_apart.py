"""A key lies apart from its database, unless an older coach has left it there: that one goes on working."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.store.keyfile import apart, beside, encode_key, write_key
from bot.store.sqlite.keyplace import id_of, key_path
from tests.store.filling import ANA, fill, opened
from tests.unsealed import Opener

KEY = b"k" * 32
KEPT = Path(__file__).parents[1] / "databases" / "two_in_the_middle"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "coach.db"


async def test_whoever_takes_the_folder_of_a_new_database_has_no_key(file: Path) -> None:
    async with opened(file) as store:
        await fill(store)
    id = id_of(file)
    assert id is not None
    key = apart(id).read_text().strip()
    assert not list(file.parent.glob("*.key"))
    assert not any(key in path.read_text("latin-1") for path in file.parent.iterdir())
    async with opened(file) as store, store.transaction() as t:
        assert await t.memories(ANA)


async def test_each_database_has_an_id_and_a_key_of_its_own(file: Path) -> None:
    for each in (file, file.with_name("other.db")):
        async with opened(each):
            pass
    one, two = key_path(file), key_path(file.with_name("other.db"))
    assert one != two
    assert one.read_text() != two.read_text()


async def test_a_copy_finds_the_key_wherever_it_is_put(file: Path, tmp_path: Path) -> None:
    async with opened(file) as store:
        await fill(store)
    shutil.copy(file, tmp_path / "restored.db")
    async with opened(tmp_path / "restored.db") as store, store.transaction() as t:
        assert await t.memories(ANA)


async def test_an_older_one_beside_its_database_goes_on_working_with_one_line(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copy(KEPT / "coach.db", file)
    shutil.copy(KEPT / "coach.db.key", beside(file))
    for path in (file, beside(file)):
        path.chmod(0o600)
    before = beside(file).read_bytes()
    for _ in range(2):
        caplog.clear()
        async with opened(file):
            pass
        said = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
        assert [(str(beside(file)) in line, "coach key move" in line) for line in said] == [(True, True)]
    assert beside(file).read_bytes() == before
    assert key_path(file) == beside(file)
    assert Opener(file).all_bodies()


async def test_a_key_that_was_given_is_not_said_to_lie_anywhere(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_key(beside(file), KEY)
    async with opened(file, KEY):
        pass
    assert caplog.records == []


async def test_an_id_that_is_none_leads_to_no_other_file(file: Path, tmp_path: Path) -> None:
    """Whoever can change the file could name any other by it."""
    async with opened(file):
        pass
    (tmp_path / "planted.key").write_text(encode_key(KEY))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE database_id SET name = ?", (f"../../../../..{tmp_path}/planted",))
        connection.commit()
    with pytest.raises(DatabaseError, match="has lost its id"):
        async with opened(file):
            pass
