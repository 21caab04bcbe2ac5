"""Files that hold keys: made whole or not at all, never overwritten, for their owner's eyes only."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.store import private
from bot.store.keyfile import apart, decode_key, encode_key, read_key, write_key
from bot.store.sqlite.keyplace import find_key

KEY = b"k" * 32
ID = "0123456789abcdef" * 2


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "coach.db"


class TestPlace:
    def test_a_new_one_lies_apart_for_its_owner_only(self, database: Path, state: Path) -> None:
        key = find_key(database, ID, os.urandom)
        assert find_key(database, ID, None) == find_key(database, ID, os.urandom) == key
        file = state / "coach" / f"{ID}.key"
        assert decode_key(file.read_text().strip()) == key
        assert (mode(file), mode(file.parent)) == (0o600, 0o700)
        assert [*file.parent.iterdir(), *database.parent.iterdir()] == [file]

    @pytest.mark.parametrize("said", ["", "relative/state"])
    def test_without_a_folder_for_state_it_is_the_usual_one(self, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
        monkeypatch.setenv("XDG_STATE_HOME", said)
        monkeypatch.setenv("HOME", "/home/eva")
        assert apart(ID) == Path(f"/home/eva/.local/state/coach/{ID}.key")

    def test_an_old_one_beside_its_database_is_used(self, database: Path) -> None:
        write_key(database.with_name("coach.db.key"), KEY)
        assert find_key(database, ID, os.urandom) == KEY
        assert not apart(ID).exists()

    @pytest.mark.parametrize("beside", ["link.db.key", "data/coach.db.key"])
    def test_an_old_one_beside_a_link_too(self, database: Path, tmp_path: Path, beside: str) -> None:
        (tmp_path / "link.db").symlink_to(database)
        write_key(tmp_path / beside, KEY)
        assert find_key(tmp_path / "link.db", ID, None) == KEY

    def test_one_that_lies_apart_goes_first(self, database: Path) -> None:
        """As after a move, while nobody has removed the old one, or after a change."""
        key = find_key(database, ID, os.urandom)
        write_key(database.with_name("coach.db.key"), KEY)
        assert find_key(database, ID, None) == key

    def test_it_is_not_made_where_that_is_not_allowed(self, database: Path, state: Path) -> None:
        with pytest.raises(DatabaseError, match=rf"is missing: set COACH_KEY_FILE .*{ID}\.key"):
            find_key(database, ID, None)
        assert not state.exists()

    def test_a_folder_that_cannot_be_made_is_said(self, database: Path, state: Path) -> None:
        state.write_text("a file")
        with pytest.raises(DatabaseError, match=r"cannot be kept for the key alone \(.*\): set COACH_KEY_FILE"):
            find_key(database, ID, os.urandom)


class TestFile:
    def test_a_draft_left_by_a_kill_is_no_key(self, tmp_path: Path) -> None:
        draft = tmp_path / "a.key.new"
        draft.write_text("AAAA")
        draft.chmod(0o644)
        write_key(tmp_path / "a.key", KEY)
        assert (draft.exists(), read_key(tmp_path / "a.key"), mode(tmp_path / "a.key")) == (False, KEY, 0o600)

    def test_one_is_never_overwritten(self, tmp_path: Path) -> None:
        write_key(tmp_path / "a.key", KEY)
        with pytest.raises(DatabaseError, match="exists already"):
            write_key(tmp_path / "a.key", b"o" * 32)
        assert [(path.name, read_key(path)) for path in tmp_path.iterdir()] == [("a.key", KEY)]

    @pytest.mark.parametrize("content", [b"", b"s3cret", b"\xff" * 43])
    def test_one_that_is_none_is_named_and_left_as_it_is(self, tmp_path: Path, content: bytes) -> None:
        file = tmp_path / "a.key"
        file.write_bytes(content)
        with pytest.raises(DatabaseError, match=r"a\.key cannot be read as a key") as error:
            read_key(file)
        assert "s3cret" not in str(error.value)
        assert file.read_bytes() == content

    @pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
    def test_what_is_no_file_is_said_and_left_as_it_is(self, tmp_path: Path, make: Callable[[Path], None]) -> None:
        """A pipe would keep the coach waiting for ever; a folder, or a device, may be everybody's."""
        place = tmp_path / "a.key"
        make(place)
        place.chmod(0o755)
        with pytest.raises(DatabaseError, match="cannot be read"):
            read_key(place)
        assert mode(place) == 0o755

    def test_a_folder_that_cannot_be_written_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(DatabaseError, match="cannot be written"):
            write_key(tmp_path / "no" / "a.key", KEY)


class TestOthers:
    @pytest.mark.parametrize("loose", [0o644, 0o640, 0o660, 0o606])
    def test_what_others_can_read_is_mended_and_said_in_one_line(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture, loose: int
    ) -> None:
        file = tmp_path / "a.key"
        write_key(file, KEY)
        file.chmod(loose)
        assert read_key(file) == KEY
        assert read_key(file) == KEY
        assert mode(file) == 0o600
        assert [str(file) in record.getMessage() for record in caplog.records] == [True]

    def test_the_folder_of_a_key_is_mended_too(
        self, database: Path, caplog: pytest.LogCaptureFixture, state: Path
    ) -> None:
        find_key(database, ID, os.urandom)
        (state / "coach").chmod(0o755)
        find_key(database, ID, None)
        assert mode(state / "coach") == 0o700
        assert [record.levelno for record in caplog.records] == [logging.WARNING]

    def test_what_cannot_be_mended_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "a.key"
        write_key(file, KEY)
        file.chmod(0o644)

        def not_ours(self: Path, mode: int) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(Path, "chmod", not_ours)
        with pytest.raises(DatabaseError, match=r"a\.key cannot be read by the coach and nobody else .*chmod 600"):
            read_key(file)

    def test_a_file_system_that_only_pretends_is_noticed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "a.key"
        write_key(file, KEY)
        file.chmod(0o644)
        monkeypatch.setattr(Path, "chmod", lambda self, mode: None)
        with pytest.raises(DatabaseError, match="nobody else"):
            read_key(file)

    def test_a_secret_handed_into_a_container_is_taken_as_it_is(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        file = tmp_path / "secrets" / "coach_key"
        file.parent.mkdir()
        file.write_text(encode_key(KEY) + "\n")
        file.chmod(0o444)
        monkeypatch.setattr(private, "_HANDED_IN", (file.parent,))
        assert read_key(file) == KEY
        assert (mode(file), caplog.records) == (0o444, [])
