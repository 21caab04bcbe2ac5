"""Being out: how an outing ends, and what was held until then."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.turn import Turn
from bot.model.state import Held


def come_back(turn: Turn, who: int) -> None:
    """End the person's outing; what was kept back for them comes now, unless it has lost its sense."""
    person = turn.person(who)
    person.outing = None
    held, person.held = person.held, []
    newest = {item.outing: item for item in held}
    for item in held:
        if _still_true(turn, item) and (item.outing is None or newest[item.outing] is item):
            turn.emit(replace(item.say, silent=False))
    turn.finished.add(who)


def _still_true(turn: Turn, held: Held) -> bool:
    if held.outing is None:
        return True
    now = turn.world.now
    outings = (p.outing for p in turn.conversation.people.values())
    return any(o is not None and o.id == held.outing and o.until > now for o in outings)
