"""Opens a database of an older coach, and dies by its own hand on the way: a process made to be killed.

Arguments: the file, and how many draws of chance it lives, or `scrub`: it dies when all is sealed, but not yet wiped.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import NoReturn

import aiosqlite

from bot.store.open import open_store
from bot.store.sqlite import upgrade


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


async def die_before_it_is_wiped(connection: aiosqlite.Connection) -> bool:
    die()


async def main(file: str, life: str) -> None:
    left = 10**9 if life == "scrub" else int(life)

    def chance(length: int) -> bytes:
        nonlocal left
        left -= 1
        return os.urandom(length) if left >= 0 else die()

    if life == "scrub":
        vars(upgrade)["scrub"] = die_before_it_is_wiped
    store = await open_store(f"sqlite:///{file}", chance)
    await store.close()


asyncio.run(main(*sys.argv[1:]))
