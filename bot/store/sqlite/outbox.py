"""Messages and chats in SQLite."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.errors import DamagedError
from bot.store.codec import of_person
from bot.store.contract import LATE, STALE
from bot.store.rows import OutboxRow, Outgoing, QuestionRow
from bot.store.sqlite.session import Session, as_list, instant, micros

_STALE: Final = timedelta(days=1)


class SqliteOutbox(Session):
    """Fulfils `Outbox`; the contract says what each method promises."""

    async def add_message(self, message: Outgoing) -> int:
        """See the contract."""
        [row] = await self._rows(
            "add_message",
            chat=message.chat,
            kind=message.kind,
            tone=message.tone,
            ask=message.ask,
            question=message.question,
            once=message.once,
            last=message.last,
            body=await self._seal("outbox", of_person(message.chat), message.body),
            created_at=micros(message.created_at),
        )
        return int(row["seq"])

    async def question_rows(self, chat: int, asks: Sequence[str]) -> list[QuestionRow]:
        """See the contract."""
        return [
            QuestionRow(
                ask=row["ask"],
                question=bool(row["question"]),
                state=row["state"],
                message_id=row["message_id"],
                bound=row["bound"],
                doubled=bool(row["doubled"]),
                seq=row["seq"],
                dated=None if row["dated"] is None else instant(row["dated"]),
            )
            for row in await self._rows("question_rows", chat=chat, asks=as_list(asks))
        ]

    async def ask_of_message(self, chat: int, message_id: int) -> str | None:
        """See the contract."""
        row = await self._row("ask_of_message", chat=chat, message_id=message_id)
        return None if row is None else row["ask"]

    async def unread(self, chat: int, message_id: int) -> bool:
        """See the contract."""
        row = await self._row("unread", chat=chat, message_id=message_id)
        return row is not None and bool(row["unread"])

    async def sent_since(self, chat: int, since: datetime) -> list[tuple[int, datetime]]:
        """See the contract."""
        rows = await self._rows("sent_since", chat=chat, since=micros(since))
        return [(row["message_id"], instant(row["sent_at"])) for row in rows]

    async def copies(self, seq: int) -> list[int]:
        """See the contract."""
        return [row["message_id"] for row in await self._rows("copies", seq=seq)]

    async def note_message(self, chat: int, message_id: int) -> None:
        """See the contract."""
        await self._rows("note_message", chat=chat, message_id=message_id)

    async def open_chat(self, chat: int, at: datetime) -> None:
        """See the contract."""
        if await self._row("open_chat", chat=chat) is not None:
            await self._rows("set_aside_stale", chat=chat, at=micros(at), before=micros(at - _STALE), error=STALE)

    async def close_chat(self, chat: int) -> None:
        """See the contract."""
        if await self._row("last_waits", chat=chat) is not None:
            await self._heard_the_last(chat)
        else:
            await self._rows("close_chat", chat=chat)

    async def _heard_the_last(self, chat: int) -> None:
        """A farewell is out, or never will be: it goes, with all that its sending left of somebody who is not back."""
        await self._rows("wipe_last", chat=chat)
        self.dirty = True
        if await self._row("is_back", person=chat) is None:
            await self._rows("wipe_messages", person=chat)
            await self._rows("wipe_chat", person=chat)
            await self._remove_key(of_person(chat))

    async def chat_closed(self, chat: int) -> bool:
        """See the contract."""
        row = await self._row("chat_closed", chat=chat)
        return row is not None and bool(row["closed"])

    async def move_chat(self, old: int, new: int) -> None:
        """See the contract."""
        for row in await self._rows("unsent_of_chat", chat=old):
            try:
                body = await self._open("outbox", of_person(old), row["body"], row["seq"])
            except DamagedError:
                await self._rows("lose_message", id=row["seq"])
                continue
            sealed = await self._seal("outbox", of_person(new), body)
            await self._rows("move_unsent", seq=row["seq"], chat=new, body=sealed)

    async def heads(self, limit: int) -> list[OutboxRow]:
        """See the contract."""
        return [
            OutboxRow(
                seq=row["seq"],
                chat=row["chat"],
                kind=row["kind"],
                tone=row["tone"],
                ask=row["ask"],
                body=await self._open("outbox", of_person(row["chat"]), row["body"], row["seq"]),
                attempts=row["attempts"],
            )
            for row in await self._rows("heads", limit=limit, hold=self.dirty)
        ]

    async def mark_sending(self, seq: int) -> int | None:
        """See the contract."""
        row = await self._row("mark_sending", seq=seq)
        return None if row is None else row["bound"]

    async def mark_sent(self, seq: int, message_id: int | None, at: datetime, dated: datetime | None = None) -> None:
        """See the contract."""
        when = micros(dated) if dated is not None else None
        row = await self._row("mark_sent", seq=seq, message_id=message_id, at=micros(at), dated=when, late=LATE)
        if row is not None and message_id is not None:
            await self.note_message(row["chat"], message_id)
        if row is not None and row["last"]:
            await self._heard_the_last(row["chat"])

    async def mark_pending(self, seq: int, error: str, *, maybe_sent: bool = False) -> None:
        """See the contract."""
        await self._rows("mark_pending", seq=seq, error=error, maybe_sent=maybe_sent, late=LATE)

    async def mark_aside(self, seq: int, error: str) -> None:
        """See the contract."""
        row = await self._row("mark_aside", seq=seq, error=error)
        if row is not None and row["last"]:
            await self._heard_the_last(row["chat"])

    async def retract(self, chat: int, ask: str) -> None:
        """See the contract."""
        await self._rows("retract", chat=chat, ask=ask)

    async def messages_of(self, chat: int, ask: str) -> list[int]:
        """See the contract."""
        return [row["message_id"] for row in await self._rows("messages_of", chat=chat, ask=ask)]

    async def is_late(self, chat: int, ask: str) -> bool:
        """See the contract."""
        return await self._row("is_late", chat=chat, ask=ask, late=LATE, stale=STALE) is not None

    async def is_waiting(self, chat: int, ask: str) -> bool:
        """See the contract."""
        return await self._row("is_waiting", chat=chat, ask=ask) is not None

    async def replace_late(self, seq: int, body: bytes) -> None:
        """See the contract."""
        row = await self._row("chat_of_row", seq=seq)
        if row is not None:
            sealed = await self._seal("outbox", of_person(row["chat"]), body)
            await self._rows("replace_late", seq=seq, body=sealed, late=LATE)

    async def reset_sending(self) -> int:
        """See the contract."""
        return len(await self._rows("reset_sending"))

    async def pending_count(self) -> int:
        """See the contract."""
        [row] = await self._rows("pending_count")
        return int(row["rows"])
