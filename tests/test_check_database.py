"""`coach check --database URL`: before an edit is deployed, it names the runs that the edit would end."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bot.cli import main
from bot.script.folders import dialogs_folder, prompts_folder
from bot.store.keyfile import encode_key
from bot.store.sqlite.keyplace import key_path
from tests.stage import Stage, stage
from tests.store.filling import fill, opened
from tests.store.test_backup import coach
from tests.unsealed import raw

WORDS = "kanarienvogel"
LATER = "  - {ask: closeness, kind: scale, from: 1, to: 5, visibility: private}"
"""A question of the check-in's block, now behind it."""

Here = Callable[[str, Mapping[str, str]], tuple[object, str, str]]


def check(file: Path, *options: object, **settings: str) -> CompletedProcess[str]:
    """The real command; COACH_DATABASE names another database."""
    return coach("check", "--database", f"sqlite:///{file}", *options, database=file.parent / "other.db", **settings)


def edited(folder: Path, dialog: str, old: str, new: str) -> Path:
    """A copy of the dialogs with one edit."""
    shutil.copytree(dialogs_folder(), folder)
    path = folder / f"{dialog}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    """The same in this process, which costs a hundredth: the exit code and both outputs."""

    def run(url: str, settings: Mapping[str, str]) -> tuple[object, str, str]:
        for name in [name for name in os.environ if name.startswith(("TELEGRAM_", "COACH_"))]:
            monkeypatch.delenv(name)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["coach", "check", "--database", url])
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code, *capsys.readouterr()

    return run


def would_end(done: CompletedProcess[str]) -> list[str]:
    """The lines about runs."""
    return [line for line in done.stdout.splitlines() if "would end" in line]


def files(folder: Path) -> dict[str, bytes]:
    """Everything beside a database. What a reader notes in the journal's index concerns readers only."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".db-shm"}


async def in_the_middle(s: Stage) -> None:
    """Ana and Ben are at the third question of a check-in, Cleo has planned half of something to do."""
    for name in ("Ana", "Ben", "Cleo"):
        await s.welcome(name)
        await s.send(name, "/stop")
    await s.link("Ana", "Ben")
    for name in ("Ana", "Ben"):
        for act in ("/checkin", "/skip", "/skip"):
            await s.send(name, act)
    for act in ("/leave", WORDS):
        await s.send("Cleo", act)


async def test_runs_that_an_edit_would_end_are_named_beside_a_running_coach(tmp_path: Path) -> None:
    file = tmp_path / "here" / "coach.db"
    file.parent.mkdir()
    moved = edited(tmp_path / "moved", "check_in", "      - {ask: closeness, kind: scale, from: 1, to: 5}\n", "")
    with (moved / "check_in.yaml").open("a", encoding="utf-8") as script:
        script.write(f"{LATER}\n")
    prompts = tmp_path / "prompts"
    shutil.copytree(prompts_folder(), prompts)
    for path in prompts.glob("*/check_in.j2"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "short_closeness" not in line), encoding="utf-8")
    renamed = edited(tmp_path / "renamed", "leave", "ask: when", "ask: at_what_time")
    (renamed / "check_in.yaml").unlink()
    async with stage(file.parent) as s:
        await in_the_middle(s)
        before = files(file.parent)
        whole, place, gone = (
            check(file),
            check(file, "--dialogs", moved, "--prompts", prompts),
            check(file, "--dialogs", renamed),
        )
        assert files(file.parent) == before, "it only looks"
        await s.send("Ana", "4")
        assert "how free" in s.screen("Ana"), "and holds up nobody"
    assert (whole.returncode, would_end(whole)) == (0, []), whole.stderr
    assert "Runs in the database: 2" in whole.stdout
    line = 1 + (moved / "check_in.yaml").read_text(encoding="utf-8").splitlines().index(LATER)
    both = f'moved/check_in.yaml:{line}: 1 run, begun on 2026-11-22, would end: it stands at "closeness"'
    assert would_end(place) == [f"{both}, which has changed its place"]
    assert (place.returncode, place.stdout.splitlines()[-1].partition(": ")[2]) == (1, "1 finding")
    assert gone.returncode == 1
    assert would_end(gone) == [
        'renamed/check_in.yaml:1: 1 run, begun on 2026-11-22, would end: it stands in the dialog "check_in", '
        "which is gone",
        'renamed/leave.yaml:1: 1 run, begun on 2026-11-22, would end: it stands at "when", which is gone',
    ]
    for done in (whole, place, gone):
        assert done.stderr == ""
        assert not any(words in done.stdout for words in (WORDS, "Ana", "Ben", "Cleo"))


async def test_a_coach_that_has_ended_leaves_a_file_that_can_be_looked_at_too(tmp_path: Path) -> None:
    file = tmp_path / "coach.db"
    secret = "a2" * 21 + "A"
    async with opened(file, b"k" * 32):
        pass
    before = files(tmp_path)
    assert "does not open" in check(file, COACH_KEY=secret).stderr
    done = check(file, COACH_KEY=encode_key(b"k" * 32))
    assert (done.returncode, "Runs in the database: 0" in done.stdout) == (0, True), done.stderr
    assert files(tmp_path) == before, "no key, no journal, no lock is made"


async def test_dialogs_that_cannot_be_read_are_put_right_first(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_the_middle(s)
        broken = edited(tmp_path / "broken", "check_in", "kind: scale", "kind: weather")
        done = check(tmp_path / "coach.db", "--dialogs", broken)
    assert (done.returncode, would_end(done)) == (1, [])
    assert "Not every dialog can be read" in done.stdout


def changed(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(statement)


OTHER = encode_key(b"o" * 32)


@pytest.mark.parametrize(
    ("spoil", "settings", "says"),
    [
        pytest.param(lambda f: f.unlink(), {}, "There is no database", id="no database"),
        pytest.param(lambda f: f.write_text("Dear Ana\n" * 500), {}, "not a database", id="a letter"),
        pytest.param(lambda f: changed(f, "PRAGMA application_id = 7"), {}, "another program", id="another program's"),
        pytest.param(lambda f: changed(f, "PRAGMA user_version = 1"), {}, "an older coach", id="an older schema"),
        pytest.param(lambda f: changed(f, "DELETE FROM key_check"), {}, "an older coach", id="before there was a key"),
        pytest.param(lambda f: changed(f, "PRAGMA user_version = 99"), {}, "a newer coach", id="a newer schema"),
        pytest.param(lambda f: changed(f, "DELETE FROM data_key"), {}, "key .* is missing", id="a data key is gone"),
        pytest.param(lambda f: None, {}, "another version of the coach", id="a state that is no state"),
        pytest.param(lambda f: key_path(f).unlink(), {}, "key .* is missing.*COACH_KEY", id="no key"),
        pytest.param(lambda f: None, {"COACH_KEY": OTHER}, "does not open the database", id="a wrong key"),
        pytest.param(lambda f: None, {"COACH_KEY": "s3cret"}, "^COACH_KEY must be", id="a malformed key"),
    ],
)
async def test_what_cannot_be_looked_at_is_one_line_and_exit_code_2(
    tmp_path: Path, here: Here, spoil: Callable[[Path], object], settings: Mapping[str, str], says: str
) -> None:
    file = tmp_path / "coach.db"
    async with opened(file) as store:
        await fill(store)
    spoil(file)
    before = raw(file)
    code, out, err = here(f"sqlite:///{file}", settings)
    assert (code, out, len(err.splitlines())) == (2, "", 1), err
    assert re.search(says, err)
    assert not any(secret in err for secret in ("s3cret", OTHER, WORDS))
    assert raw(file) == before


@pytest.mark.parametrize("url", ["mysql://coach", "postgresql://localhost/coach", "coach.db", "sqlite:///"])
def test_a_database_of_a_kind_unknown_is_one_line_too(tmp_path: Path, here: Here, url: str) -> None:
    assert here(url, {}) == (2, "", "A database is named sqlite:///FILE, such as sqlite:///coach.db.\n")
    assert list(tmp_path.iterdir()) == []
