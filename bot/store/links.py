"""What a transaction can say of invitations and couples: a part of the contract."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Protocol

from bot.store.rows import InvitationRow


class Links(Protocol):
    """The part of a transaction about them."""

    async def make_invitation(self, id: str, token_hash: bytes, inviter: int, at: datetime, expires: datetime) -> None:
        """Store an invitation; the inviter's earlier ones that are open or claimed become void."""
        ...

    async def invitation_by_token(self, token_hash: bytes) -> InvitationRow | None:
        """The invitation whose token has this hash, whatever its state."""
        ...

    async def invitation(self, id: str) -> InvitationRow | None:
        """The invitation with this id, whatever its state."""
        ...

    async def invitations_of(self, inviter: int) -> list[InvitationRow]:
        """All invitations that a person made, oldest first, whatever their state."""
        ...

    async def claim_invitation(self, id: str, person: int, now: datetime) -> bool:
        """Take an invitation that is open, not expired and not one's own. Of all who try, the first gets True."""
        ...

    async def close_invitation(self, id: str, state: Literal["linked", "void"]) -> None:
        """Use up an invitation, one way or the other."""
        ...

    async def remove_invitation(self, id: str, inviter: int) -> None:
        """Forget an invitation, if that person made it."""
        ...

    async def void_invitations(self, inviter: int) -> None:
        """Make a person's open and claimed invitations void."""
        ...

    async def add_couple(self, id: str, a: int, b: int, at: datetime) -> None:
        """Note that two people are linked."""
        ...

    async def linked_since(self, person: int) -> datetime | None:
        """Since when a person is linked; None for somebody who is not."""
        ...

    async def end_couple(self, id: str, at: datetime) -> None:
        """Note that two people are linked no more."""
        ...
