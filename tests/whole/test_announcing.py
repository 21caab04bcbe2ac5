"""Whoever runs the coach tells everybody that something changes: once each, in waking hours, until they say no."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.phone import Phone
from bot.runtime.announcing import Announcement, AnnouncementError, leave, read_announcement, spool_of
from bot.store.rows import NudgeRow
from bot.store.sqlite.store import SqliteTransaction
from tests.stage import stage
from tests.store.test_backup import coach
from tests.unsealed import raw

WORDS = "From Monday on, <b>somebody else</b> & I run this."
BOTH = f"[en]\n{WORDS}\n\n[es]\nDesde el lunes esto lo lleva otra persona.\n"


def heard(phone: Phone) -> int:
    return sum("run this" in message.text or "otra persona" in message.text for message in phone.received)


async def test_each_who_has_agreed_hears_it_once_in_their_language(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.welcome("ana")
        await s.welcome("ben", "es")
        await s.send("cleo", "/start")
        await s.move_clock(timedelta(minutes=10))
        for _ in range(2):
            leave(read_announcement(BOTH, ["en", "es"]), tmp_path / "coach.db")
            await s.coach.announcer.take_up(s.world.clock.now())
            await s.settle()
        assert [heard(s.phone(name)) for name in ("ana", "ben", "cleo")] == [1, 1, 0]
        assert WORDS in s.screen("ana")
        assert "Desde el lunes" in s.screen("ben")
        assert not spool_of(tmp_path / "coach.db").exists()


async def test_it_comes_in_waking_hours_and_after_a_pause(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        for name in ("ana", "ben"):
            await s.welcome(name)
        await s.send("ben", "/pause")
        await s.press("ben", "A day")
        await s.move_clock(timedelta(hours=13))
        await s.announce(WORDS)
        assert (heard(s.phone("ana")), heard(s.phone("ben"))) == (0, 0)
        await s.move_clock(timedelta(hours=9))
        assert (heard(s.phone("ana")), heard(s.phone("ben"))) == (1, 0)
        await s.move_clock(timedelta(hours=3))
        assert heard(s.phone("ben")) == 1


async def test_whoever_says_no_hears_none_until_they_want_them_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.welcome("ana")
        for number, expected in enumerate((1, 1, 2)):
            await s.move_clock(timedelta(minutes=20))
            await s.announce(f"{number}: I run this.")
            assert heard(s.phone("ana")) == expected
            if number == 0:
                await s.press("ana", "No more news")
            if number == 1:
                await s.send("ana", "/settings")
                await s.press("ana", "News")


async def test_a_kill_in_the_middle_costs_nobody_theirs_and_nobody_hears_it_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.runtime.announcing._AT_ONCE", 1)
    async with stage(tmp_path) as s:
        for name in ("ana", "ben", "cleo"):
            await s.welcome(name)
        await s.move_clock(timedelta(minutes=10))
        leave(Announcement({"en": WORDS, "es": WORDS}), tmp_path / "coach.db")
        with monkeypatch.context() as broken:
            kill_at(broken, 2)
            with pytest.raises(KeyboardInterrupt):
                await s.coach.announcer.take_up(s.world.clock.now())
        await s.settle()
        assert sorted(heard(s.phone(name)) for name in ("ana", "ben", "cleo")) == [0, 0, 1]
        await s.coach.announcer.take_up(s.world.clock.now())
        await s.settle()
        assert [heard(s.phone(name)) for name in ("ana", "ben", "cleo")] == [1, 1, 1]


def kill_at(broken: pytest.MonkeyPatch, number: int) -> None:
    """The process dies while it sets that many nudges."""
    done: list[str] = []

    async def add(tx: SqliteTransaction, nudge: NudgeRow) -> None:
        done.append(nudge.id)
        if len(done) == number:
            raise KeyboardInterrupt
        await before(tx, nudge)

    before = SqliteTransaction.add_nudge
    broken.setattr(SqliteTransaction, "add_nudge", add)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello\n[en]\nx\n[es]\ny", "before any language"),
        ("[en]\nx", "[es]"),
        ("[en]\nx\n[es]\n \n", "[es]"),
        ("[en]\nx\n[es]\ny\n[de]\nz", "[de]"),
        ("[en]\n" + "x" * 3001 + "\n[es]\ny", "3001"),
    ],
)
def test_a_file_that_does_not_do_is_refused(text: str, said: str) -> None:
    with pytest.raises(AnnouncementError) as refused:
        read_announcement(text, ["en", "es"])
    assert said in str(refused.value)


async def test_the_command_counts_first_and_leaves_it_only_with_yes(tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    file.write_text(BOTH, encoding="utf-8")
    async with stage(tmp_path) as s:
        await s.welcome("ana")
        await s.send("ben", "/start")
        await s.move_clock(timedelta(minutes=10))
        done = coach("announce", file, database=tmp_path / "coach.db")
        assert "1 person" in done.stdout
        assert not spool_of(tmp_path / "coach.db").exists()
        done = coach("announce", file, "--yes", database=tmp_path / "coach.db")
        assert done.returncode == 0, done.stderr
        assert spool_of(tmp_path / "coach.db").stat().st_mode & 0o077 == 0
        again = coach("announce", file, "--yes", database=tmp_path / "coach.db")
        assert (again.returncode, "still waits" in again.stderr) == (2, True)
        await s.coach.announcer.take_up(s.world.clock.now())
        await s.settle()
        assert heard(s.phone("ana")) == 1
    assert WORDS.encode() not in raw(tmp_path / "coach.db")


async def test_whose_state_cannot_be_opened_keeps_nobody_else_from_hearing_it(tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    file.write_text(BOTH, encoding="utf-8")
    async with stage(tmp_path) as s:
        await s.welcome("ana")
        await s.welcome("ben")
    with closing(sqlite3.connect(tmp_path / "coach.db")) as changed, changed:
        changed.execute("UPDATE conversation SET state = x'00' WHERE rowid = (SELECT max(rowid) FROM conversation)")
    done = coach("announce", file, database=tmp_path / "coach.db")
    assert (done.returncode, "1 person" in done.stdout) == (0, True)


async def test_what_is_no_announcement_is_laid_aside(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        spool_of(tmp_path / "coach.db").write_text("{", encoding="utf-8")
        assert await s.coach.announcer.take_up(s.world.clock.now()) == 0
        assert not spool_of(tmp_path / "coach.db").exists()
