"""The part of the contract about leaving for good."""

from __future__ import annotations

from typing import Protocol


class Forgetting(Protocol):
    """The part of a transaction about leaving for good."""

    async def forget(self, person: int) -> None:
        """Remove whatever is known of a person, with the keys that could open a copy of it.

        Their updates, those that still wait too, lose body and sender; memory, nudges, messages sent and unsent,
        invitations, couples, conversation and chat are gone. What was disclosed to a partner is the partner's and
        stays. Once committed, the file is written anew, so that it holds none of it.

        What the transaction does afterwards stands: a farewell finds a stranger's chat, with a key of its own, which
        housekeeping forgets. Raises `RuntimeError` for somebody who shares a conversation: unlink them first.
        """
        ...
