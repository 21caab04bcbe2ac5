"""The one contract that every database fulfils.

Ids that tell nothing and due times are clear; bodies are sealed, each with its owner's key, for its own row alone.
Every method may raise `DatabaseError` when the database fails, and `DamagedError` when something in it cannot be
opened, or is an older copy: of an update, a due nudge or a message to be sent that says which, to be set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Final, Literal, Protocol

from bot.store.aside import SettingAside
from bot.store.bounds import Keep, keep_none
from bot.store.forgetting import Forgetting
from bot.store.groups import Groups
from bot.store.house import House
from bot.store.links import Links
from bot.store.memories import Memories
from bot.store.outbox import Outbox
from bot.store.restoring import Restoring
from bot.store.rows import (
    InboxRow,
    Incoming,
    NudgeRow,
    StoredConversation,
)

LATE: Final = "late"
"""Why a message was set aside that was worth sending soon only."""

STALE: Final = "stale"
"""Why a message was set aside that waited for more than a day for its chat to be opened again."""


class Turns(Protocol):
    """The part of a transaction that takes an input through a conversation."""

    async def next_input(self) -> InboxRow | None:
        """The oldest waiting update of the conversation whose turn it is.

        Conversations take turns, one update a round each; whoever comes new is the last of the round under way. Whose
        conversation an update belongs to is seen only now: two who are linked take one turn a round together.
        """
        ...

    async def inputs_waiting(self, person: int, most: int) -> int:
        """How many updates of a person wait for their turn, counted no further than `most`."""
        ...

    async def finish_input(self, seq: int, at: datetime, *, erase: bool = False) -> None:
        """Mark an update done, for good, or `erase` it, too. Its conversation goes to the back of the line."""
        ...

    async def set_aside_input(self, seq: int, error: str, at: datetime) -> None:
        """Mark an update as impossible to process; this was its conversation's turn. `error` names what went wrong
        and never quotes the update."""
        ...

    async def tell_refused(self, person: int) -> None:
        """Note that a person is being told how many of their updates were not kept."""
        ...

    async def updates_of(self, person: int, since: datetime) -> list[bytes]:
        """What a person sent that came at or after `since` and is not erased yet, as it came, oldest first."""
        ...

    async def conversation_of(self, person: int) -> StoredConversation | None:
        """The conversation that a person is part of."""
        ...

    async def save_conversation(self, id: str, people: Sequence[int], state: bytes, at: datetime) -> None:
        """Keep a conversation's state and make `people` its people; each leaves the one they were in before."""
        ...

    async def remove_conversation(self, id: str) -> None:
        """Forget a conversation; whoever is still in it is then in none."""
        ...

    async def add_nudge(self, nudge: NudgeRow) -> None:
        """Store a due time. One with a known id takes its place and waits anew."""
        ...

    async def due_nudge(self, now: datetime) -> NudgeRow | None:
        """The waiting nudge that has been due the longest, of all whose conversation has no update waiting."""
        ...

    async def close_nudge(self, row: str, state: Literal["fired", "dropped"]) -> None:
        """Mark the nudge that stands in a row so that it never fires again."""
        ...

    async def waiting_nudges(self, person: int) -> list[NudgeRow]:
        """A person's waiting nudges, soonest first."""
        ...


class Transaction(Turns, Memories, Links, Outbox, Groups, Forgetting, SettingAside, House, Restoring, Protocol):
    """All that can happen in one transaction. It is good only inside its `async with`."""

    def part(self) -> AbstractAsyncContextManager[None]:
        """A part of it, one at a time, that is undone alone when an exception leaves it."""
        ...


class Store(Protocol):
    """A database, open. Many tasks may use it at once."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """All or nothing: leaving normally commits, any exception (a cancellation too) rolls everything back."""
        ...

    async def receive(self, updates: Sequence[Incoming], at: datetime, keep: Keep = keep_none) -> list[bool]:
        """Commit updates to the inbox, in the order given; for each, whether it was new.

        When this returns, the updates are safe, and Telegram may be told so. It also notes their message ids and opens
        the chats in which somebody spoke.

        Once `MOST_WAITING` of one person wait, what they send until those are worked off is refused: only its id is
        kept, and how many there were (`InboxRow.refused`). What `keep` says must be kept waits all the same, up to
        twice that number.
        """
        ...

    async def offset(self) -> int:
        """The update id to ask Telegram for next: one more than the last received; 0 at first."""
        ...

    async def forget(self, person: int) -> None:
        """Forget a person in a transaction of its own; `Forgetting` says what that means."""
        ...

    async def housekeeping(self, now: datetime) -> None:
        """Erase bodies delivered or done 7 days ago; forget rows finished 30 days ago, and keys that open nothing.

        After somebody was forgotten it also writes the file anew, at most once a day: all else waits for that.
        """
        ...

    async def close(self) -> None:
        """Finish what is under way and let go of the database."""
        ...
