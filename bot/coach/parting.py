"""The end of a link. Whoever ends it, or is forgotten, has parted at once; nothing of it is to be seen on the other's
phone until the other does something here, and then it is the first thing that they read.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.coach import retelling, sharing
from bot.engine.notes import keep_words, note
from bot.engine.runs import end
from bot.engine.steps.offer import OfferStep
from bot.engine.turn import Turn
from bot.model.events import Prompt, Remember, Settle
from bot.model.group import FreeGroup
from bot.model.inputs import Input, Text
from bot.model.links import Gone, Parted
from bot.model.state import Run
from bot.model.values import Picks, Value, Variable, Words

ENDED = Prompt("unlink", "ended")


def part(turn: Turn, me: int, other: int) -> None:
    """End what the two have between them. What each had begun for themselves goes on for them alone."""
    turn.conversation.couple = None
    if (group := turn.conversation.group) is not None:
        # What is open there goes as if it had never been asked: nobody is told in it that anything has ended.
        turn.conversation.group = None
        turn.emit(FreeGroup(me, group.chat))
    turn.person(other).parted = Parted()
    for run in [r for r in turn.conversation.runs.values() if len(r.people) > 1]:
        if _is_own(turn, run):
            _go_on_alone(run)
            continue
        for who in run.people:
            _give_back(turn, run, who)
        _forget_caller(turn, run, other)
        _leave_unseen(turn, run, other)
        end(turn, run)
    for who in (me, other):
        person = turn.person(who)
        for extra in person.extras:
            note(turn, who, extra.text)
        person.extras.clear()
        person.held.clear()
        person.last_words = person.holds_until = None
        sharing.forget_all(turn, who)
        retelling.forget_told(person)


def _is_own(turn: Turn, run: Run) -> bool:
    """Whether a dialog of the two is one person's alone so far, who can begin it alone as well."""
    dialog = turn.world.library.dialogs.get(run.dialog)
    if dialog is None or dialog.command is None or "solo" not in dialog.forms or run.stranded or run.block is not None:
        return False
    if run.me is None or set(run.seats) != {run.me}:
        return False
    ask = run.seats[run.me].ask
    return ask is not None and not isinstance(dialog.steps.get(ask.step), OfferStep)


def _go_on_alone(run: Run) -> None:
    run.people, run.here = [run.starter], False
    for answer in run.answers:
        answer.visibility = "private"


def _give_back(turn: Turn, run: Run, who: int) -> None:
    """What somebody wrote and the other has not seen stays theirs, among their notes."""
    own = [(a.step, _typed(a.value)) for a in run.answers if a.person == who and not a.disclosed and a.kept]
    ask = run.seats[who].ask if who in run.seats else None
    if ask is not None:
        # A list that was not done with; no entry of one can hurt.
        own.append((ask.step, _listed(part.text for part in ask.own)))
    mine: dict[str, Variable] = {step: words for step, words in own if words is not None}
    if mine and run.item is None:
        turn.emit(Remember(turn.world.fresh.id(), who, turn.world.library.kind_of("words"), 1, mine))


def _typed(value: Value | None) -> Words | None:
    """What of an answer somebody typed: options and numbers are no words of theirs."""
    match value:
        case Words():
            return value
        case Picks():
            return _listed(value.own)
    return None


def _listed(entries: Iterable[str]) -> Words | None:
    return Words(", ".join(found)) if (found := [entry for entry in entries if entry]) else None


def _forget_caller(turn: Turn, run: Run, other: int) -> None:
    """What called it goes on if it is of whoever ends the link; what the other had it called by would speak to them."""
    caller = turn.run(run.parent)
    if caller is None or caller.people != [other]:
        run.parent = run.parent if caller is not None and len(caller.people) == 1 else None
        return
    run.parent = None
    _forget_caller(turn, caller, other)
    del turn.conversation.runs[caller.id]


def _leave_unseen(turn: Turn, run: Run, who: int) -> None:
    """Take somebody out of a run, and leave their chat as it is."""
    person, seat = turn.person(who), run.seats.pop(who, None)
    run.people.remove(who)
    assert person.parted is not None
    if seat is not None and seat.ask is not None and seat.ask.shown and seat.ask.there is None:
        person.parted.gone.append(Gone(seat.ask.id, run.dialog, seat.ask.step))
        person.parted.asked = person.parted.asked or person.foreground == run.id
    ask = seat.ask if seat is not None else None
    if ask is not None and ask.unsure is not None and ask.wanted is None and (not ask.hurts or ask.keeping == "kept"):
        note(turn, who, ask.unsure)
    if person.foreground == run.id:
        person.foreground = None
    person.queue = [r for r in person.queue if r != run.id]
    person.parked = [p for p in person.parked if p.run != run.id]


def tell(turn: Turn, who: int) -> Parted | None:
    """Tell whoever does something that their link has ended, before anything comes of what they do: once."""
    person = turn.person(who)
    parted, person.parted = person.parted, None
    if parted is not None:
        for gone in parted.gone:
            turn.emit(Settle(who, gone.ask, gone.dialog, gone.step, None))
        turn.say(who, ENDED)
    return parted


def kept(turn: Turn, happened: Input, parted: Parted | None) -> bool:
    """Keep words that were meant for a question that went with the link; whether they were."""
    if parted is None or not parted.asked or not isinstance(happened, Text) or happened.reply is not None:
        return False
    person, hear = turn.person(happened.person), turn.world.hear
    to_the_coach = hear.control(happened.text, person) or hear.talk(happened.text, person)
    if to_the_coach is not None or hear.command(happened.text, person) is not None:
        return False
    keep_words(turn, happened.person, happened.text)
    return True
