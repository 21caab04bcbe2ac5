"""Eighteen and over: who tells in the welcome that they are younger is stopped kindly, and nothing of them is kept.

With a diary already there they are asked first: a slip of the finger must not cost anybody theirs.
"""

from __future__ import annotations

from bot.coach.noticing import own_words
from bot.coach.safety import count
from bot.engine.runs import end, start
from bot.engine.turn import Turn
from bot.model.events import Forget, Prompt
from bot.model.inputs import Edited, Text, Unreadable


def stopped(turn: Turn, happened: Text | Unreadable | Edited) -> bool:
    """Whether words tell, in the welcome, that their writer is under 18; if so, all that follows from it is done."""
    who = happened.person
    person = turn.person(who)
    run = turn.run(person.foreground)
    if run is not None and not turn.has_role(run, "welcome") and person.consented:
        return False
    if run is None and person.consented:
        return False
    seat = run.seats.get(who) if run is not None else None
    bare = run is not None and seat is not None and seat.ask is not None and seat.ask.step == turn.dialog(run).first
    if turn.world.read_age(own_words(happened), bare) is None:
        return False
    if person.consented or turn.world.memory.counts(who):
        start(turn, turn.world.library.with_role("minor"), who)
    else:
        too_young(turn, who)
    return True


def too_young(turn: Turn, who: int) -> None:
    """Nothing is kept; the last they hear is whom they can talk to."""
    for run in [r for r in turn.conversation.runs.values() if r.people == [who]]:
        end(turn, run)
    turn.hushed.add(who)
    count(turn, who)
    turn.emit(Forget(who, Prompt(turn.world.library.with_role("welcome").name, "too_young")))
