"""The bot's queue of updates, with Telegram's long polling and acknowledgement."""

from __future__ import annotations

import asyncio

from bot.playground.changes import Changes
from bot.playground.clock import MovableClock
from bot.playground.refusal import Refusal
from bot.playground.state import Shape, State, Update

KEPT_SECONDS = 24 * 60 * 60
"""How long an update waits for the bot before Telegram drops it."""

SOON_DROPPED = {"inline_query": 30}
"""Kinds that wait only so many seconds."""

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that come only when the bot names them."""

_LIMIT = 100
_LONGEST_POLL = 50


class UpdateQueue:
    """Holds updates until the bot confirms them by asking with a higher offset."""

    def __init__(self, state: State, clock: MovableClock, changes: Changes) -> None:
        self._state = state
        self._clock = clock
        self._changes = changes
        self._poll: asyncio.Event | None = None
        self._closed = False

    def push(self, kind: str, payload: Shape) -> None:
        """Queue one update with the next id, unless the bot did not ask for its ``kind``."""
        allowed = self._state.allowed_updates
        if kind in allowed if allowed else kind not in NOT_BY_DEFAULT:
            self._state.last_update_id += 1
            self._state.updates.append(
                Update(update_id=self._state.last_update_id, kind=kind, payload=payload, date=int(self._clock.unix()))
            )
        self._changes.touch()

    @property
    def waiting(self) -> int:
        """How many updates the bot has not confirmed."""
        self._drop_old()
        return len(self._state.updates)

    @property
    def polled(self) -> bool:
        """Whether a long poll is open just now."""
        return self._poll is not None

    async def take(
        self, offset: int = 0, limit: int = _LIMIT, wait: int = 0, allowed: list[str] | None = None
    ) -> list[Shape]:
        """Answer one getUpdates: at most ``limit`` updates from ``offset`` on, waiting up to ``wait`` seconds.

        All ids below ``offset`` are confirmed and forgotten; a negative one keeps that many from the end. Raises the
        409 refusal when another call comes while this one waits.
        """
        if allowed is not None:
            self._state.allowed_updates = list(allowed)
        if self._poll is not None:
            self._poll.set()
        ended = self._poll = asyncio.Event()
        try:
            self._forget(offset)
            limit = min(max(limit, 1), _LIMIT)
            seconds = min(max(wait, 0), _LONGEST_POLL)
            await self._changes.until(lambda: ended.is_set() or self._closed or self.waiting > 0, seconds)
            if ended.is_set():
                raise Refusal(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            return [{"update_id": u.update_id, u.kind: u.payload} for u in self._state.updates[:limit]]
        finally:
            if self._poll is ended:
                self._poll = None

    def drop_pending(self) -> None:
        """Forget all updates, as deleteWebhook does when asked to."""
        self._state.updates.clear()
        self._changes.touch()

    def close(self) -> None:
        """End an open long poll with what there is; later ones do not wait."""
        self._closed = True
        self._changes.touch()

    def _forget(self, offset: int) -> None:
        before = len(self._state.updates)
        if offset < 0:
            del self._state.updates[: max(0, before + offset)]
        elif offset > 0:
            self._state.updates[:] = [u for u in self._state.updates if u.update_id >= offset]
        # Also wakes a poll that this one ends.
        self._changes.touch()

    def _drop_old(self) -> None:
        now = self._clock.unix()
        kept = [u for u in self._state.updates if u.date >= now - SOON_DROPPED.get(u.kind, KEPT_SECONDS)]
        if len(kept) < len(self._state.updates):
            self._state.updates[:] = kept
