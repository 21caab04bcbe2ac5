"""A bot in a process of its own at a lean server of its own: how it is started, and what the system says of it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
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
_WARM: Final = 7.0
"""Seconds after a start when nothing more is read beforehand: the coach's lists of cities and phrases come after 5."""
_IDLE: Final = 0.05
"""A process that uses no more of a core than this is idle."""


@dataclass(slots=True)
class Peer:
    """A running bot, warm and idle. Its database, if it has one, lies in `folder`."""

    lean: Lean
    people: People
    process: psutil.Process
    folder: Path

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

    async def idle(self) -> None:
        """Wait until it has nothing left to do."""
        while True:
            before = self.cpu
            await asyncio.sleep(0.5)
            if (self.cpu - before) / 0.5 <= _IDLE:
                return


@asynccontextmanager
async def running(name: str, *given: str, folder: Path | None = None, warm: bool = True) -> AsyncIterator[Peer]:
    """The peer that a file of `peers/` is, polling; and `warm`: one has walked through all lines, and it is idle.

    A `folder` keeps its database; without one it begins anew.
    """
    with tempfile.TemporaryDirectory() as made:
        place = folder or Path(made)
        lean = Lean()
        async with serve(lean) as url:
            begin = time.perf_counter()
            argv = [*_command(name), url, TOKEN, *given]
            child = await asyncio.create_subprocess_exec(
                *argv, env=environment(url, place), stdin=asyncio.subprocess.DEVNULL
            )
            try:
                async with asyncio.timeout(_LONGEST_START):
                    polled = asyncio.ensure_future(lean.polled.wait())
                    ended = asyncio.ensure_future(child.wait())
                    await asyncio.wait([polled, ended], return_when=asyncio.FIRST_COMPLETED)
                    if ended.done():
                        raise RuntimeError(f"{name} ended with {child.returncode} before it asked for updates")
                    ended.cancel()
                peer = Peer(lean, People(lean), psutil.Process(child.pid), place)
                if warm:
                    await peer.people.scout()
                    await asyncio.sleep(max(0.0, begin + _WARM - time.perf_counter()))
                    await peer.idle()
                yield peer
            finally:
                await _end(child)


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


async def _end(child: asyncio.subprocess.Process) -> None:
    if child.returncode is None:
        child.terminate()
    try:
        async with asyncio.timeout(15):
            await child.wait()
    except TimeoutError:
        child.kill()
        await child.wait()
