"""What whoever runs the coach may watch of its work: how much, how long and how late; never who, nor what about."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bot.runtime import updates
from bot.runtime.ports import Outcome
from bot.store.rows import OutboxRow

TurnKind = updates.Kind | Literal["nudge", "damaged"]
"""What led to a turn; `damaged`: an update that cannot be read, or something that cannot be opened."""

Worker = Literal["turns", "delivery"]
"""What must go on for as long as the coach lives."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A turn that was taken, or, with `aside`, one that could not be: then what led to it is set aside.

    `seconds` is its own work, without the commit that it may share with others. It was taken at `at`; of a nudge,
    `late` is how long after its due time, and else what came from `chat` at `received` led to it.
    """

    kind: TurnKind
    seconds: float
    aside: bool = False
    at: datetime | None = None
    chat: int | None = None
    received: datetime | None = None
    late: timedelta | None = None


class Observer(Protocol):
    """Is told of what happens. Nothing depends on it, and it keeps nothing of anybody beyond their next answer."""

    def reached(self, trouble: str) -> None:
        """Telegram was asked for updates, or on the way there: what was the matter, "" for nothing."""
        ...

    def received(self, count: int) -> None:
        """So many new updates were committed to the inbox."""
        ...

    def turned(self, turn: Turned) -> None:
        """A turn was taken and committed, or could not be."""
        ...

    def sent(self, row: OutboxRow, outcome: Outcome, at: datetime) -> None:
        """A call for a row of the outbox has ended."""
        ...

    def beat(self, worker: Worker) -> None:
        """A worker goes on."""
        ...


class Unwatched:
    """Takes note of nothing. Fulfils `Observer`."""

    def reached(self, trouble: str) -> None:
        """See `Observer`."""

    def received(self, count: int) -> None:
        """See `Observer`."""

    def turned(self, turn: Turned) -> None:
        """See `Observer`."""

    def sent(self, row: OutboxRow, outcome: Outcome, at: datetime) -> None:
        """See `Observer`."""

    def beat(self, worker: Worker) -> None:
        """See `Observer`."""


class Tally:
    """The turns of one transaction, which the observer is told of once it is committed."""

    def __init__(self, observer: Observer, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._observer = observer
        self._monotonic = monotonic
        self._began = monotonic()
        self._turns: list[Turned] = []

    def begin(self) -> None:
        """A turn begins."""
        self._began = self._monotonic()

    def taken(self, kind: TurnKind, chat: int, received: datetime, at: datetime) -> None:
        """The turn that has begun was of an update, which came from this chat at `received`."""
        self._turns.append(Turned(kind, self._seconds(), at=at, chat=chat, received=received))

    def fired(self, due: datetime, at: datetime) -> None:
        """The turn that has begun was of a nudge."""
        self._turns.append(Turned("nudge", self._seconds(), at=at, late=at - due))

    def unreadable(self) -> None:
        """The turn that has begun is none: its update cannot be read."""
        self._turns.append(Turned("damaged", self._seconds(), aside=True))

    def committed(self) -> None:
        """What was taken is so for good."""
        turns, self._turns = self._turns, []
        for turn in turns:
            self._observer.turned(turn)

    def failed(self, kind: TurnKind) -> None:
        """The transaction was rolled back, and what led to its last turn is set aside."""
        self._turns = [Turned(kind, self._seconds(), aside=True)]
        self.committed()

    def _seconds(self) -> float:
        return self._monotonic() - self._began
