"""The coach as a process that is watched at COACH_HEALTH: alive from the first, ready once it takes updates."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.playground.clock import MovableClock
from bot.playground.faults import Fault
from bot.playground.phone import Phone
from bot.playground.server import serve
from bot.playground.world import World
from tests.stage import MORNING
from tests.whole.killing import environment
from tests.whole.test_process import LONGEST_END, PATIENCE, answered, ended, started

COACH = (sys.executable, "-m", "tests.whole.started", "run")
TELLS_OF_LISTENING = (
    "import socket, sys\n"
    "listen = socket.socket.listen\n"
    "socket.socket.listen = lambda *given: (print('it listens', file=sys.stderr), listen(*given))\n"
    "from bot.cli import main\n"
    "from tests.whole.started import compiled_once\n"
    "with compiled_once():\n"
    "    main()"
)


@pytest.fixture
def world() -> World:
    return World(MovableClock(MORNING, frozen=True))


@pytest.fixture
async def address(world: World) -> AsyncIterator[str]:
    async with serve(world) as url:
        yield url


@pytest.fixture
def watched_at() -> str:
    """An address of this machine that is free."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        return f"127.0.0.1:{free.getsockname()[1]}"


def watched(address: str, folder: Path, at: str) -> dict[str, str]:
    """The environment of a coach that is watched. The playground's is not, so people's time is the machine's."""
    env = environment(address, folder) | {"COACH_HEALTH": at}
    return {name: value for name, value in env.items() if name != "COACH_CLOCK_URL"}


async def seen(
    at: str, path: str, world: World, process: Process, until: Callable[[httpx.Response], bool]
) -> httpx.Response:
    """What is answered there once it is what is waited for; the process must live as long."""
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient(base_url=f"http://{at}", timeout=PATIENCE) as client:
        while True:
            assert process.returncode is None
            try:
                answer = await client.get(path)
            except httpx.TransportError:
                answer = None
            if answer is not None and until(answer):
                return answer
            await world.changes.wait(0.05)


async def test_it_is_alive_and_not_ready_while_telegram_is_away(
    world: World, address: str, tmp_path: Path, watched_at: str
) -> None:
    world.faults.add(Fault(kind="500", method="getMe", times=None))
    env = watched(address, tmp_path, watched_at)
    async with started(COACH, env, tmp_path) as process:
        away = await seen(watched_at, "/healthz", world, process, lambda answer: "telegram" in answer.json())
        assert away.status_code == 503
        assert set(away.json()) == {"ready", "starting", "telegram"}
        live = await seen(watched_at, "/healthz/live", world, process, lambda answer: True)
        assert (live.status_code, live.json()) == (200, {"live": True})
        world.faults.clear()
        await seen(watched_at, "/healthz", world, process, lambda answer: answer.status_code == 200)
        ana = Phone(world, world.add_user("Ana"))
        await answered(world, ana, "/start")
        told = await seen(watched_at, "/metrics", world, process, lambda answer: True)
        assert 'coach_turns_total{kind="command",result="taken"} 1.0' in told.text.splitlines()
        world.faults.add(Fault(kind="500", method="getUpdates", times=None))
        await ana.send("/menu")  # what the poll under way waits for
        gone = await seen(watched_at, "/healthz/ready", world, process, lambda answer: answer.status_code == 503)
        assert set(gone.json()) == {"ready", "telegram"}


async def test_it_says_that_it_stops_and_nobody_who_asks_holds_that_up(
    world: World, address: str, tmp_path: Path, watched_at: str
) -> None:
    ana = Phone(world, world.add_user("Ana"))
    env = watched(address, tmp_path, watched_at)
    async with started(COACH, env, tmp_path) as process:
        await answered(world, ana, "/start")
        slow = Fault(kind="slow", method="sendMessage", chat_id=ana.user.id, seconds=3)
        world.faults.add(slow)
        await ana.send("/menu")
        while not slow.struck:
            await world.changes.wait(0.05)
        _, hangs_on = await asyncio.open_connection(*watched_at.split(":"))
        hangs_on.write(b"GET /metrics HTTP/1.1\r\nHost: ")
        process.send_signal(signal.SIGTERM)
        answer = await seen(watched_at, "/healthz", world, process, lambda answer: answer.status_code != 200)
        assert (answer.status_code, set(answer.json())) == (503, {"ready", "stopping"})
        live = await seen(watched_at, "/healthz/live", world, process, lambda answer: True)
        assert live.status_code == 200
        code, _, said = await ended(process, LONGEST_END)
        hangs_on.close()
    assert code == 0, said
    assert "Traceback" not in said


@pytest.mark.parametrize("wrong", ["an address that is taken", "an address of somebody else's"])
async def test_an_address_that_cannot_be_had_is_one_line_and_exit_code_2(
    address: str, tmp_path: Path, wrong: str
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        # 192.0.2.0/24 is nobody's: for examples only (RFC 5737).
        at = f"127.0.0.1:{taken.getsockname()[1]}" if "taken" in wrong else "192.0.2.1:9464"
        env = watched(address, tmp_path, at)
        async with started(COACH, env, tmp_path) as process:
            code, out, err = await ended(process, PATIENCE)
    assert (code, out, len(err.splitlines())) == (2, "", 1), err
    assert err.startswith("COACH_HEALTH cannot be "), err
    assert at in err


@pytest.mark.parametrize("is_set", [False, True])
async def test_unless_it_is_set_nothing_listens(
    world: World, address: str, tmp_path: Path, watched_at: str, is_set: bool
) -> None:
    env = watched(address, tmp_path, watched_at if is_set else "")
    async with started((sys.executable, "-c", TELLS_OF_LISTENING, "run"), env, tmp_path) as process:
        await answered(world, Phone(world, world.add_user("Ana")), "/start")
        process.send_signal(signal.SIGTERM)
        code, _, err = await ended(process, LONGEST_END)
    assert (code, "it listens" in err) == (0, is_set), err


async def test_each_line_of_a_log_for_machines_is_an_object(world: World, address: str, tmp_path: Path) -> None:
    world.faults.add(Fault(kind="500", method="getUpdates", times=1))
    env = environment(address, tmp_path) | {"COACH_LOG": "json"}
    async with started(COACH, env, tmp_path) as process:
        await answered(world, Phone(world, world.add_user("Kanarienvogel")), "/start kanarienvogel")
        process.send_signal(signal.SIGTERM)
        code, out, err = await ended(process, LONGEST_END)
    assert (code, out) == (0, "")
    lines = [json.loads(line) for line in err.splitlines()]
    assert {"time", "level", "logger", "message"} == {key for line in lines for key in line}
    assert {line["level"] for line in lines} >= {"INFO", "WARNING"}
    assert "kanarienvogel" not in err.casefold()
