"""Messages and chats in SQLite."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.errors import DamagedError
from bot.store.codec import DataKey, of_person, unreadable
from bot.store.contract import LATE, STALE
from bot.store.rows import OutboxRow, Outgoing, QuestionRow, Shown
from bot.store.sqlite.session import Session, as_list, instant, micros

_STALE: Final = timedelta(days=1)


class SqliteOutbox(Session):
    """Fulfils `Outbox`; the contract says what each method promises."""

    async def add_message(self, message: Outgoing) -> int:
        """See the contract."""
        owner, seq = of_person(message.chat), self._ring.number("outbox")
        key = await self._sound_key(owner)
        await self._rows(
            "add_message",
            seq=seq,
            chat=message.chat,
            kind=message.kind,
            tone=message.tone,
            ask=message.ask or no_ask(key, seq),
            question=message.question,
            once=message.once,
            last=message.last,
            body=await self._seal("outbox", owner, framed(message.ask, message.body), seq),
            created_at=micros(message.created_at),
        )
        return seq

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

    async def bodies_of(self, chat: int, ask: str, since: datetime) -> list[bytes]:
        """See the contract."""
        rows = await self._rows("bodies_of", chat=chat, ask=ask, since=micros(since))
        return [unframed(await self._open("outbox", of_person(chat), row["body"], row["seq"]))[1] for row in rows]

    async def ask_of_message(self, chat: int, message_id: int) -> str | None:
        """See the contract."""
        row = await self._row("ask_of_message", chat=chat, message_id=message_id)
        return None if row is None else await self._ask(chat, row["seq"], row["ask"])

    async def unread(self, chat: int, message_id: int) -> bool:
        """See the contract."""
        row = await self._row("unread", chat=chat, message_id=message_id)
        return row is not None and bool(row["unread"])

    async def sent_since(self, chat: int, since: datetime) -> list[tuple[int, datetime]]:
        """See the contract."""
        rows = await self._rows("sent_since", chat=chat, since=micros(since))
        return [(row["message_id"], instant(row["sent_at"])) for row in rows]

    async def replies_since(self, chat: int, since: datetime) -> list[int]:
        """See the contract."""
        return [row["message_id"] for row in await self._rows("replies_since", chat=chat, since=micros(since))]

    async def drop_replies(self, chat: int) -> None:
        """See the contract."""
        await self._rows("drop_replies", chat=chat)
        await self._rows("erase_replies", chat=chat)

    async def copies(self, seq: int) -> list[Shown]:
        """See the contract."""
        return [Shown(row["message_id"], bool(row["joined"])) for row in await self._rows("copies", seq=seq)]

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
            sealed = await self._seal("outbox", of_person(new), body, row["seq"])
            await self._rows("move_unsent", seq=row["seq"], chat=new, body=sealed)

    async def heads(
        self, limit: int, *, resting: Collection[int] = (), full: Collection[int] = (), unasked: bool = True
    ) -> list[OutboxRow]:
        """See the contract."""
        without = {"resting": as_list([*resting]), "full": as_list([*full])}
        rows = await self._rows("heads", limit=limit, hold=self.dirty, unasked=unasked, **without)
        return [await self._unsent(row) for row in rows]

    async def waiting_in(self, chat: int, most: int) -> list[OutboxRow]:
        """See the contract."""
        return [await self._unsent(row) for row in await self._rows("waiting_in", chat=chat, most=most)]

    async def mark_sending(self, seq: int) -> int | None:
        """See the contract."""
        row = await self._row("mark_sending", seq=seq)
        return None if row is None else row["bound"]

    async def mark_sent(self, seq: int, message_id: int | None, at: datetime, dated: datetime | None = None) -> None:
        """See the contract."""
        when = micros(dated) if dated is not None else None
        row = await self._row("mark_sent", seq=seq, message_id=message_id, at=micros(at), dated=when)
        if row is not None and message_id is not None:
            await self.note_message(row["chat"], message_id)
        if row is not None and row["last"]:
            await self._heard_the_last(row["chat"])

    async def mark_pending(self, seq: int, error: str, *, maybe_sent: bool = False) -> None:
        """See the contract."""
        await self._rows("mark_pending", seq=seq, error=error, maybe_sent=maybe_sent)

    async def mark_aside(self, seq: int, error: str) -> None:
        """See the contract."""
        if error == LATE:
            await self._rows("set_aside_late", seq=seq, ask=await self._late_ask(seq), error=STALE)
            return
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
        if (held := await self._held(of_person(chat))) is None:
            return False
        return await self._row("is_late", chat=chat, ask=ask, late=late_ask(held[0], ask), stale=STALE) is not None

    async def is_waiting(self, chat: int, ask: str) -> bool:
        """See the contract."""
        return await self._row("is_waiting", chat=chat, ask=ask) is not None

    async def replace_late(self, seq: int, body: bytes) -> None:
        """See the contract."""
        row = await self._row("message", seq=seq)
        if row is not None:
            sealed = await self._seal("outbox", of_person(row["chat"]), framed(row["ask"], body), seq)
            await self._rows("replace_late", seq=seq, body=sealed, ask=await self._late_ask(seq))

    async def reset_sending(self) -> int:
        """See the contract."""
        return len(await self._rows("reset_sending"))

    async def pending_count(self) -> int:
        """See the contract."""
        [row] = await self._rows("pending_count")
        return int(row["rows"])

    async def _unsent(self, row: sqlite3.Row) -> OutboxRow:
        owner = of_person(row["chat"])
        ask, body = unframed(await self._open("outbox", owner, row["body"], row["seq"]))
        if self._is_old_message(owner, row):
            raise unreadable("outbox", row["seq"], owner)
        return OutboxRow(
            seq=row["seq"],
            chat=row["chat"],
            kind=row["kind"],
            tone=row["tone"],
            ask=ask,
            body=body,
            attempts=row["attempts"],
            created_at=instant(row["created_at"]),
            question=bool(row["question"]),
            rank=row["rank"],
        )

    async def _ask(self, chat: int, seq: int, ask: str | None) -> str | None:
        held = await self._held(of_person(chat))
        return None if held is not None and ask == no_ask(held[0], seq) else ask

    async def _late_ask(self, seq: int) -> str | None:
        row = await self._row("message", seq=seq)
        held = await self._held(of_person(row["chat"])) if row is not None else None
        return late_ask(held[0], row["ask"]) if row is not None and held is not None and row["ask"] else None


def framed(ask: str | None, body: bytes) -> bytes:
    """A message's body with its ask before it: what stands in the column may stand for another."""
    return f"{ask or ''}\n".encode() + body


def unframed(framed: bytes) -> tuple[str | None, bytes]:
    """The ask and the body that `framed` was given."""
    ask, _, body = framed.partition(b"\n")
    return ask.decode() or None, body


def no_ask(key: DataKey, seq: int) -> str:
    """What stands in place of an ask with a message that has none: only few messages have one of their own, and what
    these are about could be guessed."""
    return _like_an_ask(key.mark("no ask", str(seq)))


def late_ask(key: DataKey, ask: str) -> str:
    """What stands in place of an ask once its message is late, which nobody else is to see: help is what is worth
    sending soon only."""
    return _like_an_ask(key.mark("late", ask))


def _like_an_ask(mark: bytes) -> str:
    return base64.b32encode(mark)[:10].decode().lower()
