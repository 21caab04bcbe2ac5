"""Which calls may begin now: what goes first, what has room, what goes together, and what is too late."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.runtime.joining import MOST, is_late, joined
from bot.runtime.limits import Limits
from bot.runtime.ports import OutMessage
from bot.store.bounds import MANY_BEHIND
from bot.store.contract import LATE, Transaction
from bot.store.rows import OutboxRow, Shown

_AT_ONCE: Final = 8
"""More calls at once make each slower, over httpx most of all: its pool is scanned for every request."""

_UNASKED_AT_ONCE: Final = 4
"""So many of them may be nudges, and edits that only shrink older buttons: a reply never finds all taken by those."""


@dataclass(frozen=True, slots=True)
class Call:
    """Rows of one chat that begin to go together: one; several, with the message that they make (`whole`); or edits
    that are made one after the other. `copies` are the messages that show the question of an edit, by its row."""

    rows: Sequence[OutboxRow]
    whole: OutMessage | None = None
    copies: Mapping[int, Sequence[Shown]] = field(default_factory=dict)

    @property
    def unasked(self) -> bool:
        """Whether nobody waits for it."""
        return self.rows[0].unasked


def free(limits: Limits, calls: Collection[Call], now: float, *, unasked: bool = False) -> int:
    """How many calls may begin beside those that are under way; how many of what nobody waits for."""
    room = min(_AT_ONCE - len(calls), limits.room(now, unasked=unasked))
    return min(room, _UNASKED_AT_ONCE - sum(call.unasked for call in calls)) if unasked else room


@dataclass(slots=True)
class Choice:
    """One look at what waits, in one transaction. `begun` are the calls chosen so far: their rows are marked, and
    counted in the limits. Rows that are `apart` are not joined with others."""

    transaction: Transaction
    limits: Limits
    monotonic: Callable[[], float]
    now: datetime
    under_way: Collection[Call]
    apart: Collection[int] = ()
    begun: list[Call] = field(default_factory=list)
    _passed: set[int] = field(default_factory=set)
    """Chats in which nothing more is looked for."""

    async def make(self) -> list[Call]:
        """All that may begin now. Raises `DamagedError` for a row that cannot be opened."""
        while await self._choose():
            pass
        return self.begun

    def _free(self, *, unasked: bool = False) -> int:
        return free(self.limits, [*self.under_way, *self.begun], self.monotonic(), unasked=unasked)

    async def _choose(self) -> bool:
        """Choose among the first that wait; whether there may be more."""
        if (most := self._free()) <= 0:
            return False
        held = self.limits.held(self.monotonic())
        rows = await self.transaction.heads(
            most, resting=held.resting | self._passed, full=held.full, unasked=self._free(unasked=True) > 0
        )
        replaced = False
        for row in rows:
            if not row.unasked or self._free(unasked=True) > 0:
                replaced = await self._take(row) or replaced
        return replaced or len(rows) == most

    async def _take(self, row: OutboxRow) -> bool:
        """Begin with a row what may begin; whether its chat has another first row instead."""
        if self.limits.wait(row.chat, edit=row.kind != "send", now=self.monotonic()) > 0:
            self._passed.add(row.chat)
            return False
        if row.kind == "send" and await self._too_late(row):
            return True
        rows: Sequence[OutboxRow] = [row]
        whole = None
        if row.rank == 3:
            rows = (await self.transaction.waiting_in(row.chat, self._free(unasked=True)))[: self._free()]
        elif is_late(row, self.now):
            if await self._more_comes(row):
                self._passed.add(row.chat)
                return False
            rows, whole = await self._together(row)
        await self._begin(rows, whole)
        return False

    async def _begin(self, rows: Sequence[OutboxRow], whole: OutMessage | None) -> None:
        copies = {}
        for n, row in enumerate(rows):
            if n == 0 or whole is None:
                edit = row.kind != "send"
                self.limits.take(row.chat, edit=edit, now=self.monotonic(), unasked=row.unasked)
            await self.transaction.mark_sending(row.seq)
            if row.kind == "edit" and row.ask is not None:
                copies[row.seq] = await self.transaction.copies(row.seq)
        self.begun.append(Call(rows, whole, copies))

    async def _more_comes(self, row: OutboxRow) -> bool:
        """Whether a few more answers are about to come, which go together with this one; those to a pile take longer,
        and its one line says so."""
        if row.chat < 0:
            return False
        return 0 < await self.transaction.inputs_waiting(row.chat, MANY_BEHIND + 1) <= MANY_BEHIND

    async def _together(self, row: OutboxRow) -> tuple[Sequence[OutboxRow], OutMessage | None]:
        waiting = [each for each in await self.transaction.waiting_in(row.chat, MOST) if each.seq >= row.seq]
        if not waiting or any(each.seq in self.apart for each in waiting):
            return [row], None
        return joined(waiting) or ([row], None)

    async def _too_late(self, row: OutboxRow) -> bool:
        """Whether a message was worth sending soon only: what is to stand in its place goes instead, or nothing."""
        if b'"until"' not in row.body:
            return False
        try:
            message = OutMessage.from_json(row.body)
        except (ValueError, KeyError, TypeError):
            return False
        if message.until is None or self.now <= message.until:
            return False
        if message.instead:
            await self.transaction.replace_late(row.seq, OutMessage(message.instead, silent=True).to_json())
        else:
            await self.transaction.mark_aside(row.seq, LATE)
        return True
