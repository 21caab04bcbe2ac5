"""What was kept back from somebody: while they were out, or until their morning."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.quiet import in_quiet
from bot.engine.turn import Turn
from bot.model.state import Held


def let_out(turn: Turn, who: int) -> None:
    """Say now what was kept back from a person, unless it has lost its sense."""
    person = turn.person(who)
    held, person.held = person.held, []
    newest = {item.outing: item for item in held}
    for item in held:
        if _still_true(turn, item) and (item.outing is None or newest[item.outing] is item):
            turn.emit(replace(item.say, silent=turn.actor != who and in_quiet(person, turn.world.now)))


def _still_true(turn: Turn, held: Held) -> bool:
    if held.outing is None:
        return True
    for person in turn.conversation.people.values():
        outing = person.outing
        while outing is not None:
            if outing.id == held.outing and outing.until > turn.world.now:
                return True
            outing = outing.within
    return False
