"""Forgetting a person in SQLite."""

from __future__ import annotations

from typing import Final

from bot.store.codec import of_conversation, of_person
from bot.store.sqlite.session import Session

_WIPES: Final = (
    "wipe_inputs",
    "wipe_line",
    "wipe_memory",
    "wipe_nudges",
    "wipe_messages",
    "wipe_invitations",
    "wipe_claims",
    "wipe_couples",
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
        await self._remove_key(of_person(person))
        await self._rows("set_dirty", dirty=True)
        self.dirty = True
