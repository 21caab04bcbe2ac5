"""Bad days of a network and of Telegram, on order."""

from __future__ import annotations

import hashlib
from typing import Literal

from pydantic import BaseModel, Field

FaultKind = Literal["429", "403", "500", "502", "500_after", "garbage", "drop_before", "drop_after", "slow"]
"""What goes wrong: an answer with that status, the connection cut before or after the call is carried out, a delay, or
a call that is carried out and answered with an error, or with what is no answer.
"""

UNKNOWN: frozenset[FaultKind] = frozenset({"500_after", "garbage", "drop_after"})
"""Those after which the call is carried out and its caller cannot know."""


class Fault(BaseModel, extra="forbid"):
    """One kind of trouble for calls of one method (``*``: any), ``times`` over (None: without end).

    With ``probability`` below 1 it strikes by chance; the same ``seed`` strikes the same calls. ``seconds`` is the
    delay of ``slow`` and the ``retry_after`` of ``429``. ``chat_id`` narrows it to one chat.
    """

    kind: FaultKind
    method: str = "*"
    times: int | None = Field(default=1, ge=1)
    probability: float = Field(default=1.0, ge=0, le=1)
    seed: int = 0
    seconds: float = Field(default=1.0, ge=0)
    chat_id: int | None = None
    struck: int = 0
    seen: int = 0

    def fits(self, method: str, chat_id: int | None) -> bool:
        """Tell whether it is meant for this call and has not yet struck ``times`` over."""
        meant = self.method == "*" or self.method.lower() == method.lower()
        here = self.chat_id is None or self.chat_id == chat_id
        return meant and here and (self.times is None or self.struck < self.times)

    def strikes(self) -> bool:
        """Count one call and tell whether the fault strikes it."""
        self.seen += 1
        digest = hashlib.sha256(f"{self.seed}:{self.seen}".encode()).digest()
        hit = int.from_bytes(digest[:8], "big") / 2**64 < self.probability
        self.struck += hit
        return hit


class Faults:
    """The troubles on order, first come, first struck."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Put one more in the queue."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Let everything go well again."""
        self._faults.clear()

    def listed(self) -> list[Fault]:
        """Return those that can still strike."""
        return [f for f in self._faults if f.times is None or f.struck < f.times]

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the fault that hits this call, counted, or None."""
        return next((f for f in self._faults if f.fits(method, chat_id) and f.strikes()), None)
