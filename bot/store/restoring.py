"""The part of the contract about a database that was put back as it was on an earlier day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Restored:
    """What is to be known of a database that was put back: until when the coach went on after that backup, so that what
    was due by then has been said, and who was forgotten meanwhile, by id."""

    until: datetime
    forgotten: tuple[int, ...]


class Restoring(Protocol):
    """The part of a transaction that takes up a database that was put back."""

    async def restored(self) -> Restored | None:
        """What is to be known of it; None for a database that was not put back, or has been taken up since."""
        ...

    async def set_aside_unsent(self, before: datetime) -> int:
        """Set aside the messages on their way that are older than that, as stale; how many there were."""
        ...

    async def end_restoring(self) -> None:
        """Note that all that follows from it is done."""
        ...
