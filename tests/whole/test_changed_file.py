"""Somebody changes the file between two starts: whose row it was hears of it once, and everybody else goes on."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.playground.clock import MovableClock
from bot.playground.server import serve
from bot.playground.world import World
from tests.stage import MORNING, Stage, coach_in
from tests.store.test_thief import change, complaints, put_back
from tests.unsealed import rows
from tests.whole.test_set_aside import CANARY, at_home, times_told


def conversation_of(file: Path, person: int) -> tuple[object, ...]:
    [row] = rows(file, "SELECT * FROM conversation WHERE id = (SELECT conversation FROM person WHERE id = ?)", person)
    return row


async def all_goes_on(world: World, url: str, folder: Path, s: Stage, *, told: int) -> None:
    """Two more starts: she hears `told` times of it, first of all, and Ben never; both can do what they did."""
    for _ in range(2):
        async with coach_in(world, url, folder) as s.coach:
            for words in ("/menu", "/mine", "/menu"):
                await s.send(CANARY, words)
                await s.send("ben", words)
            assert "What would you like" in s.screen("ben")
            assert "What would you like" in s.screen(CANARY) or "18" in s.screen(CANARY)
    assert (times_told(s, CANARY), times_told(s, "ben")) == (told, 0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "coach.db"


async def test_an_older_state_is_not_gone_on_from(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    world = World(MovableClock(MORNING, frozen=True))
    async with serve(world) as url:
        async with coach_in(world, url, file.parent) as coach:
            s = Stage(world, coach)
            hers = await at_home(s)
            old = conversation_of(file, hers)
            await s.send(CANARY, "/menu")
        put_back(file, "conversation", old)
        await all_goes_on(world, url, file.parent, s, told=1)
    assert sum("is set aside" in message for message in caplog.messages) == 1


async def test_what_she_remembers_changes_places(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    world = World(MovableClock(MORNING, frozen=True))
    async with serve(world) as url:
        async with coach_in(world, url, file.parent) as coach:
            s = Stage(world, coach)
            hers = await at_home(s)
            await s.send(CANARY, "/checkin")
            for answer in ("too little", "/skip", "3", "4", "more", "more"):
                await s.send(CANARY, answer)
        (one, first), (other, second), *_ = rows(file, "SELECT id, body FROM memory WHERE person = ?", hers)
        change(file, "UPDATE memory SET body = ? WHERE id = ?", second, one)
        change(file, "UPDATE memory SET body = ? WHERE id = ?", first, other)
        await all_goes_on(world, url, file.parent, s, told=1)
    assert sum("is set aside" in message for message in caplog.messages) == 1
    assert complaints(caplog) == []


async def test_something_she_had_removed_is_put_back(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It opens, and nobody can tell which row it is: the operator hears of it, she is not told of what is no loss."""
    world = World(MovableClock(MORNING, frozen=True))
    async with serve(world) as url:
        async with coach_in(world, url, file.parent) as coach:
            s = Stage(world, coach)
            hers = await at_home(s)
            [old, *_] = rows(file, "SELECT * FROM memory WHERE person = ?", hers)
            async with coach.store.transaction() as tx:
                await tx.remove_memory(str(old[0]), hers)
        put_back(file, "memory", old)
        await all_goes_on(world, url, file.parent, s, told=0)
    assert len(complaints(caplog)) == 1
    assert CANARY not in caplog.text
    assert str(hers) not in caplog.text


async def test_who_was_forgotten_and_is_back_goes_on_after_a_start(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world = World(MovableClock(MORNING, frozen=True))
    async with serve(world) as url:
        async with coach_in(world, url, file.parent) as coach:
            s = Stage(world, coach)
            hers = await at_home(s)
            await s.send(CANARY, "/forget")
            await s.press(CANARY, "Yes, forget me")
            assert "there's nothing of you here" in s.screen(CANARY)
            await s.welcome(CANARY)
            await s.send(CANARY, "/checkin")
            for answer in ("too little", "/skip", "3", "4", "anew", "anew"):
                await s.send(CANARY, answer)
        await all_goes_on(world, url, file.parent, s, told=0)
        assert rows(file, "SELECT count(*) FROM memory WHERE person = ?", hers) != [(0,)]
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
