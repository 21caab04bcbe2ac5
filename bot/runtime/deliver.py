"""Delivery: from the outbox to Telegram, in order within a chat, replies first between chats, inside the limits.

Only the edits that shrink the buttons of older questions stand back within a chat, until nothing else waits there.

`sendMessage` has no idempotency key. So a row is marked `sending`, and that is committed, before the call. What is
known not to have arrived, and what nobody knows of, is sent again: a rare duplicate, never a loss. How long a chat
rests before that is counted in seconds that pass: people's time may be moved, or stand still, in play and in tests.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.errors import DamagedError, OperatorError
from bot.insight.attachments import OutFile, Recipe, make
from bot.runtime.deleting import delete
from bot.runtime.limits import Limits
from bot.runtime.looking import note_look
from bot.runtime.ports import (
    Blocked,
    Clock,
    Moved,
    NotSent,
    Outcome,
    OutMessage,
    Refused,
    Retry,
    Sent,
    Transport,
    Unfit,
    Unknown,
)
from bot.runtime.traces import without_words
from bot.store.contract import LATE, Store, Transaction
from bot.store.rows import OutboxRow

_AT_ONCE: Final = 8
"""More calls at once make each slower: the HTTP pool is scanned for every request."""

_LOOK: Final = 100
"""Rows looked at together; more than the chats that can be waiting for their next second."""

_IDLE: Final = 60.0
_FIRST_RETRY: Final = 1.0
_LONGEST_RETRY: Final = 60.0
_GRACE: Final = 5.0

_GONE: Final = "to edit not found"
"""What Telegram says where a message was deleted: its buttons went with it."""

_log = logging.getLogger(__name__)


class Deliverer:
    """Sends what is in the outbox. One per store: two would break the order within a chat."""

    def __init__(
        self,
        store: Store,
        transport: Transport,
        limits: Limits,
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._transport = transport
        self._limits = limits
        self._clock = clock
        self._monotonic = monotonic
        self._news = asyncio.Event()
        self._drawing = asyncio.Lock()
        self._calls: set[asyncio.Task[None]] = set()
        self._resting: dict[int, float] = {}
        self._stopping = False
        self._failure: BaseException | None = None

    def wake(self) -> None:
        """Say that there may be something to send. Cheap: call it after every turn and every tick."""
        self._news.set()

    async def run(self) -> None:
        """Send until `stop`. Raises `TokenError` and `DatabaseError`, which no later attempt would mend."""
        async with self._store.transaction() as transaction:
            doubtful = await transaction.reset_sending()
        if doubtful:
            _log.warning("%d messages were being sent when the coach last ended: they are sent again", doubtful)
        try:
            while not self._stopping:
                self._news.clear()
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
            if not self._calls:
                if pause > 0:
                    return
                continue
            await asyncio.wait(self._calls)
            self._raise_failure()

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
        if not self._calls:
            return
        _, late = await asyncio.wait(self._calls, timeout=_GRACE)
        for call in late:
            # Its row stays `sending`: the next start knows that nobody knows.
            call.cancel()
        if late:
            await asyncio.wait(late)

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    async def _round(self) -> float:
        """Begin all calls that may begin now; the seconds after which to look again if nothing wakes us before.

        What cannot be opened is set aside, and its chat goes on.
        """
        while True:
            try:
                return await self._begin()
            except DamagedError as damaged:
                now = await self._clock.now()
                async with self._store.transaction() as transaction:
                    if not await transaction.set_aside(damaged, now):
                        raise

    async def _begin(self) -> float:
        pause = _IDLE
        if self._stopping or len(self._calls) >= _AT_ONCE:
            return pause
        tick = self._monotonic()
        self._resting = {chat: until for chat, until in self._resting.items() if until > tick}
        begun: list[tuple[OutboxRow, list[int]]] = []
        async with self._store.transaction() as transaction:
            for row in await transaction.heads(_LOOK + len(self._resting)):
                if len(self._calls) + len(begun) >= _AT_ONCE:
                    break
                edit, tick = row.kind != "send", self._monotonic()
                rest = self._resting.get(row.chat, tick) - tick
                wait = max(rest, self._limits.wait(row.chat, edit=edit, now=tick))
                if wait > 0:
                    pause = min(pause, wait)
                    continue
                if row.kind == "send" and await self._too_late(transaction, row):
                    pause = 0.0
                    continue
                self._limits.take(row.chat, edit=edit, now=tick)
                await transaction.mark_sending(row.seq)
                asked = row.kind == "edit" and row.ask is not None
                begun.append((row, await transaction.copies(row.seq) if asked else []))
        for row, copies in begun:
            call = asyncio.create_task(self._deliver(row, copies))
            self._calls.add(call)
            call.add_done_callback(self._ended)
        return pause

    async def _too_late(self, transaction: Transaction, row: OutboxRow) -> bool:
        """Whether a message was worth sending soon only: what is to stand in its place goes instead, or nothing."""
        if b'"until"' not in row.body:
            return False
        try:
            message = OutMessage.from_json(row.body)
        except (ValueError, KeyError, TypeError):
            return False
        now = await self._clock.now()
        if message.until is None or now <= message.until:
            return False
        if message.instead:
            await transaction.replace_late(row.seq, OutMessage(message.instead, silent=True).to_json())
        else:
            await transaction.mark_aside(row.seq, LATE)
        return True

    def _ended(self, call: asyncio.Task[None]) -> None:
        self._calls.discard(call)
        if not call.cancelled() and (error := call.exception()) is not None:
            self._failure = self._failure or error
        # Its chat's next row may go, and another call may begin.
        self._news.set()

    async def _deliver(self, row: OutboxRow, copies: list[int]) -> None:
        await self._record(row, await self._call(row, copies))

    async def _call(self, row: OutboxRow, copies: list[int]) -> Outcome:
        try:
            if row.kind == "delete":
                return await delete(self._store, self._transport, row, await self._clock.now())
            message = OutMessage.from_json(row.body)
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

    async def _edit(self, row: OutboxRow, message: OutMessage, copies: list[int]) -> Outcome:
        """Change the newest copy of a question, or fade the one before it. The message of an open question that isn't
        there, or can't be changed, is sent anew; buttons that never reached anybody need no change."""
        target = copies[1:2] if message.edit == "fade" else copies[:1]
        outcome: Outcome = Sent()
        if target and message.edit == "words":
            outcome = await self._transport.edit(row.chat, target[0], message)
        elif target:
            outcome = await self._transport.edit_keyboard(row.chat, target[0], message.keyboard)
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

    async def _record(self, row: OutboxRow, outcome: Outcome) -> None:
        now = await self._clock.now()
        async with self._store.transaction() as transaction:
            if await note_look(transaction, row, outcome, now):
                return
            match outcome:
                case Sent(message_id, at):
                    await transaction.mark_sent(row.seq, message_id, now, at)
                case Retry(after):
                    self._limits.pause(row.chat, after, self._monotonic())
                    await transaction.mark_pending(row.seq, "too many requests")
                case NotSent(error):
                    self._rest_chat(row)
                    await transaction.mark_pending(row.seq, error)
                case Unknown(error):
                    self._rest_chat(row)
                    await transaction.mark_pending(row.seq, error, maybe_sent=True)
                case Refused(error):
                    _log.warning("row %d of the outbox is set aside: %s", row.seq, error)
                    await transaction.mark_aside(row.seq, error)
                case Blocked(error):
                    await transaction.mark_pending(row.seq, error)
                    await transaction.close_chat(row.chat)
                case Unfit(error):
                    await transaction.mark_aside(row.seq, error)
                case Moved(chat):
                    await transaction.mark_pending(row.seq, "the chat has moved")
                    await transaction.move_chat(row.chat, chat)

    def _rest_chat(self, row: OutboxRow) -> None:
        seconds = min(_LONGEST_RETRY, _FIRST_RETRY * 2 ** min(row.attempts, 10))
        self._resting[row.chat] = self._monotonic() + seconds
