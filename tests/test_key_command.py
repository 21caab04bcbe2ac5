"""`coach key`: keys are made and copied; none is ever overwritten, moved or removed."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.store.keyfile import beside, decode_key, encode_key, read_key, write_key
from bot.store.open import key_place, opens, read_conversations
from bot.store.sqlite.connection import FileLock
from bot.store.sqlite.keyplace import key_path
from tests.operating import empty_folder, filled, type_in

KEY, OTHER = b"k" * 32, b"o" * 32
URL = "sqlite:///coach.db"


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The database that is used when nothing is set; it is not there yet."""
    empty_folder(tmp_path, monkeypatch)
    return tmp_path / "coach.db"


def all_files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class TestNew:
    def test_it_makes_a_key_for_its_owner_only(self, tmp_path: Path) -> None:
        done = type_in("key", "new", "a.key")
        assert done.code == 0
        assert "a.key" in done.out
        text = (tmp_path / "a.key").read_text()
        assert decode_key(text.strip()) is not None
        assert text.strip() not in done.out
        assert (tmp_path / "a.key").stat().st_mode & 0o777 == 0o600
        type_in("key", "new", "b.key")
        assert (tmp_path / "b.key").read_text() != text

    def test_it_never_overwrites(self, tmp_path: Path) -> None:
        (tmp_path / "a.key").write_text("mine")
        done = type_in("key", "new", "a.key")
        assert (done.code, "exists already" in done.err) == (2, True)
        assert all_files(tmp_path) == {str(tmp_path / "a.key"): b"mine"}

    def test_a_coach_starts_with_it(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        type_in("key", "new", "a.key")
        filled(file, read_key(Path("a.key")))
        monkeypatch.setenv("COACH_KEY_FILE", "a.key")
        assert read_conversations(URL, load_settings().key)


class TestMove:
    @pytest.fixture
    def old(self, file: Path) -> Path:
        """A database whose key lies beside it."""
        write_key(beside(file), KEY)
        filled(file)
        assert key_path(file) == beside(file)
        return beside(file)

    def test_it_copies_the_key_and_says_only_then_that_the_old_one_may_go(self, old: Path, file: Path) -> None:
        done = type_in("key", "move")
        place = key_place(URL)
        assert done.code == 0
        assert f"The key is in {place.apart}, and the database opens with it. {old.name} may go now" in done.out
        assert read_key(old) == KEY
        old.unlink()
        assert read_key(key_path(file)) == KEY
        assert read_conversations(URL)

    def test_it_copies_to_where_the_setting_says(self, old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COACH_KEY_FILE", "elsewhere.key")
        assert type_in("key", "move").code == 0
        assert read_key(Path("elsewhere.key")) == KEY == read_key(old)

    def test_twice_is_as_once(self, old: Path) -> None:
        first, second = type_in("key", "move"), type_in("key", "move")
        assert first == second

    def test_it_copies_a_key_that_stands_in_the_settings(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        filled(file, KEY)
        Path(".env").write_text(f"COACH_KEY={encode_key(KEY)}\n")
        done = type_in("key", "move")
        assert (done.code, "COACH_KEY may go now" in done.out, encode_key(KEY) in done.out) == (0, True, False)
        Path(".env").unlink()
        assert read_key(key_path(file)) == KEY

    def test_a_key_that_is_not_the_databases_is_not_copied(self, old: Path, tmp_path: Path) -> None:
        old.write_text(encode_key(OTHER))
        before = all_files(tmp_path)
        done = type_in("key", "move")
        assert (done.code, "does not open the database" in done.err, "may go" in done.out) == (2, True, False)
        assert all_files(tmp_path) == before

    def test_another_key_in_the_place_is_left_and_said(self, old: Path, tmp_path: Path) -> None:
        apart = key_place(URL).apart
        assert apart is not None
        apart.parent.mkdir(parents=True)
        write_key(apart, OTHER)
        before = all_files(tmp_path)
        done = type_in("key", "move")
        assert (done.code, "holds another key" in done.err, "may go" in done.out) == (2, True, False)
        assert all_files(tmp_path) == before

    def test_a_copy_that_came_out_wrong_is_noticed(
        self, old: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """As on a failing disk."""
        monkeypatch.setattr("bot.cli_key.write_key", lambda path, key: write_key(path, OTHER))
        done = type_in("key", "move")
        assert (done.code, "may go" in done.out) == (2, False)
        assert read_key(old) == KEY

    def test_there_may_be_nothing_to_move(self, file: Path) -> None:
        filled(file)
        done = type_in("key", "move")
        assert (done.code, "nothing to move" in done.out) == (0, True)

    def test_without_the_databases_id_nobody_knows_where_to(self, old: Path, file: Path) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("DELETE FROM database_id")
        done = type_in("key", "move")
        assert (done.code, "lost its id" in done.err) == (2, True)

    def test_an_older_coachs_database_is_to_be_run_first(self, file: Path) -> None:
        kept = Path(__file__).parent / "databases" / "two_in_the_middle"
        shutil.copy(kept / "coach.db", file)
        shutil.copy(kept / "coach.db.key", beside(file))
        done = type_in("key", "move")
        assert (done.code, "run this one on it" in done.err) == (2, True)


class TestChange:
    def test_without_a_file_the_coach_finds_the_new_key_by_itself(self, file: Path) -> None:
        filled(file)
        old = key_path(file)
        was = read_key(old)
        done = type_in("key", "change")
        new = key_path(file)
        assert (done.code, str(new) in done.out) == (0, True)
        assert "The old key may go once you need no backup" in done.out
        assert (new == old, read_key(old), read_key(new) == was) == (False, was, False)
        assert (opens(URL, read_key(new)), opens(URL, was)) == (True, False)
        assert read_conversations(URL, load_settings().key)

    def test_a_backup_of_before_goes_on_opening_with_the_old_one(self, file: Path) -> None:
        filled(file)
        type_in("backup", "before.db")
        type_in("key", "change")
        assert read_conversations("sqlite:///before.db")

    def test_from_an_old_one_beside_the_database(self, file: Path) -> None:
        write_key(beside(file), KEY)
        filled(file)
        assert type_in("key", "change").code == 0
        assert read_key(beside(file)) == KEY
        assert opens(URL, read_key(key_path(file)))
        assert key_path(file) != beside(file)

    @pytest.mark.parametrize("made", [True, False])
    def test_into_a_file(self, file: Path, made: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also one that `key new`, or a change that was killed, has made."""
        write_key(Path("old.key"), KEY)
        monkeypatch.setenv("COACH_KEY_FILE", "old.key")
        filled(file, KEY)
        if made:
            write_key(Path("new.key"), OTHER)
        done = type_in("key", "change", "new.key")
        assert (done.code, "Set COACH_KEY_FILE to new.key" in done.out) == (0, True)
        monkeypatch.setenv("COACH_KEY_FILE", "new.key")
        assert read_conversations(URL, load_settings().key)
        assert (read_key(Path("new.key")) == OTHER, read_key(Path("old.key"))) == (made, KEY)

    @pytest.mark.parametrize("name", ["COACH_KEY", "COACH_KEY_FILE"])
    def test_a_key_that_was_given_wants_a_file(self, file: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        filled(file, KEY)
        write_key(Path("old.key"), KEY)
        monkeypatch.setenv(name, encode_key(KEY) if name == "COACH_KEY" else "old.key")
        done = type_in("key", "change")
        assert (done.code, "coach key change FILE" in done.err) == (2, True)
        assert opens(URL, KEY)

    def test_while_a_coach_is_at_work_nothing_is_made(self, file: Path, tmp_path: Path) -> None:
        filled(file)
        lock = FileLock(file)
        before = all_files(tmp_path)
        done = type_in("key", "change")
        lock.release()
        assert (done.code, "in use by another coach" in done.err) == (2, True)
        assert all_files(tmp_path) == before

    def test_the_same_key_is_no_change(self, file: Path) -> None:
        filled(file)
        shutil.copy(key_path(file), "same.key")
        done = type_in("key", "change", "same.key")
        assert (done.code, "already" in done.err) == (2, True)
