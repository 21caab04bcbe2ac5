"""Two people who do something of everything, on a day when not everything goes well; and the words they use."""

from __future__ import annotations

from datetime import timedelta

from bot.playground.faults import Fault, FaultKind
from tests.stage import Stage

NAMES = ("Kanarienvogel", "Wellensittich")
TYPED = ("swimming", "Lisbon", "kingfisher", "tomorrow", "sparrow", "I could kill myself")


async def lively(s: Stage) -> None:
    """Two people who do something of everything, on a day when not everything goes well."""
    one, other = NAMES
    for name, language in zip(NAMES, ("en", "es"), strict=True):
        await s.welcome(name, language)
    await s.link(one, other)
    await s.send(one, "/leave")
    for words in ("swimming", "tomorrow at noon", "an hour", "kingfisher"):
        await s.send(one, words)
    await s.phone(one).edit(s.phone(one).messages[-2].message_id, "sparrow")
    await s.phone(other).send_media("voice")
    await s.send(other, "I could kill myself")
    await s.send(other, "/city Lisbon")
    await s.send(one, "/space")
    await s.press(one, "15 min")
    await s.move_clock(timedelta(minutes=20))
    kinds: tuple[FaultKind, ...] = ("429", "500", "drop_before")
    for kind in kinds:
        s.world.faults.add(Fault(kind=kind, method="sendMessage"))
        await s.send(one, "/menu")
    await s.phone(other).block()
    await s.settle()
    await s.phone(other).unblock()
    await s.send(other, "/menu")
