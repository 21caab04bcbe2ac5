"""Forgetting a person in SQLite, and who has been away for so long that they are forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.store.codec import of_conversation, of_person
from bot.store.sqlite.session import Session, micros

_WIPES: Final = (
    "wipe_inputs",
    "wipe_newest_input",
    "wipe_line",
    "wipe_memory",
    "wipe_nudges",
    "wipe_messages",
    "wipe_words",
    "wipe_invitations",
    "wipe_claims",
    "wipe_couples",
    "wipe_shared_aside",
    "wipe_aside",
)


class SqliteForgetting(Session):
    """Fulfils `Forgetting`; the contract says what each method promises."""

    async def forget(self, person: int) -> None:
        """See the contract."""
        if await self._rows("companions", person=person):
            raise RuntimeError("a person is unlinked before they are forgotten")
        for query in _WIPES:
            await self._rows(query, person=person)
        for row in await self._rows("wipe_conversation", person=person):
            await self._remove_key(of_conversation(row["id"]))
        await self._rows("wipe_person", person=person)
        await self._rows("wipe_chat", person=person)
        if await self._row("last_waits", chat=person) is None:
            await self._remove_key(of_person(person))
        else:
            await self.recount(person, told=True)
        await self._rows("set_dirty", dirty=True)
        self.dirty = True

    async def knows(self, person: int) -> bool:
        """See the contract."""
        return await self._row("knows", person=person) is not None

    async def closed_since(self, at: datetime, after: int, most: int) -> list[int]:
        """See the contract."""
        return [row["id"] for row in await self._rows("closed_since", closed=micros(at), after=after, most=most)]

    async def quiet_since(self, at: datetime, after: int, most: int) -> list[int]:
        """See the contract."""
        return [row["id"] for row in await self._rows("quiet_since", quiet=micros(at), after=after, most=most)]
