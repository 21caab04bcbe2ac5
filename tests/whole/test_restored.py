"""After `coach restore`: the coach goes on from an earlier day, and nobody hears anything twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.runtime.ports import OutMessage
from bot.store.open import back_up, look_at_restoring, restore
from bot.store.rows import Outgoing
from tests.stage import Stage, stage
from tests.unsealed import rows
from tests.whole.test_balance import LITTLE, RIGHT, check_in
from tests.whole.test_forgotten import forget, full_life


@pytest.fixture
async def s(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as on_stage:
        yield on_stage


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'coach.db'}"


async def put_back(s: Stage, folder: Path) -> None:
    """The coach ends, the backup takes the database's place, and the coach begins."""
    await s.coach.store.close()
    restore(_url(folder), folder / "backup.db", s.world.clock.now())
    await s.restart()
    await s.coach.begin()
    await s.settle()


def heard(s: Stage, name: str) -> list[str]:
    return [message.text for message in s.phone(name).received]


async def test_what_came_since_does_not_come_once_more(s: Stage, tmp_path: Path) -> None:
    await full_life(s, "ana")
    back_up(_url(tmp_path), tmp_path / "backup.db")
    before = heard(s, "ana")
    await s.move_clock(timedelta(minutes=16))
    once = heard(s, "ana")
    assert len(once) > len(before), "she is back from her quarter of an hour"
    await s.move_clock(timedelta(hours=2))
    await put_back(s, tmp_path)
    assert heard(s, "ana") == once
    await s.send("ana", "/space")
    await s.press("ana", "15 min")
    await s.move_clock(timedelta(minutes=16))
    assert len(heard(s, "ana")) > len(once) + 1, "she was back, and goes again"


async def test_what_recurs_comes_again_at_its_next_time(s: Stage, tmp_path: Path) -> None:
    await s.welcome("ana")
    await check_in(s, "ana", LITTLE, RIGHT, "3", "4")
    await s.move_clock(timedelta(days=1))
    back_up(_url(tmp_path), tmp_path / "backup.db")
    before = heard(s, "ana")
    await days(s, 7)
    once = heard(s, "ana")
    assert len(once) == len(before) + 1, "the week is over"
    await put_back(s, tmp_path)
    assert heard(s, "ana") == once
    await days(s, 8)
    assert len(heard(s, "ana")) == len(once) + 1


async def days(s: Stage, many: int) -> None:
    for _ in range(many * 24):
        await s.move_clock(timedelta(hours=1))


async def test_what_was_not_due_while_the_coach_went_on_comes_when_it_is(s: Stage, tmp_path: Path) -> None:
    """The disk broke before she was back: she hears that she is."""
    await full_life(s, "ana")
    back_up(_url(tmp_path), tmp_path / "backup.db")
    await s.send("cleo", "/start")
    before = heard(s, "ana")
    s.world.clock.advance(timedelta(hours=1))
    await put_back(s, tmp_path)
    assert len(heard(s, "ana")) == len(before) + 1


@pytest.mark.parametrize(
    ("later", "times"),
    [
        pytest.param(timedelta(hours=3), 1, id="hours later it has surely arrived"),
        pytest.param(timedelta(minutes=20), 2, id="minutes later nobody knows: a rare duplicate, never a loss"),
    ],
)
async def test_what_was_on_its_way_then(s: Stage, tmp_path: Path, later: timedelta, times: int) -> None:
    await s.welcome("ana")
    who = s.phone("ana").user.id
    async with s.coach.store.transaction() as tx:
        await tx.add_message(Outgoing(who, "send", "reply", OutMessage("Only once.").to_json(), s.world.clock.now()))
    back_up(_url(tmp_path), tmp_path / "backup.db")
    await s.settle()
    s.world.clock.advance(later)
    await s.send("ana", "/menu")
    await put_back(s, tmp_path)
    assert heard(s, "ana").count("Only once.") == times


async def test_who_was_forgotten_since_stays_forgotten(s: Stage, tmp_path: Path) -> None:
    await s.welcome("ana")
    await full_life(s, "ben")
    await s.link("ana", "ben")
    await s.welcome("cleo")
    back_up(_url(tmp_path), tmp_path / "backup.db")
    await forget(s, "ben")
    await forget(s, "cleo")
    told = {name: heard(s, name) for name in ("ana", "ben", "cleo")}
    found = look_at_restoring_closed(s, tmp_path)
    assert await found == tuple(sorted(s.phone(name).user.id for name in ("ben", "cleo")))
    await put_back(s, tmp_path)
    assert rows(tmp_path / "coach.db", "SELECT id FROM person") == [(s.phone("ana").user.id,)]
    assert {name: heard(s, name) for name in told} == told
    await s.send("ana", "/menu")
    assert "ben" not in s.screen("ana", 1)


async def test_who_has_come_back_since_is_not_forgotten_for_it(s: Stage, tmp_path: Path) -> None:
    """On the way back to an older coach, which knows nothing of what a restore notes, until the newer one comes."""
    await s.welcome("ana")
    back_up(_url(tmp_path), tmp_path / "backup.db")
    await forget(s, "ana")
    await s.coach.store.close()
    restore(_url(tmp_path), tmp_path / "backup.db", s.world.clock.now())
    await s.restart()
    await s.move_clock(timedelta(days=1))
    await s.send("ana", "/menu")
    await s.coach.begin()
    assert rows(tmp_path / "coach.db", "SELECT id FROM person") == [(s.phone("ana").user.id,)]


async def test_who_came_on_another_way_is_not_taken_for_forgotten(s: Stage, tmp_path: Path) -> None:
    """Of two backups the older one is put back, and the coach goes on from there for a while; then the newer one is."""
    await s.welcome("ana")
    back_up(_url(tmp_path), tmp_path / "backup.db")
    await s.welcome("ben")
    back_up(_url(tmp_path), tmp_path / "newer.db")
    await s.send("ana", "/menu")  # as she is heard, Telegram is told of all before
    await put_back(s, tmp_path)
    for _ in range(40):
        await s.send("ana", "/menu")
    assert rows(tmp_path / "coach.db", "SELECT id FROM person") == [(s.phone("ana").user.id,)]
    await s.coach.store.close()
    assert look_at_restoring(_url(tmp_path), tmp_path / "newer.db").forgotten == ()
    restore(_url(tmp_path), tmp_path / "newer.db", s.world.clock.now())
    await s.restart()
    await s.coach.begin()
    assert len(rows(tmp_path / "coach.db", "SELECT id FROM person")) == 2


async def look_at_restoring_closed(s: Stage, folder: Path) -> tuple[int, ...]:
    await s.coach.store.close()
    return look_at_restoring(_url(folder), folder / "backup.db").forgotten


async def test_the_next_start_is_as_any_other(s: Stage, tmp_path: Path) -> None:
    await full_life(s, "ana")
    back_up(_url(tmp_path), tmp_path / "backup.db")
    await s.move_clock(timedelta(hours=2))
    await put_back(s, tmp_path)
    assert rows(tmp_path / "coach.db", "SELECT 1 FROM sqlite_schema WHERE name = 'restored'") == []
    await s.restart()
    await s.coach.begin()
    await s.send("ana", "/space")
    await s.press("ana", "15 min")
    before = heard(s, "ana")
    await s.move_clock(timedelta(minutes=16))
    assert len(heard(s, "ana")) > len(before)


async def test_what_was_written_since_is_asked_of_telegram_in_vain_and_what_comes_is_taken(
    s: Stage, tmp_path: Path
) -> None:
    """Telegram has been told of newer updates than the backup knows: it does not send them again."""
    await s.welcome("ana")
    back_up(_url(tmp_path), tmp_path / "backup.db")
    for _ in range(5):
        await s.send("ana", "/menu")
    await s.send("cleo", "/start")  # as she is heard, Telegram is told of all before
    before = heard(s, "ana")
    await put_back(s, tmp_path)
    assert heard(s, "ana") == before
    await s.send("ana", "/menu")
    assert len(heard(s, "ana")) == len(before) + 1
