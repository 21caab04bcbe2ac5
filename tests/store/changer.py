"""Changes the key of a database and dies by its own hand on the way: a process made to be killed.

Arguments: the file, the old key, the new key, the new id, and how many draws of chance it lives; `commit`: it dies just
before that, or `scrub`: just after, before the file is written anew.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Iterable
from typing import NoReturn
from unittest.mock import patch

import aiosqlite

from bot.store.keyfile import decode_key
from bot.store.open import change_key
from bot.store.sqlite import change


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


async def die_at(connection: aiosqlite.Connection) -> None:
    die()


async def main(file: str, old: str, new: str, id: str, life: str) -> None:
    left = int(life) if life.isdigit() else 10**9
    execute = aiosqlite.Connection.execute_fetchall

    def chance(length: int) -> bytes:
        nonlocal left
        left -= 1
        return os.urandom(length) if left >= 0 else die()

    async def unless_it_commits(self: aiosqlite.Connection, sql: str, *values: Iterable[object]) -> Iterable[object]:
        if sql == "COMMIT" and life == "commit" and self.total_changes > 1:
            die()
        return await execute(self, sql, *values)

    patch.object(aiosqlite.Connection, "execute_fetchall", unless_it_commits).start()
    if life == "scrub":
        patch.object(change, "scrub", die_at).start()
    keys = decode_key(old), decode_key(new)
    assert keys[0] is not None
    assert keys[1] is not None
    await change_key(f"sqlite:///{file}", chance, keys[0], keys[1], id)


asyncio.run(main(*sys.argv[1:]))
