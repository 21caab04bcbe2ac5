from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from bot.playground.phone import Phone
from bot.playground.process import CoachProcess
from bot.playground.server import serve
from bot.playground.time_travel import TimeTravel
from bot.playground.world import World
from tests.playground.browser import needs_browser
from tests.playground.conftest import START
from tests.playground.small_coach import SmallCoach, small_coach
from tests.stage import MORNING, stage

PATIENCE = 10.0
"""Seconds after which a test gives a jump up."""


class InThisProcess(CoachProcess):
    @property
    def expected(self) -> bool:
        return True


@pytest.fixture
async def coach(world: World, tmp_path: Path) -> AsyncIterator[SmallCoach]:
    async with small_coach(world, tmp_path) as made:
        yield made


@pytest.fixture
async def address(world: World, coach: SmallCoach) -> AsyncIterator[str]:
    async with serve(world, coach=coach) as url:
        yield url


@pytest.fixture
async def travel(world: World, coach: SmallCoach) -> AsyncIterator[TimeTravel]:
    made = TimeTravel(world, coach)
    yield made
    await made.close()


def after(hours: float, microseconds: int = 0) -> datetime:
    return START + timedelta(hours=hours, microseconds=microseconds)


async def arrived(world: World, travel: TimeTravel) -> None:
    assert await world.changes.until(lambda: travel.goal is None, PATIENCE)


async def test_a_jump_passes_through_all_that_is_due_also_what_only_comes_up_on_the_way(
    world: World, travel: TimeTravel, coach: SmallCoach, ana: Phone, ben: Phone
) -> None:
    for id, person, due in (("b", ben.user.id, after(5, 7)), ("a", ana.user.id, after(2)), ("z", 1, after(9))):
        await coach.plan(id, person, due)
    coach.then = {"a": ("of a", timedelta(hours=1)), "of a": ("too late", timedelta(days=30))}
    travel.go(after(8))
    await arrived(world, travel)
    late = timedelta(microseconds=993)  # the coach is told whole milliseconds
    assert coach.fired == [("a", after(2)), ("of a", after(3)), ("b", after(5, 7) + late)]
    assert (world.clock.now(), travel.passed, travel.trouble) == (after(8), 3, "")


async def test_it_goes_on_only_when_the_coach_has_received_taken_and_delivered(
    world: World, travel: TimeTravel, coach: SmallCoach, ana: Phone
) -> None:
    coach.sends = True
    await coach.plan("a", ana.user.id, after(1))
    await coach.plan("b", ana.user.id, after(2))
    await ana.send("to be received first")
    travel.go(after(3))
    await world.changes.until(lambda: travel.agenda is not None, PATIENCE)
    assert (world.clock.now(), coach.fired) == (START, [])
    world.updates.drop_pending()
    for hour in (1, 2):
        await world.changes.until(lambda: bool(coach.unsent), PATIENCE)
        travel.look()
        assert (world.clock.now(), travel.goal, len(coach.fired)) == (after(hour), after(3), hour)
        await coach.deliver()
    await arrived(world, travel)
    assert world.clock.now() == after(3)


async def test_the_real_coach_says_each_thing_at_its_time(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.welcome("Ana")
        await scene.send("Ana", "/space")
        await scene.press("Ana", "15 min")
        before, goal = len(scene.phone("Ana").received), MORNING + timedelta(days=25)
        travel = TimeTravel(scene.world, InThisProcess([], {"COACH_DATABASE": f"sqlite:///{tmp_path / 'coach.db'}"}))
        serving = asyncio.create_task(scene.coach.serve())
        travel.go(goal)
        await scene.world.changes.until(lambda: travel.goal is None or serving.done(), 3 * PATIENCE)
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
    came = [message.date for message in scene.phone("Ana").received[before:]]
    assert came[0] == (MORNING + timedelta(minutes=15)).timestamp()
    assert all(date < goal.timestamp() for date in came), "none of it as late as the jump went"
    assert scene.world.clock.now() == goal


async def test_it_stays_where_the_coach_gets_no_further_and_says_so(
    world: World, coach: SmallCoach, ana: Phone
) -> None:
    travel = TimeTravel(world, coach, patience=0.0)
    coach.sends = True
    await coach.plan("a", ana.user.id, after(1))
    travel.go(after(3))
    await arrived(world, travel)
    assert world.clock.now() == after(1)
    assert "does not get done" in travel.trouble
    coach.up = False
    travel.go(after(3))
    assert (world.clock.now(), travel.trouble) == (after(3), ""), "it leaps when nobody is at work"


async def test_a_coach_that_goes_down_ends_the_jump(world: World, travel: TimeTravel, coach: SmallCoach) -> None:
    coach.sends = True
    await coach.plan("a", 1, after(1))
    travel.go(after(3))
    await world.changes.until(lambda: bool(coach.unsent), PATIENCE)
    coach.up = False
    await arrived(world, travel)
    assert (world.clock.now(), travel.trouble) == (
        after(1),
        "The coach went down: the rest of the way is another jump.",
    )


async def test_a_jump_is_given_up_for_another_or_for_none(world: World, travel: TimeTravel, coach: SmallCoach) -> None:
    coach.sends = True
    await coach.plan("a", 1, after(1))
    travel.go(after(2))
    travel.advance(3_600)
    assert travel.goal == after(3), "added to where it was on its way to"
    await world.changes.until(lambda: bool(coach.unsent), PATIENCE)
    travel.halt()
    await coach.deliver()
    await arrived(world, travel)
    assert world.clock.now() == after(1)
    travel.go(after(-5))
    await arrived(world, travel)
    assert world.clock.now() == after(-5)


async def test_the_page_hears_what_comes_next_when_the_coach_asks_for_the_time(
    address: str, world: World, coach: SmallCoach, ana: Phone, ben: Phone
) -> None:
    async with httpx.AsyncClient(base_url=address) as client:
        before = (await client.get("/_play/state")).json()
        assert before["next"] is None
        for id, person in (("a", ana.user.id), ("b", ben.user.id), ("c", 404)):
            await coach.plan(id, person, after(1))
        seen = asyncio.create_task(client.get(f"/_play/state?since={before['version']}&wait=20"))
        await client.get("/_play/clock")
        assert (await seen).json()["next"] == {"at": "2026-11-22T19:00:00Z", "people": ["Ana", "Ben"]}


@needs_browser
async def test_the_page_says_what_comes_next_and_goes_there(
    page: Page, world: World, coach: SmallCoach, ana: Phone
) -> None:
    coach.sends = True
    await coach.plan("a", ana.user.id, after(1))
    await coach.plan("b", ana.user.id, after(24 * 14))
    coming = page.get_by_label("What comes next")
    await page.get_by_role("button", name="+5 min").click()
    await expect(coming).to_contain_text("Next: Sunday 19:00, something for Ana")
    await page.get_by_role("button", name="Go there").click()
    await expect(page.get_by_label("The playground's time")).to_contain_text("19:00:00")
    await page.get_by_role("button", name="+1 h").click()
    await expect(coming).to_contain_text("On the way to Sunday 20:00")
    await page.get_by_role("button", name="Stop here").click()
    await expect(coming).to_contain_text("Next: Sunday 6 December, 18:00, something for Ana")
    assert world.clock.now() == after(1)
