"""The part of the contract about messages on their way, and the chats that they go to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.store.rows import OutboxRow, Outgoing, QuestionRow, Shown


class Outbox(Protocol):
    """The part of a transaction about messages and chats. Message ids are Telegram's, per chat."""

    async def add_message(self, message: Outgoing) -> int:
        """Queue a message at the end of its chat; its sequence number."""
        ...

    async def question_rows(self, chat: int, asks: Sequence[str]) -> list[QuestionRow]:
        """The messages sent, or still to be sent, for these asks, oldest first; none that was set aside."""
        ...

    async def bodies_of(self, chat: int, ask: str, since: datetime) -> list[bytes]:
        """The bodies, not erased yet, of an ask's messages that were queued at or after `since`, newest first."""
        ...

    async def ask_of_message(self, chat: int, message_id: int) -> str | None:
        """The ask that a delivered message belongs to."""
        ...

    async def unread(self, chat: int, message_id: int) -> bool:
        """Whether whoever wrote `message_id` had not seen all of ours: some message is unsent, or has a greater id."""
        ...

    async def sent_since(self, chat: int, since: datetime) -> list[tuple[int, datetime]]:
        """The ids of our messages delivered to a chat at or after `since`, oldest first, each with its time."""
        ...

    async def replies_since(self, chat: int, since: datetime) -> list[int]:
        """The ids of our answers delivered to a chat at or after `since`, oldest first; nothing unasked."""
        ...

    async def drop_replies(self, chat: int) -> None:
        """Erase our answers to a chat, setting aside those on their way and what was to change in its messages."""
        ...

    async def copies(self, seq: int) -> list[Shown]:
        """The delivered messages with the question of an edit, queued before it: the newest two at most. None whose
        buttons are those of something that was joined to the question later."""
        ...

    async def note_message(self, chat: int, message_id: int) -> None:
        """Note that a chat has a message with this id."""
        ...

    async def open_chat(self, chat: int, at: datetime) -> None:
        """Deliver to a chat again. After a time closed, replies and nudges over a day old are set aside as stale."""
        ...

    async def close_chat(self, chat: int) -> None:
        """Deliver nothing to a chat until it is opened again."""
        ...

    async def chat_closed(self, chat: int) -> bool:
        """Whether delivery to a chat is closed."""
        ...

    async def move_chat(self, old: int, new: int) -> None:
        """Send to `new` what waits for `old`."""
        ...

    async def heads(
        self, limit: int, *, resting: Collection[int] = (), full: Collection[int] = (), unasked: bool = True
    ) -> list[OutboxRow]:
        """What may be sent next: of each open chat its first unsent row, unless one is being sent.

        Within a chat, edits that show no question come after all else, but before a deletion that was queued after
        them: they only shrink older buttons, and nobody waits for that. They also wait for all inputs. Between chats,
        replies come before relays, those before nudges; within each the oldest first. A chat is as urgent as the most
        urgent row that waits there.

        Left out are the chats that are `resting`, new messages to those that are `full`, and, unless `unasked`, nudges
        and edits that show no question. What it costs depends on `limit`, not on how much waits.
        """
        ...

    async def waiting_in(self, chat: int, most: int) -> list[OutboxRow]:
        """The first rows of a chat that wait to be sent, in the order in which they were queued."""
        ...

    async def mark_sending(self, seq: int) -> int | None:
        """Note that the call for a row begins; the last message id known in its chat, which is also kept with it."""
        ...

    async def mark_sent(self, seq: int, message_id: int | None, at: datetime, dated: datetime | None = None) -> None:
        """Note that a row was delivered, as which message, and when by Telegram's own clock. A body marked `once` is
        erased. An edit that has become a message of its own is one that was sent from here on.
        """
        ...

    async def mark_pending(self, seq: int, error: str, *, maybe_sent: bool = False) -> None:
        """Note that a row must be sent again. `error` never quotes a message."""
        ...

    async def mark_aside(self, seq: int, error: str) -> None:
        """Note that a row will never be sent. `error` never quotes a message."""
        ...

    async def retract(self, chat: int, ask: str) -> None:
        """Set aside the messages of an ask that have not begun to go out."""
        ...

    async def messages_of(self, chat: int, ask: str) -> list[int]:
        """The ids of the delivered messages of an ask, oldest first."""
        ...

    async def is_late(self, chat: int, ask: str) -> bool:
        """Whether a message of an ask did not go out, or something else in its place, because its time had passed."""
        ...

    async def is_waiting(self, chat: int, ask: str) -> bool:
        """Whether a message of an ask is still to be sent."""
        ...

    async def replace_late(self, seq: int, body: bytes) -> None:
        """Send another body in the place of one whose time has passed. The row is late, also once it was sent."""
        ...

    async def reset_sending(self) -> int:
        """At start: send again what a crash left in the middle of its call; how many there were."""
        ...

    async def pending_count(self) -> int:
        """How many rows are not sent yet, those of closed chats included."""
        ...
