"""One process per database, whatever name the second one knows it by; and files that nobody else may read."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.store.rows import Incoming
from bot.store.sqlite import connection
from tests.operating import filled
from tests.store.filling import ANA, NOON, fill, opened
from tests.store.test_backup import coach
from tests.store.test_key_of_the_process import NOWHERE
from tests.unsealed import rows

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@contextmanager
def at_work(file: Path) -> Iterator[None]:
    """A coach that writes without a pause, in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    argv = [sys.executable, str(HERE / "writer.py"), f"sqlite:///{file}"]
    child = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env)
    assert child.stdout is not None
    with child, child.stdout as said:
        try:
            for _ in range(20):
                said.readline()
            yield
        finally:
            child.send_signal(signal.SIGKILL)


def by_symlink(file: Path, elsewhere: Path) -> Path:
    link = elsewhere / "link.db"
    link.symlink_to(file)
    return link


def by_links_to_links(file: Path, elsewhere: Path) -> Path:
    (elsewhere / "folder").symlink_to(file.parent)
    return by_symlink(elsewhere / "folder" / file.name, elsewhere)


def by_hard_link(file: Path, elsewhere: Path) -> Path:
    link = elsewhere / "hard.db"
    link.hardlink_to(file)
    return link


def by_a_way_around(file: Path, elsewhere: Path) -> Path:
    return elsewhere / ".." / file.parent.name / "." / file.name


NAMES = [by_symlink, by_links_to_links, by_hard_link, by_a_way_around]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "coach.db"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "elsewhere"


@pytest.mark.parametrize("name", NAMES)
def test_a_second_process_is_turned_away_by_any_name(
    file: Path, elsewhere: Path, name: Callable[[Path, Path], Path]
) -> None:
    with at_work(file):
        other = name(file, elsewhere)
        done = coach("run", database=other, **NOWHERE)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.stderr
        assert "in use by another coach" in done.stderr
    assert rows(file, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("name", NAMES)
async def test_and_by_its_own_name_while_the_first_knows_another(
    file: Path, elsewhere: Path, name: Callable[[Path, Path], Path]
) -> None:
    async with opened(file):
        pass
    with at_work(name(file, elsewhere)):
        done = coach("run", database=file, **NOWHERE)
        assert (done.returncode, "in use by another coach" in done.stderr) == (2, True), done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="only root can mount")
def test_by_a_file_mounted_elsewhere(file: Path, elsewhere: Path) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("no unshare")
    with at_work(file):
        pass
    other = elsewhere / "mounted.db"
    other.touch()
    argv = f'mount --bind "{file}" "{other}" && exec "{sys.executable}" -m bot run'
    env = {**os.environ, **NOWHERE, "PYTHONPATH": str(ROOT), "COACH_DATABASE": f"sqlite:///{other}"}
    with at_work(file):
        inside = ["unshare", "--mount", "/bin/sh", "-c", argv]
        done = subprocess.run(inside, env=env, cwd=elsewhere, capture_output=True, text=True, timeout=60, check=False)
    if "permission denied" in done.stderr.lower() or "not permitted" in done.stderr.lower():
        pytest.skip("mounting is not allowed here")
    assert (done.returncode, "in use by another coach" in done.stderr) == (2, True), done.stderr


async def test_where_the_two_kinds_of_lock_collide_a_second_name_is_refused(
    file: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_APART_FROM_SQLITE", False)
    async with opened(file):
        pass
    other = by_hard_link(file, elsewhere)
    with pytest.raises(DatabaseError, match="two names, by a hard link: remove one"):
        async with opened(other):
            pass
    other.unlink()
    async with opened(file) as store:
        await fill(store)


async def test_the_lock_does_not_stand_in_the_way_of_whoever_reads(file: Path, elsewhere: Path) -> None:
    """Nor do they take SQLite's own locks away by closing the file: what is written afterwards is whole."""
    link = by_symlink(file, elsewhere)
    async with opened(link) as store:
        await fill(store)
        done = coach("backup", elsewhere / "copy.db", database=link)
        assert (done.returncode, done.stderr) == (0, "")
        await store.receive([Incoming(77, b"{}", ANA)], NOON)
        with closing(sqlite3.connect(file)) as reader:
            assert reader.execute("SELECT count(*) FROM inbox WHERE update_id = 77").fetchall() == [(1,)]
        assert file.with_name("coach.db-wal").stat().st_size > 0
        await store.receive([Incoming(78, b"{}", ANA)], NOON)
    assert rows(file, "PRAGMA integrity_check") == [("ok",)]
    assert rows(file, "SELECT count(*) FROM inbox WHERE update_id IN (77, 78)") == [(2,)]


async def test_all_its_files_lie_beside_the_file_itself(file: Path, elsewhere: Path) -> None:
    link = by_symlink(file, elsewhere)
    async with opened(link) as store:
        await fill(store)
        assert os.listdir(elsewhere) == ["link.db"]


class TestModes:
    async def test_files_that_others_can_read_are_mended_and_said_in_one_line(
        self, file: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with opened(file) as store:
            await fill(store)
            copies = {end: file.with_name(f"coach.db{end}").read_bytes() for end in ("", "-wal")}
        for end, content in copies.items():  # as after a kill, or a restore by hand
            file.with_name(f"coach.db{end}").write_bytes(content)
        files = [file.with_name(f"coach.db{end}") for end in ("", "-wal", ".lock")]
        for each in files:
            each.chmod(0o664)
        async with opened(file) as store:
            modes = {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
        assert set(modes.values()) == {0o600}
        said = [record.getMessage() for record in caplog.records]
        assert [all(str(each) in line for each in files) for line in said] == [True]

    async def test_what_cannot_be_mended_is_refused(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def not_ours(self: Path, mode: int) -> None:
            raise PermissionError(1, "Operation not permitted")

        async with opened(file):
            pass
        os.chmod(file, 0o644)
        monkeypatch.setattr(Path, "chmod", not_ours)
        with pytest.raises(DatabaseError, match=r"cannot be opened \(Operation not permitted\)"):
            async with opened(file):
                pass


def test_where_a_database_is_gone_none_is_begun_anew(file: Path) -> None:
    """As when its disk was not there at a start: what people then said would be lost when it is back."""
    filled(file)
    away = file.rename(file.with_name("away.db"))
    for _ in range(2):
        with pytest.raises(DatabaseError, match=r"is gone: bring it back, or remove coach\.db\.lock"):
            asyncio.run(_open(file))
        assert not file.exists()
    file.touch()
    with pytest.raises(DatabaseError, match="is gone"):
        asyncio.run(_open(file))
    away.rename(file)
    asyncio.run(_open(file))


async def _open(file: Path) -> None:
    async with opened(file):
        pass


async def test_what_was_only_begun_is_begun_again(file: Path) -> None:
    """A start that ended before it had a database leaves nothing that the next one misses."""
    file.with_name(f"{file.name}.lock").touch()
    await _open(file)
