"""The copies that two have of what is theirs together."""

from __future__ import annotations

from typing import Final

from bot.engine.turn import Turn
from bot.model.memory import ENDED, OURS, SILENCED, Memory
from bot.model.state import Run

MOST: Final = 50
"""Among how many of the latest items of a kind the other's copy is looked for."""


def former_copies(turn: Turn, run: Run, kind: str) -> dict[int, Memory | None]:
    """Each person's copy of the item that a run is about, if it is about one of that kind. Whoever has let go of theirs
    has one again, like the other's and new, and silent until they want it."""
    mine = turn.world.memory.item(run.starter, run.extra.get("item", ""))
    ours = mine.values.get(OURS) if mine is not None and mine.kind == kind else None
    if mine is None or ours is None:
        return dict.fromkeys(run.people)
    found: dict[int, Memory | None] = {run.starter: mine}
    for who in run.people:
        if who != run.starter:
            latest = turn.world.memory.latest(who, kind, MOST)
            found[who] = next((each for each in latest if each.values.get(OURS) == ours), None) or _like(turn, mine)
    return found


def _like(turn: Turn, mine: Memory) -> Memory:
    values = {name: value for name, value in mine.values.items() if name != ENDED} | {SILENCED: True}
    return Memory(turn.world.fresh.id(), mine.kind, 0, turn.world.now, values)
