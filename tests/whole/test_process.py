"""The coach as a process: how it ends, and what it says when it cannot begin."""

from __future__ import annotations

import asyncio
import fcntl
import os
import re
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx
import pytest

from bot.playground.clock import MovableClock
from bot.playground.faults import Fault
from bot.playground.phone import Phone
from bot.playground.server import TOKEN, serve
from bot.playground.world import World
from tests.stage import MORNING
from tests.whole.aftermath import rows
from tests.whole.killing import environment

COACH = (sys.executable, "-m", "bot", "run")
PLAYGROUND = (sys.executable, "-c", "from bot import cli; cli.PORT = 0; cli.main()", "run")
"""`coach run`, on whatever port is free."""

LONGEST_END = 10.0
"""Seconds that an end may take: after that, service managers kill."""

PATIENCE = 30.0


@pytest.fixture
def world() -> World:
    return World(MovableClock(MORNING, frozen=True))


@pytest.fixture
async def address(world: World) -> AsyncIterator[str]:
    async with serve(world) as url:
        yield url


@asynccontextmanager
async def started(argv: tuple[str, ...], env: Mapping[str, str], folder: Path) -> AsyncIterator[Process]:
    """A process that is gone at the end, whatever happens."""
    process = await asyncio.create_subprocess_exec(*argv, env=env, cwd=folder, stdout=PIPE, stderr=PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ended(process: Process, seconds: float) -> tuple[int | None, str, str]:
    """The exit code and both outputs, once it has ended by itself."""
    out, err = await asyncio.wait_for(process.communicate(), seconds)
    return process.returncode, out.decode(), err.decode()


async def answered(world: World, phone: Phone, text: str) -> None:
    """Somebody writes and gets an answer."""
    before = len(phone.received)
    await phone.send(text)
    assert await world.changes.until(lambda: len(phone.received) > before, PATIENCE)


async def test_a_signal_ends_it_in_good_order(tmp_path: Path) -> None:
    """In the middle of things: one call is slow, a message waits its turn, and an update has just come in."""

    async def end_by(number: signal.Signals) -> None:
        folder, world = tmp_path / number.name, World(MovableClock(MORNING, frozen=True))
        folder.mkdir()
        ana, ben = (Phone(world, world.add_user(name)) for name in ("Ana", "Ben"))
        async with serve(world) as address, started(COACH, environment(address, folder), folder) as process:
            await answered(world, ana, "/start")
            slow = Fault(kind="slow", method="sendMessage", chat_id=ben.user.id, seconds=6)
            world.faults.add(slow)
            await ana.send("/help")
            await ben.send("/start")
            while not slow.struck:
                await world.changes.wait(0.05)
            process.send_signal(number)
            code, _, said = await ended(process, LONGEST_END)
        assert code == 0, said
        assert "Traceback" not in said
        # Ben's turn may come before Ana's second: hers then waits for the next start.
        inbox = [state for (state,) in rows(folder / "coach.db", "SELECT state FROM inbox ORDER BY update_id")]
        assert inbox in (["done"] * 3, ["done", "new", "done"])
        unsent = rows(folder / "coach.db", "SELECT chat FROM outbox WHERE kind = 'send' AND state = 'sending'")
        assert unsent == [(ben.user.id,)], "nobody knows of the one that was under way: it is sent again"

    await asyncio.gather(end_by(signal.SIGTERM), end_by(signal.SIGINT))


async def test_a_signal_ends_it_while_telegram_cannot_be_reached(world: World, address: str, tmp_path: Path) -> None:
    world.faults.add(Fault(kind="500", method="getMe", times=None))
    async with started(COACH, environment(address, tmp_path), tmp_path) as process:
        while not world.faults.listed()[0].struck:
            await world.changes.wait(0.05)
        process.send_signal(signal.SIGTERM)
        code, _, said = await ended(process, LONGEST_END)
    assert code == 0, said
    assert "Traceback" not in said


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 1129267523")
        connection.execute("PRAGMA user_version = 999")


WRONG = {
    "a token Telegram does not know": {"TELEGRAM_BOT_TOKEN": "123:wrong"},
    "a database that is a folder": {"COACH_DATABASE": "sqlite:///{folder}"},
    "a database that is none": {"COACH_DATABASE": "sqlite:///{folder}/letter.txt"},
    "a database of a newer coach": {"COACH_DATABASE": "sqlite:///{folder}/newer.db"},
    "a database that another coach has": {"COACH_DATABASE": "sqlite:///{folder}/used.db"},
    "people's real Telegram with a clock that moves": {"TELEGRAM_API_URL": "https://api.telegram.org"},
    "a clock that does not answer": {"COACH_CLOCK_URL": "http://127.0.0.1:9/clock"},
}


@pytest.mark.parametrize("wrong", [pytest.param(wrong, id=name) for name, wrong in WRONG.items()])
async def test_what_cannot_work_is_one_line_and_exit_code_2(
    address: str, tmp_path: Path, wrong: Mapping[str, str]
) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ana,\n" * 500, encoding="utf-8")
    _newer(tmp_path / "newer.db")
    changed = {name: value.format(folder=tmp_path) for name, value in wrong.items()}
    lock = os.open(tmp_path / "used.db.lock", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        async with started(COACH, environment(address, tmp_path) | changed, tmp_path) as process:
            code, out, err = await ended(process, PATIENCE)
    finally:
        os.close(lock)
    lines = [line for line in err.splitlines() if not re.match(r"\d{4}-\d\d-\d\d .* (INFO|WARNING) ", line)]
    assert (code, len(lines), out) == (2, 1, ""), err
    assert "Traceback" not in err
    assert not any(value in err for value in ("123:wrong", TOKEN)), "a secret is not repeated"


async def test_one_database_has_one_coach(world: World, address: str, tmp_path: Path) -> None:
    env = environment(address, tmp_path)
    async with started(COACH, env, tmp_path) as first:
        await answered(world, Phone(world, world.add_user("Ana")), "/start")
        async with started(COACH, env, tmp_path) as second:
            code, _, err = await ended(second, PATIENCE)
        assert (code, len(err.splitlines())) == (2, 1), err
        assert "in use by another coach" in err
        assert first.returncode is None


async def test_without_a_token_the_playground_opens(tmp_path: Path) -> None:
    env = {n: v for n, v in environment("", tmp_path).items() if not n.startswith(("TELEGRAM_", "COACH_"))}
    async with started(PLAYGROUND, env | {"PYTHONUNBUFFERED": "1"}, tmp_path) as process:
        assert process.stdout is not None
        said = [(await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode() for _ in range(3)]
        assert "@BotFather" in said[0]
        assert "TELEGRAM_BOT_TOKEN" in said[1]
        found = re.search(r"http://127\.0\.0\.1:\d+", said[2])
        assert found is not None, said
        async with httpx.AsyncClient(base_url=found[0], timeout=PATIENCE) as client:
            page = await client.get("/")
            assert page.status_code == 200
            assert "<html" in page.text.lower()
            view = (await client.get("/_play/state")).json()
            child = view["coach"]["pid"]
        os.kill(child, 0)
        process.send_signal(signal.SIGTERM)
        code, _, err = await ended(process, LONGEST_END)
    assert code == 0, err
    assert "Traceback" not in err
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@pytest.mark.parametrize("play", [True, False])
async def test_plain_http_is_warned_of_once_and_not_in_play(
    world: World, address: str, tmp_path: Path, play: bool
) -> None:
    env = {n: v for n, v in environment(address, tmp_path).items() if play or n != "COACH_CLOCK_URL"}
    async with started(COACH, env, tmp_path) as process:
        await answered(world, Phone(world, world.add_user("Ana")), "/start")
        process.send_signal(signal.SIGTERM)
        _, _, said = await ended(process, LONGEST_END)
    assert said.count("TELEGRAM_API_URL is plain http") == int(not play)
