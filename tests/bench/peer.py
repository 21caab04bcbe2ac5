"""A bot in a process of its own at a lean server of its own: how it is started, and what the system says of it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from tests.bench.lean import TOKEN, Lean, serve
from tests.bench.people import People

ROOT: Final = Path(__file__).resolve().parents[2]
PEERS: Final = ROOT / "tests" / "bench" / "peers"
BESIDE: Final = ROOT / ".venv-bench" / "bin" / "python"
"""The Python, the same, of the environment that has aiogram: its pins do not fit the coach's."""
_LONGEST_START: Final = 60.0
_LONGEST_END: Final = 15.0
_TAIL: Final = 2000
_WARM: Final = 7.0
"""Seconds after a start when the coach has nothing more to read beforehand: its cities and phrases come after 5."""
_IDLE: Final = 0.05
"""A process that uses no more of a core than this is idle."""


@dataclass(slots=True)
class Peer:
    """A running bot, warm and idle. Its database, if it has one, lies in `folder`."""

    lean: Lean
    people: People
    process: psutil.Process
    resident_at_start: float = 0.0
    """Resident memory when it first asked for updates, in MB."""

    @property
    def cpu(self) -> float:
        """CPU seconds used so far, by all threads, the system's part included."""
        used = self.process.cpu_times()
        return float(used.user + used.system)

    @property
    def resident(self) -> float:
        """Resident memory, in MB of 2**20 bytes."""
        return float(self.process.memory_info().rss / 2**20)

    def note(self) -> None:
        """Let its instruments begin."""
        self.process.send_signal(signal.SIGUSR1)

    def jump(self) -> None:
        """Let the storm begin: the coach's clock goes to the moment in which its nudges are due."""
        self.process.send_signal(signal.SIGUSR2)

    async def idle(self) -> None:
        """Wait until it has nothing left to do."""
        while True:
            before = self.cpu
            await asyncio.sleep(0.5)
            if (self.cpu - before) / 0.5 <= _IDLE:
                return


@asynccontextmanager
async def running(
    name: str, *given: str, folder: Path | None = None, settings: Mapping[str, str] | None = None
) -> AsyncIterator[Peer]:
    """The peer that a file of `peers/` is, warm: one has walked through all lines, and it is idle.

    A `folder` keeps its database, with `settings` of its own; without one it begins anew.
    """
    with tempfile.TemporaryDirectory() as made:
        place, lean = folder or Path(made), Lean()
        async with serve(lean) as url:
            begin = time.perf_counter()
            argv = [*_command(name), url, TOKEN, *given]
            async with child(argv, environment(url, place) | dict(settings or {}), place) as process:
                async with asyncio.timeout(_LONGEST_START):
                    await lean.polled.wait()
                peer = Peer(lean, People(lean), psutil.Process(process.pid))
                peer.resident_at_start = peer.resident
                await peer.people.scout()
                if name == "coach":
                    await asyncio.sleep(max(0.0, begin + _WARM - time.perf_counter()))
                await peer.idle()
                yield peer


@asynccontextmanager
async def child(argv: Sequence[str], env: Mapping[str, str], folder: Path) -> AsyncIterator[Process]:
    """A process that works in a folder, and is asked to end; what it says is shown only if something fails."""
    log = folder / "log.txt"
    with log.open("w") as said:
        process = await asyncio.create_subprocess_exec(
            *argv, env=env, cwd=folder, stdin=asyncio.subprocess.DEVNULL, stdout=said, stderr=said
        )
        try:
            yield process
        except Exception:
            print(log.read_text()[-_TAIL:], file=sys.stderr)
            raise
        finally:
            await _end(process)


def _command(name: str) -> Sequence[str]:
    if name == "coach":
        return (sys.executable, "-m", "tests.bench.peers.coach")
    return (str(BESIDE) if name.startswith("aiogram") else sys.executable, str(PEERS / f"{name}.py"))


def environment(url: str, folder: Path) -> dict[str, str]:
    """The environment of a coach at a server, whatever the developer's own says."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "COACH_"))}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": url,
        "COACH_DATABASE": f"sqlite:///{folder / 'coach.db'}",
        "XDG_STATE_HOME": str(folder / "state"),
    }


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        async with asyncio.timeout(_LONGEST_END):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
