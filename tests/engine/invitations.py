"""Links as the store would keep them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Invitation:
    """A link as the store would keep it."""

    inviter: int
    expires: datetime
    state: str = "open"
    claimed_by: int | None = None


def use_up(invitations: Iterable[Invitation], linked: tuple[int, int | None]) -> None:
    """Two are linked: no link of either of them leads anywhere any more."""
    for link in invitations:
        if link.inviter in linked and link.state in ("open", "claimed"):
            link.state = "linked" if link.claimed_by in linked else "void"
