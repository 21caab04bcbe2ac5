"""How fast a bot may write before Telegram answers 429."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """Messages a second in the long run, and how many may come at once before that counts."""

    per_second: float
    burst: int


PER_CHAT = Pace(per_second=1.0, burst=5)
"""One message a second into a private chat; Telegram lets short bursts pass."""

PER_GROUP = Pace(per_second=20 / 60, burst=20)
"""Twenty messages a minute into a group."""

OVERALL = Pace(per_second=30.0, burst=30)
"""Thirty messages a second over all chats."""


class RateLimits:
    """Counts what a bot sends, by real time: the movable clock does not make it faster."""

    def __init__(
        self,
        per_chat: Pace = PER_CHAT,
        overall: Pace = OVERALL,
        monotonic: Callable[[], float] = time.monotonic,
        per_group: Pace = PER_GROUP,
    ) -> None:
        self._monotonic = monotonic
        self._per_chat, self._per_group = per_chat, per_group
        self._overall = _Bucket(overall, monotonic())
        self._chats: dict[int, _Bucket] = {}

    def spend(self, chat_id: int) -> int:
        """Count one message into the chat and return 0, or the whole seconds to wait before trying again.

        The ids of groups are below nought.
        """
        now = self._monotonic()
        pace = self._per_group if chat_id < 0 else self._per_chat
        chat = self._chats.setdefault(chat_id, _Bucket(pace, now))
        wait = max(chat.wait(now), self._overall.wait(now))
        if wait > 0:
            return math.ceil(wait)
        chat.left -= 1
        self._overall.left -= 1
        return 0


class _Bucket:
    def __init__(self, pace: Pace, now: float) -> None:
        self._pace = pace
        self._at = now
        self.left = float(pace.burst)

    def wait(self, now: float) -> float:
        """Fill up to ``now`` and return the seconds until one more message is free."""
        self.left = min(self._pace.burst, self.left + (now - self._at) * self._pace.per_second)
        self._at = now
        return max(0.0, (1 - self.left) / self._pace.per_second)
