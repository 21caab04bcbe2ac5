"""What comes again and again: to whom the coach writes at its hour."""

from __future__ import annotations

from typing import Final

from bot.coach.in_force import as_now
from bot.coach.revising import revise
from bot.engine.runs import clear_trails
from bot.engine.steps.remember import as_item
from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.memory import CONFIRMED, SILENCED
from bot.model.state import Run
from bot.model.values import Option

NIGHT: Final = "night_ok"
"""The question whether an hour may make a sound in quiet hours."""


def write_then(turn: Turn, run: Run, source: str | None) -> None:
    """Whoever gave this answer is written to whenever what was remembered comes round, and after a no they are not;
    with a sound in their quiet hours where they have said so. Nobody else learns of it."""
    clear_trails(run)
    answer = next((a for a in reversed(run.answers) if a.step == source and a.value is not None), None)
    made = run.made.get(answer.person) if answer is not None else None
    if answer is None or made is None:
        return
    who, kind = answer.person, turn.world.library.kinds[made.kind]
    found = turn.world.memory.item(who, made.id)
    item = next(iter(as_now(turn, who, [found] if found is not None else [], only=made.id)), None)
    if item is None:
        return
    night = run.answer(NIGHT, who)
    loud = night is not None and night.value == Option("yes")
    values = {**item.values, SILENCED: answer.value == Option("no"), CONFIRMED: loud}
    revise(turn, who, item, values)
    run.made[who] = as_item(kind, Remember(item.id, who, item.kind, item.revision + 1, values))
