"""What was kept back from somebody: it comes when it may, in its order, without what has lost its sense meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.engine import relay
from bot.engine.answers import utf16
from bot.engine.quiet import in_quiet
from bot.engine.turn import Turn
from bot.model.events import Say, SetNudge
from bot.model.outings import Outing
from bot.model.state import Held, Person

LONGEST: Final = 3500
"""So many UTF-16 units of it are one message: Telegram allows 4,096, and a question may stand beneath."""


def bring_held(turn: Turn) -> None:
    """Bring everybody what may come to them now, and look again later at what may not."""
    for who in turn.conversation.people:
        _bring(turn, who)


def _bring(turn: Turn, who: int) -> None:
    person, own = turn.person(who), turn.actor == who
    if not person.held or relay.waits(person, turn.world.now):
        return
    if own and (who in turn.hushed or person.pile is not None):
        return
    # Who does something in their own night hears of what happened in it; nobody is told before the morning unasked.
    asleep = not own and in_quiet(person, turn.world.now)
    true = _still_true(turn, person.held)
    held, person.held = [h for h in true if not (asleep and h.by_day)], [h for h in true if asleep and h.by_day]
    length = 0
    for number, item in enumerate(held):
        size = _length(turn, person, item.say)
        if length and length + size > LONGEST:
            turn.relayed[who], length = False, 0
        # What somebody does themselves brings all of it: it finds the phone in their hand.
        if not own and not turn.reaches_with(item.say):
            person.held = [item for item in true if item in held[number:] or item in person.held]
            turn.kept_back.add(who)
            return
        length += size
        turn.emit(replace(item.say, silent=asleep or item.unheard))


def _length(turn: Turn, person: Person, say: Say) -> int:
    """In UTF-16 units; of what comes with a file, which is a message of its own, the words are not known yet."""
    if say.attach is not None:
        return LONGEST
    return utf16(say.ready or turn.world.render(say.prompt, say.values, person, person))


def look_again(turn: Turn) -> None:
    """Whoever has had enough for a day gets the rest when that day is over. What somebody waits with themselves, out or
    in a pause, comes when that ends."""
    for who in turn.kept_back:
        person = turn.person(who)
        if not relay.waits(person, turn.world.now):
            due = relay.opens(person, turn.world.now)
            turn.emit(SetNudge(f"held.{who}", who, "held", due, ""))


def _still_true(turn: Turn, held: list[Held]) -> list[Held]:
    """What tells of the other's time away lapses with it, and of several such only the last is said."""
    newest = {item.outing: item for item in held}
    now = turn.world.now
    away = {outing.id for p in turn.conversation.people.values() for outing in _outings(p) if outing.until > now}
    return [i for i in held if i.outing is None or (i.outing in away and newest[i.outing] is i)]


def _outings(person: Person) -> Iterator[Outing]:
    """Where somebody is, and what they were at when that began."""
    outing = person.outing
    while outing is not None:
        yield outing
        outing = outing.within
