"""Who never agreed is forgotten after 30 days, who blocked the coach after two years: silently, and nobody else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.stage import Stage, stage
from tests.whole.test_forgotten import CANARY, full_life, left, strings

TWO_YEARS = timedelta(days=2 * 365)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "coach.db"


async def after(s: Stage, time: timedelta) -> None:
    """Time passes, and the house is kept."""
    s.world.clock.advance(time)
    await s.coach.keep_house()
    await s.settle()


@pytest.mark.parametrize("did", ["/start", "hello", "/menu", "not for me", "a link that is gone"])
async def test_who_never_agreed_is_forgotten_30_days_after_the_last_they_did(
    tmp_path: Path, file: Path, did: str
) -> None:
    async with stage(tmp_path) as s:
        await s.welcome("ben")
        who = s.phone("ana").user.id
        if did == "not for me":
            await s.send("ana", "/start")
            await s.press("ana", "Not for me")
        else:
            await s.send("ana", f"/start {'x' * 32}" if did.startswith("a link") else did)
        await after(s, timedelta(days=20))
        if did == "hello":
            await s.send("ana", "hello again")
            await after(s, timedelta(days=10))
            assert left(file, who), "counted from the last"
            await after(s, timedelta(days=10))
        await after(s, timedelta(days=9.9))
        assert ("person",) in left(file, who)
        heard = len(s.phone("ana").received)
        await after(s, timedelta(days=0.2))
        assert left(file, who) == []
        assert strings(file, who) == []
        assert len(s.phone("ana").received) == heard, "without a word"
        assert ("person",) in left(file, s.phone("ben").user.id), "who agreed stays"
        await s.send("ana", "/start")
        assert "18" in s.screen("ana"), "and may begin at any time"


async def test_it_holds_for_people_whom_an_older_coach_has_left(tmp_path: Path, file: Path) -> None:
    """Nothing is set at the first contact that they could be without."""
    async with stage(tmp_path) as s:
        await s.send("ana", "/start")
        who = s.phone("ana").user.id
    with closing(sqlite3.connect(file, isolation_level=None)) as old:
        old.execute("DELETE FROM nudge")
    async with stage(tmp_path) as s:
        await after(s, timedelta(days=31))
        assert left(file, who) == []


async def test_who_blocked_the_coach_is_forgotten_after_two_years(tmp_path: Path, file: Path) -> None:
    async with stage(tmp_path) as s:
        for name in ("ana", "cleo"):
            await full_life(s, name)
            await s.phone(name).block()
        await s.settle()
        hers, cleos = s.phone("ana").user.id, s.phone("cleo").user.id
        await after(s, timedelta(0))
        await after(s, TWO_YEARS - timedelta(days=2))
        await s.phone("cleo").unblock()
        await s.settle()
        await s.phone("cleo").block()
        await s.settle()
        assert ("person",) in left(file, hers)
        heard = len(s.phone("ana").received)
        await after(s, timedelta(days=3))
        assert left(file, hers) == []
        assert len(s.phone("ana").received) == heard
        assert ("person",) in left(file, cleos), "who opened it meanwhile counts anew"
        await after(s, TWO_YEARS)
        assert left(file, cleos) == []
        await after(s, timedelta(days=1.1))
        assert strings(file, hers) == []
        assert strings(file, cleos) == []


async def test_who_blocked_the_coach_is_forgotten_though_nothing_of_theirs_can_be_opened(
    tmp_path: Path, file: Path
) -> None:
    """They will not come to be told, and what was set aside goes as well."""
    async with stage(tmp_path) as s:
        await full_life(s, "ana")
        hers = s.phone("ana").user.id
        await s.phone("ana").block()
        await s.settle()
        await after(s, timedelta(0))
        with closing(sqlite3.connect(file, isolation_level=None)) as spoilt:
            spoilt.execute("UPDATE conversation SET state = x'01'")
            spoilt.execute("UPDATE memory SET body = x'01'")
        await after(s, TWO_YEARS + timedelta(days=1))
        assert left(file, hers) == []


async def test_whoever_is_linked_with_them_hears_of_the_end_and_no_more(tmp_path: Path, file: Path) -> None:
    async with stage(tmp_path) as s:
        for name in ("ana", "ben"):
            await s.welcome(name)
        await s.link("ana", "ben")
        await s.phone("ana").block()
        await s.settle()
        await after(s, timedelta(0))
        await s.send("ben", "/checkin")
        await after(s, TWO_YEARS + timedelta(days=1))
        assert left(file, s.phone("ana").user.id) == []
        await s.send("ben", "/unlink")
        assert "There's no link here" in s.screen("ben")
        said = [message.text for message in s.phone("ben").received]
        assert sum("Your link here has ended" in text for text in said) == 1


async def test_one_who_cannot_be_forgotten_keeps_nobody_else(
    tmp_path: Path, file: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage(tmp_path) as s:
        for name in (CANARY, "ben"):
            await s.send(name, "/start")
        hers, his = (s.phone(name).user.id for name in (CANARY, "ben"))
        lapse = s.coach.turns.lapse

        async def failing(who: int, now: object) -> None:
            if who == hers:
                raise ValueError(f"{CANARY} cannot go")
            await lapse(who, now)  # type: ignore[arg-type]

        monkeypatch.setattr(s.coach.turns, "lapse", failing)
        await after(s, timedelta(days=31))
        assert ("person",) in left(file, hers)
        assert left(file, his) == []
        monkeypatch.undo()
        await after(s, timedelta(hours=1))
        assert left(file, hers) == []
    assert "is not forgotten" in caplog.text
    assert CANARY not in caplog.text
