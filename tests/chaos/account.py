"""Whether every promise was kept: what people did, against what the database says and what came to their phones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.chaos.left import Kept
from tests.chaos.people import BACK, HELP, Expected

PROMISED_NONE = (
    "updates lost",
    "texts lost",
    "applied twice",
    "messages lost",
    "nudges missed",
    "nudges fired twice",
    "delivered twice beyond what was in flight",
    "people who waited in vain",
    "ends that were none of ours",
)
"""What is never to be: the names of these counts."""


@dataclass
class Account:
    """Counts by name, in the order of the table; and groups of counts."""

    counts: Counter[str] = field(default_factory=Counter)
    groups: dict[str, Counter[str]] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)
    """What to look at where a promise was broken."""

    @property
    def broken(self) -> list[str]:
        """The promises that were."""
        return [name for name in PROMISED_NONE if self.counts[name]]

    def add(self, other: Account) -> None:
        """Take another world's into this one."""
        self.counts.update(other.counts)
        for name, group in other.groups.items():
            self.groups.setdefault(name, Counter()).update(group)
        self.trouble += other.trouble


def applied(people: Iterable[tuple[int, Expected]], kept: Kept) -> Counter[str]:
    """Of all that was typed, what came of it: never nothing, never two things."""
    found: Counter[str] = Counter({"texts lost": 0, "applied twice": 0, "things typed that are looked for": 0})
    for who, expected in people:
        helps = _rows(kept, who, (HELP,))
        times = [kept.texts[who, text] for text in expected.texts] + [kept.minutes[who, m] for m in expected.minutes]
        found["things typed that are looked for"] += expected.pieces
        found["texts lost"] += times.count(0) + max(0, expected.helps - helps)
        found["applied twice"] += sum(max(0, n - 1) for n in times) + max(0, helps - expected.helps)
    return found


def fired(people: Iterable[tuple[int, Expected]], kept: Kept) -> Counter[str]:
    """Of each time away one nudge: fired, and said once."""
    found: Counter[str] = Counter({"nudges due": 0, "nudges missed": 0, "nudges fired twice": 0})
    for who, expected in people:
        due, said = len(expected.minutes), _rows(kept, who, BACK)
        found["nudges due"] += due
        found["nudges missed"] += max(0, due - min(said, kept.nudges[who, "fired"]))
        found["nudges fired twice"] += max(0, said - due)
    return found


def delivered(came: Counter[tuple[int, str]], kept: Kept, bound: Counter[int]) -> Counter[str]:
    """Of each message one copy at least; a further one only where one was in flight that nobody knew of."""
    lost, twice = kept.messages - came, came - kept.messages
    by_chat: Counter[int] = Counter()
    for (chat, _), copies in twice.items():
        by_chat[chat] += copies
    return Counter(
        {
            "messages delivered": came.total(),
            "messages lost": lost.total(),
            "delivered twice": by_chat.total(),
            "in flight at an end, or with an outcome that nobody knew": bound.total(),
            "delivered twice beyond what was in flight": (by_chat - bound).total(),
        }
    )


def received(sent: Sequence[int], kept: Kept) -> Counter[str]:
    """Of each update one row, and one turn."""
    done = sum(kept.updates.get(id) == "done" for id in sent)
    return Counter({"updates sent by people": len(sent), "updates lost": len(sent) - done})


def _rows(kept: Kept, chat: int, texts: Sequence[str]) -> int:
    return sum(n for (who, said), n in kept.messages.items() if who == chat and any(text in said for text in texts))
