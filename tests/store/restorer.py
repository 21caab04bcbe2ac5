"""Puts a backup back again and again, each time killed at the next of its calls to the system, until one goes through.

    python restorer.py FOLDER

`FOLDER/before` has `coach.db` and `backup.db`; each try leaves a copy of it beside it, named by how many calls it made.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from bot.store.open import restore

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CALLS = frozenset({"open", "os.link", "os.remove", "os.rename", "sqlite3.connect"})
"""The audit events of what may change a folder."""


def killed_at(number: int, folder: Path) -> None:
    """Restore in `folder`, and die before the call with this number."""
    left = number

    def dies(event: str, _arguments: object = None) -> None:
        nonlocal left
        if event in CALLS:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    synced = os.fsync

    def sync(file: int) -> None:
        dies("open")
        synced(file)

    setattr(os, "fsync", sync)  # noqa: B010 - a stand-in has another type
    sys.addaudithook(dies)
    restore(f"sqlite:///{folder / 'coach.db'}", folder / "backup.db", NOON)


def main(folder: Path) -> None:
    for number in count(1):
        here = folder / f"{number:03}"
        shutil.copytree(folder / "before", here)
        child = os.fork()
        if not child:
            killed_at(number, here)
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != -signal.SIGKILL:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
