"""Where an invitation stands, for whoever opens its link."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bot.store.rows import InvitationRow

TOKEN_LENGTH = 32
"""Characters of an invitation's token; a start payload of another length is no invitation."""


def standing(
    row: InvitationRow | None, opener: int, *, linked: bool, now: datetime
) -> Literal["open", "gone", "own", "linked"]:
    """What a link is worth to the person who opened it. Used, expired, cancelled and unknown links look the same."""
    if row is None or row.state != "open" or row.expires_at <= now:
        return "gone"
    if row.inviter == opener:
        return "own"
    return "linked" if linked else "open"
