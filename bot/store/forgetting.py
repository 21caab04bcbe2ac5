"""The part of the contract about leaving for good."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Forgetting(Protocol):
    """The part of a transaction about leaving for good."""

    async def forget(self, person: int) -> None:
        """Remove whatever is known of a person, with the keys that could open a copy of it.

        Their updates, those that still wait too, memory, nudges, messages sent and unsent, invitations, couples,
        conversation and chat are gone, and so is what they caused in a partner's chat and has not begun to go out. The
        number of the newest update alone stays until there is a newer one. What was disclosed to a partner is the
        partner's and stays.

        Soon after the commit the file and its journal hold none of it, save for pieces of sealed rows, whose keys are
        gone, in gaps of the file: those go when housekeeping writes it anew. A farewell (`Outgoing.last`), added
        afterwards in the same transaction, goes out only then, and leaves nothing itself.

        Raises `RuntimeError` for somebody who shares a conversation: unlink them first.
        """
        ...

    async def knows(self, person: int) -> bool:
        """Whether a person has, or had, a conversation here."""
        ...

    async def closed_since(self, at: datetime, after: int, most: int) -> list[int]:
        """People whose chat has been closed at least since then, by id, from the one behind `after` on, at most so
        many. What was closed before it was noted when counts from the first housekeeping on."""
        ...

    async def quiet_since(self, at: datetime, after: int, most: int) -> list[int]:
        """People in whose conversation nothing has happened since then, by id, from the one behind `after` on, at most
        so many."""
        ...
