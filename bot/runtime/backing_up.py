"""A backup a day, made by the coach itself while it works."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from bot.errors import DatabaseError
from bot.runtime.ports import Clock
from bot.runtime.presses import Pause
from bot.runtime.traces import without_words
from bot.store.open import keep_backup

_log = logging.getLogger(__name__)


_AFTER: Final = timedelta(minutes=1)
"""Not at once: after a night of being off, people come first."""

_EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class BackingUp:
    """Keeps at most so many backups of the database of a URL in a folder; none where there is no folder. `key` is the
    database's, where one is set."""

    url: str
    folder: Path | None
    most: int
    key: bytes | None
    clock: Clock
    pause: Pause = asyncio.sleep

    async def run(self) -> None:
        """Look each hour whether one is due, until cancelled."""
        await self.pause(_AFTER.total_seconds())
        while self.folder is not None:
            await self.take_up(self.folder)
            await self.pause(_EVERY.total_seconds())

    async def take_up(self, folder: Path) -> None:
        """Make the day's backup, if there is none yet; what goes wrong is said in the log, and tried the next time.

        Turns go on meanwhile: it reads the database by a connection of its own, in a thread of its own.
        """
        now = (await self.clock.now()).astimezone()
        try:
            made = await asyncio.to_thread(keep_backup, self.url, folder, self.most, now, self.key)
        except DatabaseError as error:
            _log.warning("No backup was made, and those there are stay: %s", error)
            return
        except Exception as error:  # whatever it is, the coach goes on
            _log.error("No backup was made, and those there are stay\n%s", without_words(error))
            return
        if made is not None:
            _log.info("The day's backup is %s.", made)
