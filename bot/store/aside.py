"""The part of the contract about what cannot be opened."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.errors import DamagedError


class SettingAside(Protocol):
    """The part of a transaction about what cannot be opened.

    An older copy of a state, an update or a message in its row's place opens, and is treated alike; one of anything
    else is noticed only, and stays.

    A key that cannot be opened, or is missing, is set aside by itself as soon as its owner needs one to seal with, and
    all with it that it had sealed.
    """

    async def set_aside(self, damaged: DamagedError, at: datetime) -> bool:
        """Set aside what cannot be opened, and whatever else of the same people cannot be; whether there was anything.

        It is out of the way of every later turn, and logged in one line. Its sealed bytes are kept for 30 days. Each of
        the people is `InboxRow.lost` something until `tell_set_aside`. Whoever was in a conversation whose state is
        set aside is in none, linked with nobody, and has no nudges waiting. A state is set aside also where only the
        caller cannot read it. Whoever stands in a conversation that is not theirs is put back into their own.
        """
        ...

    async def tell_set_aside(self, person: int) -> None:
        """Note that a person is being told that something of theirs cannot be opened."""
        ...
