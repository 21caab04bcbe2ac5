"""`coach backup`: a copy of a database that is in use, which opens with the database's own key."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.store.keyfile import decode_key
from bot.store.sqlite.keyplace import key_path
from tests.store.filling import ANA, CANARY, fill, opened
from tests.unsealed import Opener, raw, rows

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WRITER = (sys.executable, str(HERE / "writer.py"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "coach.db"


def coach(*arguments: object, database: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """The real command, in the database's folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "COACH_"))}
    env = kept | {"PYTHONPATH": str(ROOT), "COACH_DATABASE": f"sqlite:///{database}"} | settings
    argv = [sys.executable, "-m", "bot", *map(str, arguments)]
    return subprocess.run(argv, env=env, cwd=database.parent, capture_output=True, text=True, timeout=60, check=False)


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """A coach that writes without a pause, in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen([*WRITER, f"sqlite:///{file}"], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env)
    assert child.stdout is not None
    with child, child.stdout as said:
        try:
            for _ in range(50):
                said.readline()
            yield
        finally:
            child.send_signal(signal.SIGKILL)


def test_a_copy_made_while_the_coach_is_writing_is_whole(file: Path, tmp_path: Path) -> None:
    copies = [tmp_path / f"copy{number}.db" for number in range(3)]
    with writing(file):
        for copy in copies:
            done = coach("backup", copy, database=file)
            assert (done.returncode, done.stderr) == (0, "")
            assert len(done.stdout.splitlines()) == 1
            assert re.search(rf"copied to {copy}\. Its key is not in it: .*{key_path(file)}", done.stdout)
    left = {path.name for path in tmp_path.iterdir() if path.name.startswith("copy")}
    assert left == {copy.name for copy in copies}, "nothing else is left"
    seen = []
    for copy in copies:
        assert copy.stat().st_mode & 0o777 == 0o600
        assert rows(copy, "PRAGMA integrity_check") == [("ok",)]
        answers = [int(body) for body in Opener(copy, _key(file)).bodies("outbox")]
        assert answers == list(range(len(answers)))
        [(received,)] = rows(copy, "SELECT count(*) FROM inbox")
        assert isinstance(received, int)
        assert received - len(answers) in (0, 1), "one moment of it, not several"
        seen.append(received)
    assert sorted(set(seen)) == seen


def _key(file: Path) -> bytes:
    key = decode_key(key_path(file).read_text("ascii").strip())
    assert key is not None
    return key


async def test_a_copy_is_a_coach_again_with_the_same_key(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "restored.db"
    copy.parent.mkdir()
    async with opened(file) as store:
        await fill(store)
        assert coach("backup", copy, database=file).returncode == 0
    assert CANARY[ANA].encode() not in raw(copy)
    async with opened(copy) as store, store.transaction() as t:
        assert [item.kind for item in await t.memories(ANA)] == [CANARY[ANA]]


async def test_it_names_the_key_that_is_to_be_kept(file: Path, tmp_path: Path) -> None:
    secret = "a2" * 21 + "A"
    async with opened(file):
        pass
    done = coach("backup", tmp_path / "copy.db", database=file, COACH_KEY=secret)
    assert (done.returncode, "COACH_KEY" in done.stdout, secret in done.stdout) == (0, True, False)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _letter(file: Path) -> None:
    file.write_text("Dear Ana\n" * 500)


def _another(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE t (x)")


@pytest.mark.parametrize(
    ("database", "target", "says"),
    [
        pytest.param("coach.db", "taken.txt", "exists already", id="a file that exists"),
        pytest.param("coach.db", "coach.db", "exists already", id="the database itself"),
        pytest.param("coach.db", "no/copy.db", "cannot be written", id="a folder that does not"),
        pytest.param("coach.db", "", "exists already", id="a folder"),
        pytest.param("none.db", "copy.db", "There is no database", id="no database"),
        pytest.param("letter.txt", "copy.db", "not a database", id="no database at all"),
        pytest.param("another.db", "copy.db", "another program", id="another program's"),
    ],
)
async def test_what_cannot_be_copied_is_one_line_and_leaves_nothing(
    file: Path, tmp_path: Path, database: str, target: str, says: str
) -> None:
    async with opened(file) as store:
        await fill(store)
    (tmp_path / "taken.txt").write_text("mine")
    _letter(tmp_path / "letter.txt")
    _another(tmp_path / "another.db")
    before = _files(tmp_path)
    done = coach("backup", tmp_path / target, database=tmp_path / database)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert says in done.stderr
    assert _files(tmp_path) == before


async def test_a_draft_left_by_a_kill_does_no_harm(file: Path, tmp_path: Path) -> None:
    async with opened(file):
        pass
    (tmp_path / "copy.db.part").write_bytes(b"half")
    assert coach("backup", tmp_path / "copy.db", database=file).returncode == 0
    assert rows(tmp_path / "copy.db", "PRAGMA integrity_check") == [("ok",)]
    assert not (tmp_path / "copy.db.part").exists()
