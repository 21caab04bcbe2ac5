"""Who stays away is forgotten: without ever having agreed, or behind a closed door."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.coach.actions.linking import unlink
from bot.engine.turn import Turn
from bot.model.events import Forget
from bot.model.state import Person, Run

UNAGREED: Final = timedelta(days=30)
"""So long somebody who has agreed to nothing is known after the last thing they did."""

BLOCKED: Final = timedelta(days=2 * 365)
"""So long somebody is known who has blocked the coach."""


def never_agreed(person: Person, now: datetime) -> bool:
    """Whether somebody has agreed to nothing, and done nothing for so long that they are to be forgotten."""
    return not person.consented and (person.last_input is None or now - person.last_input >= UNAGREED)


def lapse(turn: Turn, who: int) -> None:
    """Everything goes, without a word to them; a link ends first, as any link does."""
    run = Run(turn.world.fresh.id(), "unlink", "", who, [who], turn.world.now, None)
    unlink(turn, run, None)
    turn.hushed.add(who)
    turn.emit(Forget(who, None))
