"""Little room twice running never leads to more togetherness."""

from __future__ import annotations

from typing import Final

from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.state import Run
from bot.model.values import Number

LITTLE: Final = 2
"""Up to this, on a scale from 1 to 5, there is little."""


def heed_freedom(turn: Turn, run: Run, source: str | None) -> None:
    """Whoever has marked little of it now and the time before is offered nothing that brings two people closer, until
    they begin such a thing themselves. Comes after what it looks at was remembered; nothing of it shows to anybody."""
    assert source is not None, "it says what it looks at"
    for event in list(turn.events):
        if not isinstance(event, Remember) or event.person not in run.people or source not in event.values:
            continue
        before = turn.world.memory.latest(event.person, event.kind, 1)
        if _is_little(event.values[source]) and before and _is_little(before[0].values.get(source)):
            turn.person(event.person).wants_room = True


def _is_little(value: object) -> bool:
    return isinstance(value, Number) and value.n <= LITTLE
