"""What a start costs: from nothing to a coach that takes updates, in a process of its own, and the memory it holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

STARTS = 5

READY = """
import time; begin = time.perf_counter()
import asyncio, json, resource, secrets, sys
from bot.cli import coach
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.wording import Wording
from bot.store.open import open_store
from bot.understand.danger.tongue import tongues
imported = time.perf_counter()
library = load_library(dialogs_folder()); tongues()
Wording(prompts_folder(), library, "a_bot", "the operator")
async def opened():
    store = await open_store(sys.argv[1], secrets.token_bytes)
    await store.close()
asyncio.run(opened())
ready = time.perf_counter()
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
print(json.dumps([imported - begin, ready - begin, most]))
"""
"""What `coach run` does before it first speaks to Telegram. Peak memory comes in bytes on macOS, in KiB elsewhere."""


def test_a_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    starts: list[list[float]] = []
    for number in range(STARTS):
        argv = [sys.executable, "-c", READY, f"sqlite:///{tmp_path}/{number}.db"]
        root = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
        starts.append(json.loads(subprocess.run(argv, env=root, check=True, capture_output=True, text=True).stdout))
    imported, ready, most = (median(column) for column in zip(*starts, strict=True))
    with capsys.disabled():
        print(f"\na start without the network: {ready:.2f} s ({imported:.2f} s of them imports), {most:.0f} MB at most")
    assert ready > imported > 0
