"""Groups in SQLite."""

from __future__ import annotations

from datetime import datetime

from bot.store.codec import of_person
from bot.store.sqlite.outbox import SqliteOutbox
from bot.store.sqlite.session import micros


class SqliteGroups(SqliteOutbox):
    """Fulfils `Groups`; the contract says what each method promises."""

    async def people_in_group(self, chat: int) -> list[int]:
        """See the contract."""
        return [row["id"] for row in await self._rows("people_in_group", chat=chat)]

    async def knows_group(self, chat: int) -> bool:
        """See the contract."""
        return await self._row("knows_group", chat=chat) is not None

    async def bind_group(self, chat: int, conversation: str, at: datetime) -> None:
        """See the contract."""
        await self._rows("bind_group", chat=chat, conversation=conversation, at=micros(at))

    async def tell_group(self, chat: int, at: datetime) -> bool:
        """See the contract."""
        return await self._row("tell_group", chat=chat, at=micros(at)) is not None

    async def move_group(self, chat: int, now: int) -> None:
        """See the contract."""
        await self._rows("move_group", chat=chat, now=now)
        await self.move_chat(chat, now)

    async def free_group(self, chat: int, at: datetime, *, silent: bool) -> None:
        """See the contract."""
        await self._rows("free_group", chat=chat)
        if silent:
            await self.tell_group(chat, at)
        await self._rows("wipe_messages", person=chat)
        await self._rows("wipe_chat", person=chat)
        await self._remove_key(of_person(chat))
