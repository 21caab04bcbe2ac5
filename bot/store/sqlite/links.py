"""Invitations and couples in SQLite."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Literal

from bot.store.rows import InvitationRow
from bot.store.sqlite.session import Session, instant, micros


class SqliteLinks(Session):
    """Fulfils `Links`; the contract says what each method promises."""

    async def make_invitation(self, id: str, token_hash: bytes, inviter: int, at: datetime, expires: datetime) -> None:
        """See the contract."""
        await self.void_invitations(inviter)
        await self._rows(
            "add_invitation",
            id=id,
            token_hash=token_hash,
            inviter=inviter,
            at=micros(at),
            expires=micros(expires),
        )

    async def invitation_by_token(self, token_hash: bytes) -> InvitationRow | None:
        """See the contract."""
        row = await self._row("invitation_by_token", token_hash=token_hash)
        return None if row is None else _invitation(row)

    async def invitation(self, id: str) -> InvitationRow | None:
        """See the contract."""
        row = await self._row("invitation", id=id)
        return None if row is None else _invitation(row)

    async def invitations_of(self, inviter: int) -> list[InvitationRow]:
        """See the contract."""
        return [_invitation(row) for row in await self._rows("invitations_of", inviter=inviter)]

    async def claim_invitation(self, id: str, person: int, now: datetime) -> bool:
        """See the contract."""
        return await self._row("claim_invitation", id=id, person=person, now=micros(now)) is not None

    async def close_invitation(self, id: str, state: Literal["linked", "void"]) -> None:
        """See the contract."""
        await self._rows("close_invitation", id=id, state=state)

    async def remove_invitation(self, id: str, inviter: int) -> None:
        """See the contract."""
        await self._rows("remove_invitation", id=id, inviter=inviter)

    async def void_invitations(self, inviter: int) -> None:
        """See the contract."""
        await self._rows("void_invitations", inviter=inviter)

    async def add_couple(self, id: str, a: int, b: int, at: datetime) -> None:
        """See the contract."""
        await self._rows("add_couple", id=id, a=a, b=b, at=micros(at))

    async def linked_since(self, person: int) -> datetime | None:
        """See the contract."""
        row = await self._row("linked_since", person=person)
        return None if row is None else instant(row["since"])

    async def end_couple(self, id: str, at: datetime) -> None:
        """See the contract."""
        await self._rows("end_couple", id=id, at=micros(at))


def _invitation(row: sqlite3.Row) -> InvitationRow:
    return InvitationRow(
        id=row["id"],
        inviter=row["inviter"],
        created_at=instant(row["created_at"]),
        expires_at=instant(row["expires_at"]),
        state=row["state"],
        claimed_by=row["claimed_by"],
    )
