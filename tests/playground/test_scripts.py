from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import expect

from bot.playground.phone import serve
from bot.playground.process import CoachProcess
from bot.playground.scripts import Scripts, ScriptState
from bot.playground.world import World
from tests.playground.browser import needs_browser, opened

PATIENCE = 30.0
RUNS = (sys.executable, "-c", "import signal; signal.pause()")
CANNOT_START = (sys.executable, "-c", "raise SystemExit(2)")
SAID = "a.yaml:2: <b>no</b> such key\n  and a hint\n1 dialog: 1 finding"
CHECK = (
    f"import sys; wrong = 'nonsense' in open(sys.argv[1]).read(); print({SAID!r} if wrong else 'all well'); exit(wrong)"
)


@asynccontextmanager
async def watched(world: World, folder: Path, coach: CoachProcess) -> AsyncIterator[tuple[Scripts, Path]]:
    """Scripts being watched, of one dialog, which is wrong when it holds nonsense."""
    dialog = a_dialog(folder)
    coach.on_change = world.changes.touch
    scripts = Scripts(coach, [folder], [sys.executable, "-c", CHECK, str(dialog)], world.changes.touch)
    watching = asyncio.create_task(scripts.watch())
    await coach.start()
    try:
        yield scripts, dialog
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await coach.stop()


def a_dialog(folder: Path) -> Path:
    folder.mkdir()
    dialog = folder / "a.yaml"
    dialog.write_text("dialog: a\n", encoding="utf-8")
    return dialog


async def became(world: World, scripts: Scripts, state: ScriptState) -> None:
    assert await world.changes.until(lambda: scripts.state == state, PATIENCE), scripts.state


@needs_browser
async def test_an_edit_is_taken_up_when_all_is_well_and_otherwise_shown_as_the_check_says_it(
    world: World, tmp_path: Path
) -> None:
    coach = CoachProcess(RUNS, {})
    async with (
        watched(world, tmp_path / "dialogs", coach) as (scripts, dialog),
        serve(world, coach=coach, scripts=scripts) as address,
        opened(address) as page,
    ):
        first, shown = coach.pid, page.locator("#findings")
        dialog.write_text("dialog: a\nnonsense: true\n", encoding="utf-8")
        await became(world, scripts, "wrong")
        await expect(shown).to_be_visible()
        assert (await shown.text_content(), coach.pid) == (SAID, first), "it goes on with what it has read"

        dialog.write_text("dialog: a\n", encoding="utf-8")
        await became(world, scripts, "taken up")
        await expect(page.get_by_label("Dialogs and prompts")).to_contain_text("taken up")
        await expect(shown).to_be_hidden()
        assert coach.running
        assert coach.pid != first


async def test_whom_the_user_killed_stays_so_and_who_could_not_begin_is_started(world: World, tmp_path: Path) -> None:
    killed, unable = CoachProcess(RUNS, {}), CoachProcess(CANNOT_START, {})
    async with watched(world, tmp_path / "killed", killed) as (scripts, dialog):
        await killed.kill()
        dialog.touch()
        await became(world, scripts, "taken up")
        assert not killed.running
    async with watched(world, tmp_path / "unable", unable) as (scripts, dialog):
        await world.changes.until(lambda: unable.ended_with == 2, PATIENCE)
        unable.argv = list(RUNS)
        dialog.touch()
        await became(world, scripts, "taken up")
        assert unable.running
