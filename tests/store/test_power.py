"""What was committed survives a power cut: seen in a trace of what the store really asks of the system.

A store that writes is cut off at many moments; each time there is left what it had made sure of, with none, some or all
of what it had not. Every update whose turn it said was done must be there, and the file must be whole.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.power import COMMAND, Event, events, files_after, may_trace

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TURNS = 150
"""So many that the journal has been folded into the file on the way."""
CUTS = 60

LESS_DURABLE = (
    "import runpy, sys; from bot.store.sqlite import connection; connection._PRAGMAS['synchronous'] = 1; "
    f"sys.argv = sys.argv[0:2]; runpy.run_path({str(HERE / 'writer.py')!r}, run_name='__main__')"
)

pytestmark = pytest.mark.skipif(not may_trace(), reason="strace is not here, or may not trace")


def traced(folder: Path, *argv: str) -> list[Event]:
    """What a writer asked of the system until it had said that so many turns were done."""
    (folder / "data").mkdir()
    trace = folder / "trace.txt"
    command = [*COMMAND, str(trace), sys.executable, *argv, f"sqlite:///{folder / 'data' / 'coach.db'}"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=env, start_new_session=True)
    assert child.stdout is not None
    with child, child.stdout as said:
        try:
            for _ in range(TURNS):
                assert said.readline()
        finally:
            os.killpg(child.pid, signal.SIGKILL)
    return list(events(trace))


def lost(told: list[Event], folder: Path) -> list[str]:
    """What is missing or broken at one of the cuts."""
    chance, found = random.Random(1), []
    first = next(n for n, event in enumerate(told) if event.kind == "said")
    for cut in range(CUTS):
        end, share = chance.randrange(first, len(told)), chance.choice([0.0, 0.5, 1.0])
        place = folder / str(cut)
        place.mkdir()
        for name, file in files_after(told[:end], folder / "data").items():
            (place / name).write_bytes(file.left(chance, share))
        said = b"".join(event.body for event in told[:end] if event.kind == "said").split()
        with closing(sqlite3.connect(place / "coach.db")) as connection:
            try:
                done = {id for (id,) in connection.execute("SELECT update_id FROM inbox WHERE state = 'done'")}
                [(whole,)] = connection.execute("PRAGMA integrity_check").fetchall()
            except sqlite3.Error as error:
                done, whole = set(), str(error)
        missing = [int(id) for id in said if int(id) not in done]
        if missing or whole != "ok":
            found.append(f"cut at {end} with {share}: {len(missing)} of {len(said)} turns missing, {whole}")
    return found


def test_what_was_committed_survives_a_power_cut(tmp_path: Path) -> None:
    told = traced(tmp_path, str(HERE / "writer.py"))
    assert any(event.kind == "write" and event.path.endswith("coach.db") for event in told[-len(told) // 2 :])
    assert lost(told, tmp_path) == []


def test_a_store_that_is_less_durable_is_seen_to_lose(tmp_path: Path) -> None:
    assert lost(traced(tmp_path, "-c", LESS_DURABLE), tmp_path) != []
