"""`coach doctor`: one line for each thing, and what to do where something is not well."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store.keyfile import beside, encode_key, write_key
from bot.store.sqlite.connection import FileLock
from bot.store.sqlite.keyplace import key_path
from tests.operating import BotApi, bot_api, empty_folder, failing, filled, lines, type_in
from tests.store.filling import ANA, CANARY

KEY, OTHER = b"k" * 32, b"o" * 32
TOKEN = "123456:s3cret"
NOW = datetime(2026, 11, 22, 12, 0, 0, 500_000, tzinfo=UTC)


@pytest.fixture(autouse=True)
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BotApi]:
    """A token that is good at a server on this machine, whose clock is ours."""

    async def now(self: object) -> datetime:
        return NOW

    empty_folder(tmp_path, monkeypatch)
    monkeypatch.setattr("bot.app.SystemClock.now", now)
    with bot_api() as api:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
        monkeypatch.setenv("TELEGRAM_API_URL", api.url)
        yield api


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database in good order, copied yesterday."""
    file = tmp_path / "coach.db"
    filled(file)
    copied(file, NOW - timedelta(days=1))
    return file


def copied(file: Path, at: datetime) -> None:
    """Make a backup, and let it be of another time."""
    copy = file.with_name("copy.db")
    copy.unlink(missing_ok=True)
    assert type_in("backup", str(copy)).code == 0
    os.utime(f"{file}.backed-up", (at.timestamp(), at.timestamp()))


def said_of(what: str) -> tuple[int, str]:
    done = type_in("doctor")
    return done.code, lines(done)[what]


def test_all_is_well(file: Path) -> None:
    done = type_in("doctor")
    found = lines(done)
    assert [*found] == ["token", "database", "key", "clock", "rights", "backup", "health", "help lines"]
    assert (done.code, failing(done), len(done.out.splitlines())) == (0, set(), 8)
    assert found["token"].startswith("look: It is good for @our_bot, but goes over plain http")
    assert found["database"].endswith("MB; no coach is at work on it.")
    assert found["key"] == f"ok: The one in {key_path(file)} opens the database."
    assert found["backup"] == "ok: The newest is a day old."
    assert all(words in found["help lines"] for words in ("never verified", "verified_at"))


def test_it_says_nothing_of_anybody_and_no_secret(file: Path, api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    key = key_path(file).read_text().strip()
    for status in (200, 401, 500):
        api.status = status
        out = type_in("doctor").out + caplog.text
        assert [secret for secret in (TOKEN, "s3cret", key, str(ANA), CANARY[ANA]) if secret in out] == []


def test_it_changes_nothing_and_runs_beside_a_coach(file: Path, tmp_path: Path) -> None:
    lock = FileLock(file)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert said_of("database")[1].endswith("a coach is at work on it.")
    lock.release()
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_before_the_first_start(tmp_path: Path) -> None:
    code, said = said_of("database")
    assert (code, said.startswith("look: There is none yet")) == (0, True)
    assert not (tmp_path / "coach.db").exists()


def test_settings_that_cannot_be_used_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_DATABASE", "coach.db")
    done = type_in("doctor")
    assert (done.code, done.out, done.err.startswith("COACH_DATABASE")) == (2, "", True)


class TestToken:
    def test_none(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("TELEGRAM_BOT_TOKEN")
        code, said = said_of("token")
        assert (code, said.startswith("FAIL: None is set"), "@BotFather" in said) == (1, True, True)

    @pytest.mark.parametrize("status", [401, 404])
    def test_one_that_telegram_refuses(self, api: BotApi, status: int) -> None:
        api.status = status
        code, said = said_of("token")
        assert (code, "does not accept it" in said, "@BotFather" in said) == (1, True, True)

    @pytest.mark.parametrize(
        ("status", "body"),
        [(502, "{}"), (200, "<html>Log in to our network</html>"), (200, '{"ok": true}'), (200, "[]")],
    )
    def test_a_server_that_is_none(self, api: BotApi, status: int, body: str) -> None:
        api.status, api.body = status, body
        code, said = said_of("token")
        assert (code, f"answers HTTP {status}" in said) == (1, True)

    def test_offline(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
        done = type_in("doctor")
        assert (done.code, failing(done)) == (1, {"token"})
        assert "cannot be reached (ConnectError)" in lines(done)["token"]
        assert lines(done)["clock"].startswith("look: Not known")


class TestClock:
    @pytest.mark.parametrize(
        ("theirs", "says"),
        [
            ("Sun, 22 Nov 2026 12:00:05 GMT", "ok: It agrees"),
            ("Sun, 22 Nov 2026 11:59:55 GMT", "ok: It agrees"),
            ("Sun, 22 Nov 2026 12:00:40 GMT", "FAIL: It is 40 seconds slow: let the machine set it"),
            ("Sun, 22 Nov 2026 11:00:00 GMT", "FAIL: It is 3600 seconds fast: let the machine set it"),
            ("yesterday", "look: Not known"),
            (None, "look: Not known"),
        ],
    )
    def test_it_is_held_against_the_servers(self, api: BotApi, theirs: str | None, says: str) -> None:
        api.date = theirs
        code, said = said_of("clock")
        assert (code, said.startswith(says)) == (int("FAIL" in says), True), said


class TestDatabase:
    @pytest.mark.parametrize(
        ("statement", "says"),
        [
            ("PRAGMA user_version = 99", "FAIL: A newer coach has made it"),
            ("PRAGMA application_id = 7", "FAIL: It belongs to another program"),
            ("PRAGMA user_version = 6", "look: Version 6, whole"),
        ],
    )
    def test_one_of_another_coach(self, file: Path, statement: str, says: str) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute(statement)
        code, said = said_of("database")
        assert (code, said.startswith(says)) == (int("FAIL" in says), True), said

    def test_no_database_at_all(self, file: Path) -> None:
        file.write_text("Dear Ana\n" * 500)
        code, said = said_of("database")
        assert (code, said.startswith("FAIL: The database cannot be used")) == (1, True)

    def test_a_folder_in_its_place(self, tmp_path: Path) -> None:
        (tmp_path / "coach.db").mkdir()
        code, said = said_of("database")
        assert (code, said.startswith("FAIL: coach.db is no file")) == (1, True), said

    def test_without_its_id_its_key_is_not_found(self, file: Path) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("DELETE FROM database_id")
        code, said = said_of("key")
        assert (code, said.startswith("FAIL: The database has lost its id")) == (1, True), said

    def test_damaged(self, file: Path) -> None:
        content = bytearray(file.read_bytes())
        for page in range(8, len(content) // 4096):
            content[page * 4096 : page * 4096 + 100] = b"\xff" * 100
        file.write_bytes(content)
        code, said = said_of("database")
        assert (code, said.startswith("FAIL: ")) == (1, True), said


class TestKey:
    def test_beside_the_database(self, tmp_path: Path) -> None:
        file = tmp_path / "coach.db"
        write_key(beside(file), KEY)
        filled(file)
        code, said = said_of("key")
        assert code == 1
        assert said.startswith(f"FAIL: It lies beside the database, in {beside(file).name}")
        assert "`coach key move`" in said

    def test_a_copy_still_beside_the_database(self, tmp_path: Path) -> None:
        file = tmp_path / "coach.db"
        write_key(beside(file), KEY)
        filled(file)
        type_in("key", "move")
        code, said = said_of("key")
        assert (code, f"and remove {beside(file).name}." in said) == (1, True)
        beside(file).unlink()
        assert said_of("key")[0] == 0

    def test_an_older_key_that_opens_nothing_here_may_lie_there(self, file: Path) -> None:
        write_key(beside(file), OTHER)
        assert said_of("key")[0] == 0

    @pytest.mark.parametrize(("folder", "well"), [(".", False), ("keys", True)])
    def test_a_file_of_ones_own(self, tmp_path: Path, folder: str, well: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        filled(tmp_path / "coach.db", KEY)
        (tmp_path / "keys").mkdir()
        write_key(tmp_path / folder / "our.key", KEY)
        monkeypatch.setenv("COACH_KEY_FILE", f"{folder}/our.key")
        code, said = said_of("key")
        assert (code, "let COACH_KEY_FILE name that" in said, "key move" in said) == (int(not well), not well, False)

    def test_in_the_file_of_settings_beside_the_database(self, tmp_path: Path) -> None:
        filled(tmp_path / "coach.db", KEY)
        (tmp_path / ".env").write_text(f"COACH_KEY={encode_key(KEY)}\n")
        (tmp_path / ".env").chmod(0o600)
        code, said = said_of("key")
        assert (code, said.startswith("FAIL: It lies beside the database, in "), ".env" in said) == (1, True, True)

    def test_in_the_environment(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        filled(tmp_path / "coach.db", KEY)
        monkeypatch.setenv("COACH_KEY", encode_key(KEY))
        assert said_of("key") == (0, "ok: The one in COACH_KEY opens the database.")

    def test_missing(self, file: Path) -> None:
        place = key_path(file)
        place.unlink()
        code, said = said_of("key")
        assert (code, said.startswith("FAIL: It is missing"), str(place) in said) == (1, True, True)

    def test_another(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COACH_KEY", encode_key(OTHER))
        code, said = said_of("key")
        assert (code, said.startswith("FAIL: The one in COACH_KEY does not open the database")) == (1, True)

    def test_torn(self, file: Path) -> None:
        key_path(file).write_text("")
        code, said = said_of("key")
        assert (code, "cannot be read as a key" in said) == (1, True)


class TestRights:
    @pytest.mark.parametrize(
        ("what", "mode", "says"),
        [
            ("coach.db", 0o644, "chmod 600"),
            ("coach.db.lock", 0o640, "chmod 600"),
            ("state/coach", 0o750, "chmod 700"),
            (".", 0o777, "chmod go-w"),
        ],
    )
    def test_what_others_can_read_or_change(self, file: Path, what: str, mode: int, says: str) -> None:
        path = file.parent / what
        path.chmod(mode)
        code, said = said_of("rights")
        assert (code, said.startswith("FAIL: "), says in said) == (1, True, True), said

    def test_settings_that_are_not_ours_to_mend(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def not_ours(self: Path, mode: int) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.delenv("TELEGRAM_BOT_TOKEN")
        (file.parent / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\n")
        (file.parent / ".env").chmod(0o644)
        monkeypatch.setattr(Path, "chmod", not_ours)
        assert said_of("rights") == (1, "FAIL: Others can read or change .env: chmod 600 .env.")

    def test_no_folder(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COACH_DATABASE", "sqlite:///no/coach.db")
        code, said = said_of("rights")
        assert (code, "There is no folder" in said) == (1, True)


class TestBackup:
    def test_none_is_known_of(self, tmp_path: Path) -> None:
        filled(tmp_path / "coach.db")
        code, said = said_of("backup")
        assert (code, said.startswith("look: None is known of."), "`coach backup FILE`" in said) == (0, True, True)

    @pytest.mark.parametrize(
        ("days", "says"),
        [
            (0, "ok: There is one of today."),
            (6, "ok: The newest is 6 days old."),
            (8, "look: The newest is 8 days old."),
        ],
    )
    def test_how_old_the_newest_is(self, file: Path, days: int, says: str) -> None:
        copied(file, NOW - timedelta(days=days))
        assert said_of("backup")[1].startswith(says)
