"""One run of the bench: how often each thing is measured, and the large database that several parts share."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import aiosqlite

from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.wording import Wording
from bot.store.keyfile import encode_key
from tests.bench.filled import Kept, fill, kept_of_one
from tests.bench.peers.coach import MORNING, STORM
from tests.store.filling import opened

PEOPLE: Final = 10_000
FAR: Final = 100
"""Nudges of each that are due in the year to come: a million in all."""
AT_ONCE: Final = 10
"""Nudges of each that are due together, in the storm: a hundred thousand in all, each with a plan of its own to end."""
FEW: Final = 100
"""People with as many nudges each, in the small database: ten thousand pending."""


@dataclass(slots=True)
class Run:
    """Where databases lie, and how often each thing is measured; its medians count."""

    times: int
    folder: Path
    key: bytes = field(default_factory=lambda: os.urandom(32))

    _wording: Wording | None = None
    _one: Kept | None = None

    def wording(self) -> Wording:
        """All dialogs and prompts, read once."""
        if self._wording is None:
            self._wording = Wording(prompts_folder(), load_library(dialogs_folder()), "bench_bot")
        return self._wording

    async def one(self) -> Kept:
        """What is kept of the one whom all in the databases are like."""
        if self._one is None:
            self._one = await kept_of_one(self.wording())
        return self._one

    async def many(self) -> Path:
        """A database with 10,000 people in the middle of a dialog, 1,000,000 nudges pending and 100,000 of a storm."""
        return await self._filled("many.db", PEOPLE, AT_ONCE)

    async def few(self) -> Path:
        """A database with 10,000 nudges pending."""
        return await self._filled("few.db", FEW, AT_ONCE)

    def copied(self, database: Path, folder: Path) -> dict[str, str]:
        """A copy of a database, as a coach's own in that folder; the settings by which it opens it."""
        copy_private(database, folder / "coach.db")
        return {"COACH_KEY": encode_key(self.key)}

    async def _filled(self, name: str, people: int, at_once: int) -> Path:
        file = self.folder / name
        if not file.exists():
            begin, one = time.perf_counter(), await self.one()
            with _at_once():
                async with opened(file, self.key) as store:
                    await fill(store, one, people, lambda n: [STORM] * at_once + far(n), plans=at_once)
            print(
                f"filling {name}: {time.perf_counter() - begin:.0f} s, {file.stat().st_size / 2**20:.0f} MB", flush=True
            )
        return file


def copy_private(file: Path, copy: Path) -> None:
    """Copy a file for its owner's eyes alone, as the coach keeps a database."""
    copy.touch(mode=0o600)
    shutil.copyfile(file, copy)


def far(number: int) -> list[datetime]:
    """When the nudges of somebody are due that nobody waits for: over the year to come."""
    return [MORNING + timedelta(days=1 + 3 * n, seconds=number) for n in range(FAR)]


@contextmanager
def _at_once() -> Iterator[None]:
    """Within it, statements run where they are asked for: a hop to another thread costs more than they do."""
    connect = sqlite3.connect

    def anywhere(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **kwargs | {"check_same_thread": False})
        return connection

    async def execute(connection: aiosqlite.Connection, work: Any, *args: Any, **kwargs: Any) -> Any:
        return work(*args, **kwargs)

    with patch.object(sqlite3, "connect", anywhere), patch.object(aiosqlite.Connection, "_execute", execute):
        yield
