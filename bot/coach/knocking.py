"""The knock after a breather: either can say once, without a sound, that they are ready when the other is.

It is no question and no demand. Who knocks reads the same words whatever becomes of it: it reaches nobody who is out on
anything else, or has asked for quiet, and that looks like silence. Whoever is still on this very breather gets it when
they are back.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.coach.nudging import is_paused
from bot.engine import relay
from bot.engine.turn import Turn
from bot.model.events import Prompt
from bot.model.memory import COUPLE, Memory
from bot.model.outings import Outing
from bot.model.script import Button

SPACE: Final = "space"
"""The dialog in whose words it is said."""

LASTS: Final = timedelta(hours=36)
"""So long after a breather began one can knock. It counts from the start, which both know: who came back early, or
stayed longer, is not to be told from it."""


def button(turn: Turn, who: int, outing: Outing) -> tuple[Button, ...]:
    """The button of whoever is back from a breather that the present partner knows of; none for who is to be offered
    nothing that brings two people closer."""
    if outing.kind != SPACE or turn.conversation.partner(who) is None or turn.person(who).keeps_apart:
        return ()
    return (Button(f"knock.{outing.id}", "ready"),) if _breather(turn, who, outing.id) is not None else ()


def knock(turn: Turn, who: int, outing_id: str) -> None:
    """Say it: at most once for each breather."""
    person, other = turn.person(who), turn.conversation.partner(who)
    if other is None or _breather(turn, who, outing_id) is None:
        turn.in_vain(who)
        return
    if person.knocked == outing_id:
        turn.in_vain(who, "doubled")
        return
    person.knocked = outing_id
    turn.say(who, Prompt(SPACE, "knock_sent"))
    if _comes(turn, other, outing_id):
        turn.quietly.add(other)
        turn.say(other, Prompt(SPACE, "knocks"))


def _comes(turn: Turn, to: int, outing_id: str) -> bool:
    person, now = turn.person(to), turn.world.now
    if is_paused(person, now) or (person.holds_until is not None and now < person.holds_until):
        return False
    if person.outing is not None:
        return person.outing.id == outing_id
    return relay.room(person, now) > 0


def _breather(turn: Turn, who: int, outing_id: str) -> Memory | None:
    """The breather of that id, of either of the two, within their link and not long ago."""
    for each in (who, turn.conversation.partner(who)):
        item = turn.world.memory.item(each, outing_id) if each is not None else None
        if item is not None and item.values.get(COUPLE) == turn.conversation.couple:
            return item if turn.world.now - item.created < LASTS else None
    return None
