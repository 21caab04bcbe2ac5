"""Metrics for Prometheus. They say how much, how long and how late: no names, no ids, no language, no dialog, no word.

Every label has a small fixed set of values, all of which are there from the start.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, get_args

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.model.events import Tone
from bot.runtime import ports
from bot.runtime.watching import Turned, TurnKind
from bot.store.rows import Backlog, OutboxRow, Waiting

KINDS: Final = tuple(kind for part in get_args(TurnKind) for kind in get_args(part))
RESULTS: Final = ("taken", "set_aside")
TONES: Final[tuple[Tone, ...]] = get_args(Tone)
OUTCOMES: Final = {
    ports.Sent: "sent",
    ports.Retry: "retry",
    ports.NotSent: "not_sent",
    ports.Unknown: "unknown",
    ports.Refused: "refused",
    ports.Blocked: "blocked",
    ports.Moved: "moved",
    ports.Unfit: "unfit",
}

_MOST_UNANSWERED: Final = 10_000
"""Turns whose first answer is waited for: many need none."""

_TURN: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
_REPLY: Final = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600)
_LATE: Final = (1, 2, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400)


class Metrics:
    """Counts from when it was made. `text` is what Prometheus reads."""

    def __init__(self) -> None:
        # A second series beside each, with nothing in it but when this process began.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._now = _Now(registry)
        self._unanswered = OrderedDict[tuple[int, datetime], datetime]()
        self._updates = Counter("coach_updates_received", "New updates committed to the inbox.", registry=registry)
        self._turns = Counter("coach_turns", "Turns by what led to them.", ["kind", "result"], registry=registry)
        self._seconds = Histogram(
            "coach_turn_seconds", "A turn's own work, without its commit.", buckets=_TURN, registry=registry
        )
        self._replies = Histogram(
            "coach_reply_seconds",
            "From an update's receipt to its first answer in its chat.",
            buckets=_REPLY,
            registry=registry,
        )
        self._late = Histogram(
            "coach_nudge_late_seconds", "From a nudge's due time to its turn.", buckets=_LATE, registry=registry
        )
        self._sends = Counter(
            "coach_sends", "Calls for rows of the outbox, by what became of them.", ["outcome"], registry=registry
        )
        for kind in KINDS:
            for result in RESULTS:
                self._turns.labels(kind, result)
        for outcome in OUTCOMES.values():
            self._sends.labels(outcome)

    def received(self, count: int) -> None:
        """See `Observer`."""
        self._updates.inc(count)

    def turned(self, turn: Turned) -> None:
        """See `Observer`."""
        self._turns.labels(turn.kind, "set_aside" if turn.aside else "taken").inc()
        self._seconds.observe(turn.seconds)
        if turn.late is not None:
            self._late.observe(_seconds(turn.late))
        if turn.chat is not None and turn.at is not None and turn.received is not None:
            self._unanswered[turn.chat, turn.at] = turn.received
            if len(self._unanswered) > _MOST_UNANSWERED:
                self._unanswered.popitem(last=False)

    def sent(self, row: OutboxRow, outcome: ports.Outcome, at: datetime) -> None:
        """See `Observer`."""
        self._sends.labels(OUTCOMES[type(outcome)]).inc()
        if row.tone != "reply" or not isinstance(outcome, ports.Sent):
            return
        if (received := self._unanswered.pop((row.chat, row.created_at), None)) is not None:
            self._replies.observe(_seconds(at - received))

    def text(self, backlog: Backlog | None, now: datetime, *, ready: bool) -> bytes:
        """Everything in Prometheus's text format, as of `now`; without a backlog nothing is said of what waits."""
        self._now.backlog, self._now.at, self._now.ready = backlog, now, ready
        return generate_latest(self._registry)


class _Now(Collector):
    """What is as of the moment that somebody asks."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.backlog: Backlog | None = None
        self.at: datetime | None = None
        self.ready = False
        registry.register(self)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges."""
        yield GaugeMetricFamily("coach_ready", "1 while the coach takes updates, else 0.", float(self.ready))
        if self.backlog is None or self.at is None:
            return
        backlog, now = self.backlog, self.at
        yield from _gauges("inbox", "Updates that wait for their turn", [((), backlog.inbox)], now)
        tones = [((tone,), backlog.outbox[tone]) for tone in TONES]
        yield from _gauges("outbox", "Messages that wait to be sent to open chats", tones, now, ["tone"])
        yield from _gauges("nudges_due", "Nudges past their due time", [((), backlog.nudges)], now)


def _gauges(
    name: str, what: str, found: Sequence[tuple[Sequence[str], Waiting]], now: datetime, labels: Sequence[str] = ()
) -> Iterator[GaugeMetricFamily]:
    waiting = GaugeMetricFamily(f"coach_{name}_waiting", f"{what}.", labels=labels)
    oldest = GaugeMetricFamily(f"coach_{name}_oldest_seconds", f"{what}: the oldest's age.", labels=labels)
    for values, each in found:
        waiting.add_metric(values, each.count)
        oldest.add_metric(values, 0 if each.since is None else _seconds(now - each.since))
    yield from (waiting, oldest)


def _seconds(time: timedelta) -> float:
    # People's clock may be set back.
    return max(0.0, time.total_seconds())
