"""Delivery: from the outbox to Telegram, in order within a chat, replies first between chats, inside the limits.

Only the edits that shrink the buttons of older questions stand back, until nothing else waits anywhere that could go.
A chat is as urgent as the most urgent of what waits there: a reply brings along what was queued before it.

`sendMessage` has no idempotency key. So a row is marked `sending`, and that is committed, before the call. What is
known not to have arrived, and what nobody knows of, is sent again: a rare duplicate, never a loss. How long a chat
rests before that is counted in seconds that pass: people's time may be moved, or stand still, in play and in tests.

Commits are shared: one look notes all calls that have ended, and marks all that begin.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from bot.errors import DamagedError, OperatorError
from bot.insight.attachments import OutFile, Recipe, make
from bot.runtime.choosing import Call, Choice, free
from bot.runtime.deleting import delete
from bot.runtime.limits import Limits
from bot.runtime.outcomes import Outcomes
from bot.runtime.ports import Clock, Outcome, OutMessage, Refused, Retry, Sent, Transport
from bot.runtime.traces import without_words
from bot.runtime.watching import Observer, Unwatched
from bot.store.contract import Store
from bot.store.rows import OutboxRow, Shown

_IDLE: Final = 60.0
_GRACE: Final = 5.0

_GONE: Final = "to edit not found"
"""What Telegram says where a message was deleted: its buttons went with it."""

_log = logging.getLogger(__name__)


def _nothing() -> None:
    """Nobody is waiting for room."""


class Deliverer:
    """Sends what is in the outbox. One per store: two would break the order within a chat."""

    def __init__(
        self,
        store: Store,
        transport: Transport,
        limits: Limits,
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
        room: Callable[[], None] = _nothing,
        observer: Observer | None = None,
    ) -> None:
        self._store = store
        self._observer = observer or Unwatched()
        self._transport = transport
        self._limits = limits
        self._clock = clock
        self._monotonic = monotonic
        self._room = room
        self._outcomes = Outcomes(limits, monotonic, self._observer)
        self._news = asyncio.Event()
        self._drawing = asyncio.Lock()
        self._calls: dict[asyncio.Task[None], Call] = {}
        self._apart: set[int] = set()
        """Rows that Telegram refused together with others: each goes by itself."""
        self._awaited = False
        self._stopping = False
        self._failure: BaseException | None = None

    def wake(self) -> None:
        """Say that there may be something to send. Cheap: call it after every turn and every tick."""
        self._news.set()

    def crowded(self) -> bool:
        """Whether no nudge could go now. Then no more of them need be rendered: where they are stored, it is still told
        whether they have grown stale. As soon as one could, `room` is called."""
        self._awaited = self._stopping or not self._is_room()
        return self._awaited

    async def run(self) -> None:
        """Send until `stop`. Raises `TokenError` and `DatabaseError`, which no later attempt would mend."""
        async with self._store.transaction() as transaction:
            doubtful = await transaction.reset_sending()
        if doubtful:
            _log.warning("%d messages were being sent when the coach last ended: they are sent again", doubtful)
        try:
            while not self._stopping:
                self._news.clear()
                self._observer.beat("delivery")
                pause = await self._round()
                self._raise_failure()
                await self._rest(pause)
        finally:
            await self._finish()
        self._raise_failure()

    async def drain(self) -> None:
        """Send until nothing more may go now; what must wait stays. For tests."""
        while True:
            pause = await self._round()
            if self._calls:
                await asyncio.wait(self._calls)
            self._raise_failure()
            if not self._calls and not self._outcomes and pause > 0:
                return

    async def stop(self) -> None:
        """Begin nothing new, and let the calls under way end within a few seconds."""
        self._stopping = True
        self._news.set()
        await self._finish()

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return

    async def _finish(self) -> None:
        if self._calls:
            _, late = await asyncio.wait(self._calls, timeout=_GRACE)
            for call in late:
                # Its row stays `sending`: the next start knows that nobody knows.
                call.cancel()
            if late:
                await asyncio.wait(late)
        self._stopping = True
        await self._round()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    async def _round(self) -> float:
        """Note what has ended, and begin all calls that may begin now; the seconds after which to look again if nothing
        wakes us before.

        What cannot be opened is set aside, and its chat goes on.
        """
        while True:
            try:
                return await self._look()
            except DamagedError as damaged:
                now = await self._clock.now()
                async with self._store.transaction() as transaction:
                    if not await transaction.set_aside(damaged, now):
                        raise

    async def _look(self) -> float:
        """One transaction, unless there is nothing to note and nothing could begin."""
        tick = self._monotonic()
        if self._outcomes or (not self._stopping and free(self._limits, self._calls.values(), tick) > 0):
            now = await self._clock.now()
            async with self._store.transaction() as transaction:
                noted = await self._outcomes.note(transaction, now)
                under_way = self._calls.values()
                choice = Choice(transaction, self._limits, self._monotonic, now, under_way, self._apart)
                begun = await choice.make() if not self._stopping else []
            self._outcomes.forget(noted, now)
            for call in begun:
                task = asyncio.create_task(self._deliver(call))
                self._calls[task] = call
                task.add_done_callback(self._ended)
        if self._awaited and self._is_room():
            self._awaited = False
            self._room()
        pause = self._limits.held(self._monotonic()).seconds
        return _IDLE if pause is None else min(pause, _IDLE)

    def _is_room(self) -> bool:
        return free(self._limits, self._calls.values(), self._monotonic(), unasked=True) > 0

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._calls[task]
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failure = self._failure or error
        # What became of it is to be noted, its chat's next row may go, and another call may begin.
        self._news.set()

    async def _deliver(self, call: Call) -> None:
        if call.whole is not None:
            outcome = await self._call(call.rows[0], call.whole)
            if isinstance(outcome, Refused):
                # Of whichever it is that Telegram does not want: the others must not be lost with it.
                self._apart.update(row.seq for row in call.rows)
                outcome = Retry(0.0)
            self._outcomes.add(call.rows, outcome)
            return
        for n, row in enumerate(call.rows):
            outcome = await self._call(row, None, call.copies.get(row.seq, ()))
            if not isinstance(outcome, Sent | Refused):
                self._outcomes.add(call.rows[n:], outcome)
                return
            self._outcomes.add([row], outcome)

    async def _call(self, row: OutboxRow, whole: OutMessage | None, copies: Sequence[Shown] = ()) -> Outcome:
        try:
            if row.kind == "delete":
                return await delete(self._store, self._transport, row, await self._clock.now())
            message = whole or OutMessage.from_json(row.body)
            if message.people:
                seen = await self._transport.only_these(row.chat, message.people)
                if not isinstance(seen, Sent) or message.edit == "look":
                    return seen
            if row.kind == "send":
                return await self._send(row, message)
            return await self._edit(row, message, copies)
        except OperatorError:
            raise
        except Exception as error:
            _log.error("row %d of the outbox cannot be sent\n%s", row.seq, without_words(error))
            return Refused(f"unforeseen: {type(error).__name__}")

    async def _edit(self, row: OutboxRow, message: OutMessage, copies: Sequence[Shown]) -> Outcome:
        """Change the newest copy of a question, or fade the one before it. The message of an open question that isn't
        there, or can't be changed, is sent anew; so is one in which other words would be lost. Buttons that never
        reached anybody need no change."""
        target = copies[1:2] if message.edit == "fade" else copies[:1]
        if message.edit == "words" and target and target[0].joined:
            target = ()
        outcome: Outcome = Sent()
        if target and message.edit == "words":
            outcome = await self._transport.edit(row.chat, target[0].message_id, message)
        elif target:
            outcome = await self._transport.edit_keyboard(row.chat, target[0].message_id, message.keyboard)
        if message.edit not in ("buttons", "words") or (target and not isinstance(outcome, Refused)):
            gone = isinstance(outcome, Refused) and _GONE in outcome.error
            return Sent() if gone or isinstance(outcome, Sent) else outcome
        return await self._transport.send(row.chat, message)

    async def _send(self, row: OutboxRow, message: OutMessage) -> Outcome:
        if message.recipe is None:
            return await self._transport.send(row.chat, message)
        outcome: Outcome = Refused("its file cannot be made")
        file = await self._make(row, message.recipe)
        if file is not None:
            outcome = await self._transport.send(row.chat, replace(message, attachment=file))
        if isinstance(outcome, Refused) and message.text:
            _log.warning("row %d of the outbox goes without its file: %s", row.seq, outcome.error)
            return await self._transport.send(row.chat, message)
        return outcome

    async def _make(self, row: OutboxRow, recipe: Recipe) -> OutFile | None:
        async with self._drawing:
            try:
                return await asyncio.to_thread(make, recipe)
            except Exception as error:
                _log.error("the file of row %d of the outbox cannot be made\n%s", row.seq, without_words(error))
                return None
