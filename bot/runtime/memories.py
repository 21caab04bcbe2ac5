"""What people have in memory, looked up as far as a turn asks for it.

The engine cannot wait. So a question whose answer is not at hand yet ends the play with `Wanted`; its answer is read,
and the same input is played again from the same state with the same chance, which makes it the same play.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.model.memory import Invitation, Memory, Reminder
from bot.store.contract import Transaction
from bot.store.memories import read_values
from bot.store.rows import MemoryRow, NudgeRow


@dataclass(frozen=True, slots=True)
class _One:
    who: int
    id: str


@dataclass(frozen=True, slots=True)
class _Titled:
    who: int
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class _Latest:
    who: int
    kind: str
    most: int
    skip: int


@dataclass(frozen=True, slots=True)
class _Counts:
    who: int


@dataclass(frozen=True, slots=True)
class _Reminders:
    who: int


@dataclass(frozen=True, slots=True)
class _Invitations:
    who: int


_Query = _One | _Titled | _Latest | _Counts | _Reminders | _Invitations


class Wanted(Exception):
    """The engine has asked for something in memory that was not read yet: `Recollection.look_up` reads it."""

    def __init__(self, query: _Query) -> None:
        super().__init__("something in memory was not read yet")
        self.query = query


class Recollection:
    """Fulfils `Memories` with what one transaction has read so far; what it has not, it raises `Wanted` for."""

    def __init__(self) -> None:
        self._items: dict[_One | _Titled | _Latest, tuple[Memory, ...]] = {}
        self._counts: dict[int, Mapping[str, int]] = {}
        self._reminders: dict[int, Sequence[Reminder]] = {}
        self._invitations: dict[int, Sequence[Invitation]] = {}

    def item(self, who: int, id: str) -> Memory | None:
        """See `Memories`."""
        # Ids are ours and ASCII; what somebody forged may be no text that a database takes.
        return next(iter(self._of(_One(who, id))), None) if id.isascii() else None

    def titled(self, who: int, kind: str, title: str) -> Memory | None:
        """See `Memories`."""
        return next(iter(self._of(_Titled(who, kind, title))), None)

    def latest(self, who: int, kind: str, most: int, skip: int = 0) -> Sequence[Memory]:
        """See `Memories`."""
        return self._of(_Latest(who, kind, most, skip))

    def counts(self, who: int) -> Mapping[str, int]:
        """See `Memories`."""
        if who not in self._counts:
            raise Wanted(_Counts(who))
        return self._counts[who]

    def reminders(self, who: int) -> Sequence[Reminder]:
        """See `Memories`."""
        if who not in self._reminders:
            raise Wanted(_Reminders(who))
        return self._reminders[who]

    def invitations(self, who: int) -> Sequence[Invitation]:
        """See `Memories`."""
        if who not in self._invitations:
            raise Wanted(_Invitations(who))
        return self._invitations[who]

    def _of(self, query: _One | _Titled | _Latest) -> tuple[Memory, ...]:
        if query not in self._items:
            raise Wanted(query)
        return self._items[query]

    async def look_up(self, tx: Transaction, wanted: Wanted) -> None:
        """Read what was wanted."""
        match wanted.query:
            case _Counts(who):
                self._counts[who] = await tx.memory_counts(who)
                return
            case _Reminders(who):
                self._reminders[who] = [reminder(row) for row in await tx.waiting_nudges(who)]
                return
            case _Invitations(who):
                rows_made = await tx.invitations_of(who)
                self._invitations[who] = [
                    Invitation(row.id, row.created_at, row.expires_at, row.state in ("open", "claimed"))
                    for row in rows_made
                ]
                return
            case _One(who, id):
                found = await tx.memory(id, who)
                rows = [found] if found is not None else []
            case _Titled(who, kind, title):
                found = await tx.memory_titled(who, kind, title)
                rows = [found] if found is not None else []
            case _Latest(who, kind, most, skip):
                rows = await tx.latest_memories(who, kind, most, skip)
        self._items[wanted.query] = tuple(opened(row) for row in rows)

    def changed(self, who: int) -> None:
        """Something in a person's memory is different now: it is read anew when it is asked for."""
        self._items = {query: items for query, items in self._items.items() if query.who != who}
        for read in (self._counts, self._reminders, self._invitations):
            read.pop(who, None)


async def load(tx: Transaction, person: int, kind: str | None = None) -> list[Memory]:
    """A person's memory items, all or of one kind, oldest first: as many as there are."""
    return [opened(row) for row in await tx.memories(person, kind)]


def reminder(row: NudgeRow) -> Reminder:
    """A row as the reminder that it keeps."""
    return Reminder(row.id, row.due, row.reason, row.subject, row.revision, row.expires)


def opened(row: MemoryRow) -> Memory:
    """A row as the item that it keeps."""
    return Memory(row.id, row.kind, row.revision, row.created_at, read_values(row.body))
