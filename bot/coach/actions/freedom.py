"""Little room twice running never leads to more togetherness."""

from __future__ import annotations

from bot.coach.fitting import LITTLE
from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.state import Run
from bot.model.values import Number


def heed_freedom(turn: Turn, run: Run, source: str | None) -> None:
    """Whoever has marked little of it now and the time before is offered nothing that brings two people closer, until
    they begin such a thing themselves. Comes after what it looks at was remembered; nothing of it shows to anybody."""
    assert source is not None, "it says what it looks at"
    for event in list(turn.events):
        if not isinstance(event, Remember) or event.person not in run.people or source not in event.values:
            continue
        before = turn.world.memory.latest(event.person, event.kind, 1)
        if is_little(event.values[source]) and before and is_little(before[0].values.get(source)):
            turn.person(event.person).wants_room = True


def is_little(value: object) -> bool:
    """Whether a mark says that there is little."""
    return isinstance(value, Number) and value.n <= LITTLE
