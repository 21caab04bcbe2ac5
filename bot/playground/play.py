"""``coach play``: the playground with its page, and the coach beside it as a process of its own."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from bot.errors import OperatorError
from bot.playground.clock import MovableClock
from bot.playground.keeping import keep, load_state
from bot.playground.limits import RateLimits
from bot.playground.process import CoachProcess
from bot.playground.scripts import Scripts
from bot.playground.server import serve
from bot.playground.world import World
from bot.script.folders import dialogs_folder, prompts_folder
from bot.store.codec import KEY_BYTES
from bot.store.keyfile import beside, encode_key, read_key, write_key

PEOPLE = (("Ana", "en"), ("Ben", "en"))
"""Who has a phone in a fresh playground, with the language of their Telegram."""

COMMAND = ("-m", "bot", "run")
"""What the coach's process is started with, behind the Python that runs the playground."""

CHECK = ("-m", "bot", "check")
"""What checks an edit of the scripts, in the same way: whatever `coach check` finds, the page shows."""

# Everything of a playground begins so: the world's file, its folder of sent files, the coach's database and its key.
_NAME = "playground"
_DATABASE = f"{_NAME}.db"
# Settings that would lead the coach away from the playground.
_NOT_HANDED_ON = ("TELEGRAM_", "COACH_")
_ENDING = (signal.SIGINT, signal.SIGTERM)


async def play(folder: Path, *, fresh: bool, port: int) -> None:
    """Run the playground on ``port`` (0: a free one) until SIGINT or SIGTERM, keeping all in ``folder``.

    ``fresh`` begins anew. The coach is started as a child process and stopped at the end. Raises OperatorError when
    the port is taken or the kept world cannot be read.
    """
    kept = _prepared(folder, fresh=fresh)
    world = _world(kept)
    # A coach left over from a playground that was killed must not answer for this one: it gets a 401.
    token = f"{world.state.bot.id}:localhost-{os.getpid()}-{int(world.clock.unix() * 1000)}"
    coach = CoachProcess([sys.executable, *COMMAND], {})
    coach.on_change = world.changes.touch
    folders = (dialogs_folder(), prompts_folder())
    scripts = Scripts(coach, folders, [sys.executable, *CHECK], world.changes.touch)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _ENDING:
        loop.add_signal_handler(number, ended.set)
    async with AsyncExitStack() as stack:
        stack.callback(lambda: [loop.remove_signal_handler(number) for number in _ENDING])
        try:
            address = await stack.enter_async_context(
                serve(world, token=token, coach=coach, scripts=scripts, port=port)
            )
        except OSError as error:
            raise OperatorError(f"The playground cannot listen on port {port}: {error.strerror}.") from error
        keeper = asyncio.create_task(keep(world, kept))
        stack.push_async_callback(_finished, keeper)
        coach.env = coach_environment(address, token, folder)
        stack.push_async_callback(coach.stop)
        stack.push_async_callback(_finished, asyncio.create_task(scripts.watch()))
        await coach.start()
        print(f"The playground: {address}\nTwo phones and a clock. Ctrl-C ends it.", flush=True)
        await ended.wait()


def coach_environment(address: str, token: str, folder: Path) -> dict[str, str]:
    """Return the child's environment: this process's, with the playground in the place of Telegram."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_HANDED_ON)}
    return inherited | {
        "TELEGRAM_BOT_TOKEN": token,
        "TELEGRAM_API_URL": address,
        "COACH_CLOCK_URL": f"{address}/_play/clock",
        "COACH_DATABASE": f"sqlite:///{(folder / _DATABASE).resolve()}",
        # Said outright, or a key in a .env file would lock the playground too.
        "COACH_KEY": _key(folder),
    }


def _key(folder: Path) -> str:
    # It lies with the rest of the playground, and goes with it.
    path = beside(folder / _DATABASE)
    if not path.exists():
        write_key(path, os.urandom(KEY_BYTES))  # noqa: TID251 - a key, not the coach's
    return encode_key(read_key(path))


def _prepared(folder: Path, *, fresh: bool) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{_NAME}.*") if fresh else ():
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink()
    return folder / f"{_NAME}.json"


async def _finished(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _world(kept: Path) -> World:
    try:
        state = load_state(kept)
    except ValueError as error:
        raise OperatorError(f"{kept.name} is not a playground of this version: start with --fresh.") from error
    world = World(MovableClock(), state=state, limits=RateLimits(), folder=kept.with_suffix(".files"))
    if state is None:
        world.state.bot.inline = True
    else:
        world.clock.shift(state.clock_offset)
    while len(world.state.users) < len(PEOPLE):
        world.add_user(*PEOPLE[len(world.state.users)])
    return world
