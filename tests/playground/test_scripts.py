from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.playground.phone import serve
from bot.playground.process import CoachProcess
from bot.playground.scripts import Scripts, ScriptState
from bot.playground.world import World
from tests.playground.browser import needs_browser, opened
from tests.script.small_house import small_house

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
CHECK = (sys.executable, "-m", "bot", "check", "--dialogs", "dialogs", "--prompts", "prompts")
ALL_WELL = (sys.executable, "-c", "")
RUNS = "import signal; signal.pause()"
CANNOT_START = "raise SystemExit(2)"


@asynccontextmanager
async def watched(
    world: World, folder: Path, coach: CoachProcess, check: Sequence[str] = CHECK
) -> AsyncIterator[tuple[Scripts, Path]]:
    """A small house being watched: its scripts, and a dialog of it."""
    dialogs, prompts = small_house(folder)
    coach.on_change = world.changes.touch
    scripts = Scripts(coach, (dialogs, prompts), check, world.changes.touch)
    watching = asyncio.create_task(scripts.watch())
    await coach.start()
    try:
        yield scripts, sorted(dialogs.glob("*.yaml"))[0]
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await coach.stop()


async def became(world: World, scripts: Scripts, state: ScriptState) -> None:
    assert await world.changes.until(lambda: scripts.state == state, PATIENCE), scripts.state


@needs_browser
async def test_an_edit_is_taken_up_when_all_is_well_and_otherwise_shown_as_the_check_says_it(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    coach = CoachProcess([sys.executable, "-c", RUNS], {})
    async with (
        watched(world, tmp_path, coach) as (scripts, dialog),
        serve(world, coach=coach, scripts=scripts) as address,
        opened(address) as page,
    ):
        first, written = coach.pid, dialog.read_text("utf-8")
        dialog.write_text(written + "nonsense: true\n", encoding="utf-8")
        await became(world, scripts, "wrong")
        check = await asyncio.create_subprocess_exec(*CHECK, stdout=PIPE)
        said = (await check.communicate())[0].decode().strip()
        assert said.startswith(f"dialogs/{dialog.name}:")
        await expect(page.locator("#findings")).to_have_text(said, use_inner_text=True)
        assert coach.pid == first, "it goes on with what it has read"

        dialog.write_text(written, encoding="utf-8")
        await became(world, scripts, "taken up")
        await expect(page.get_by_label("Dialogs and prompts")).to_contain_text("taken up")
        await expect(page.locator("#findings")).to_be_hidden()
        assert coach.running
        assert coach.pid != first


async def test_whom_the_user_killed_stays_so_and_who_could_not_begin_is_started(world: World, tmp_path: Path) -> None:
    killed = CoachProcess([sys.executable, "-c", RUNS], {})
    unable = CoachProcess([sys.executable, "-c", CANNOT_START], {})
    for coach, runs in ((killed, False), (unable, True)):
        folder = tmp_path / str(runs)
        folder.mkdir()
        async with watched(world, folder, coach, ALL_WELL) as (scripts, dialog):
            await (coach.kill() if coach is killed else world.changes.until(lambda: unable.ended_with == 2, PATIENCE))
            coach.argv = [sys.executable, "-c", RUNS]
            dialog.touch()
            await became(world, scripts, "taken up")
            assert coach.running == runs
