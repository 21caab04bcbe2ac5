"""What one person can have waiting, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.store.rows import Incoming

REFUSED: Final = "too many"
"""Why an update was set aside whose sender had more waiting than is taken, until they are told."""

MOST_WAITING: Final = 2_000
"""So many inputs of one person wait at most: half a minute's work, and more than anybody types in the day for which
Telegram keeps what a coach that is down has not fetched."""

MANY_BEHIND: Final = 21
"""So far the inputs that wait behind one are counted."""

Keep = Callable[[Incoming], bool]
"""Whether an update must be kept though its sender has more waiting than is taken."""


def keep_none(_update: Incoming) -> bool:
    """Nothing is kept beyond the bound."""
    return False
