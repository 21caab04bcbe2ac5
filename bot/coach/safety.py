"""Danger first: what an input leads to when words of danger are noticed in it, before anything else is done with it.

The words are stored nowhere. A dialog of one's own stops and keeps its place; a question between two is set aside and
expires as on any quiet day, so that the other can tell it from silence by nothing. Nothing of this is ever said to
anybody else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.coach.clearing import cleared_by_words
from bot.coach.guard import go_back
from bot.coach.noticing import TOGETHER, noticed
from bot.engine.arrival import arrival
from bot.engine.runs import end, last_aside, park, start
from bot.engine.turn import Turn
from bot.model.danger import Category, Danger, Doubt, Helped
from bot.model.events import Prompt, Retract, SetNudge
from bot.model.inputs import Input, Spoken, Text, Worded
from bot.model.referral import CountReferral
from bot.model.script import Button
from bot.model.state import Person

HELP_COMMAND: Final = "help_now"
"""What is typed for the help lines: it is never too much."""

IN_TIME = timedelta(minutes=5)
"""So old may words be when their answer comes; later somebody else may be holding the phone."""

HOLD = timedelta(days=3)
"""So long the coach's own nudges and offers are held: as an ordinary pause, without a reason."""

SOON = timedelta(minutes=10)
"""Within this time the same kind of danger is answered by the numbers alone."""

FLEETS = timedelta(minutes=10)
"""So long a message stands that is taken away."""


def watched(turn: Turn, happened: Input) -> bool:
    """Look for danger in the words that an input brings, and answer it; whether there was any."""
    if not isinstance(happened, Worded):
        return False
    danger = noticed(turn, happened)
    if danger is None:
        return False
    who, at = happened.person, happened.said.at
    if danger.unsure and isinstance(happened, Text) and (begun := cleared_by_words(turn, happened)) is not None:
        return begun
    turn.person(who).pieces = None
    if at is not None and turn.world.now - at > IN_TIME:
        _come_later(turn, happened, danger)
    elif danger.category is None:
        show_help(turn, who)
        _hold(turn, turn.person(who))
    elif danger.unsure and not _doubted(turn, who):
        _ask_if_safe(turn, happened, danger.category)
    else:
        help_with(turn, who, danger.category)
    return True


def pay(turn: Turn, happened: Input) -> bool:
    """Bring the help lines that are owed to whoever does something; whether they came.

    They do not come for words that were written long ago: nobody knows who reads the answer.
    """
    if not turn.person(happened.person).owed:
        return False
    at = happened.said.at if isinstance(happened, Spoken) else None
    if at is not None and turn.world.now - at > IN_TIME:
        return False
    helped, doubt = turn.person(happened.person).helped, turn.person(happened.person).doubt
    if doubt is not None:
        turn.person(happened.person).owed = False
        _check(turn, happened.person)
    elif helped is None:
        show_help(turn, happened.person)
    else:
        help_with(turn, happened.person, helped.category, anew=True)
    return True


def help_with(turn: Turn, who: int, category: Category, *, anew: bool = False) -> None:
    """Say what there is to say to this kind of danger; `anew`, as if it had not been said yet."""
    person, now = turn.person(who), turn.world.now
    lately = person.helped
    again = lately is not None and lately.category == category and now - lately.at <= SOON and not person.owed
    _hold(turn, person)
    person.doubt = None
    person.helped = Helped(category, now)
    person.owed = False
    if again and not anew:
        _set_aside(turn, who)
        _urgent(turn, who)
        turn.say(who, Prompt(_lines(turn), "help_again"), values={"category": category})
        return
    show_help(turn, who, category)


def show_help(turn: Turn, who: int, category: Category | None = None) -> None:
    """The help lines, without a sound; what the person was at keeps its place."""
    _set_aside(turn, who)
    for old in [r for r in turn.conversation.runs.values() if turn.unsaid(r) and who in r.people]:
        end(turn, old)  # or its last question would come again, without the help lines
    turn.person(who).owed = False
    _urgent(turn, who)
    start(turn, turn.world.library.with_role("urgent"), who, extra={"category": category or "none"})


def _lines(turn: Turn) -> str:
    """The dialog whose prompts speak of help."""
    return turn.world.library.with_role("urgent").name


def _urgent(turn: Turn, who: int) -> None:
    """Worth saying soon, or not aloud: it can be told by its mark whether it went out in time."""
    count(turn, who)
    turn.person(who).help_mark = turn.urgent[who] = turn.world.fresh.id()


def count(turn: Turn, who: int) -> None:
    """Help lines are shown: one more in this year's count, which names nobody and stands in no metric."""
    person, year = turn.person(who), turn.world.now.year
    turn.emit(CountReferral(who, year, first=person.referred != year))
    person.referred = year


def _set_aside(turn: Turn, who: int) -> None:
    turn.hushed.add(who)
    turn.quietly.add(who)
    run = turn.run(turn.person(who).foreground)
    if not turn.has_role(run, "urgent"):
        park(turn, who, offered=True)


def _hold(turn: Turn, person: Person) -> None:
    """Hold the coach's own nudges and offers, and what brings two people closer until the person says go on."""
    until = turn.world.now + HOLD
    person.paused_until = max(until, person.paused_until or until)
    person.apart = True
    for outing in (*person.planned, *([person.outing] if person.outing is not None else [])):
        outing.hushed = True


def _come_later(turn: Turn, happened: Worded, danger: Danger) -> None:
    """What was written long ago is answered by a neutral line, and by what it calls for at the next input."""
    person = turn.person(happened.person)
    _set_aside(turn, person.id)
    for old in [r for r in turn.conversation.runs.values() if turn.has_role(r, "urgent") and person.id in r.people]:
        end(turn, old)
    told, person.owed = person.owed, True
    if danger.unsure and danger.category is not None:
        text = happened.text if isinstance(happened, Text) else ""
        person.doubt = Doubt(text, danger.category, loose=True)
    else:
        _hold(turn, person)
        person.doubt = None
        person.helped = Helped(danger.category, turn.world.now) if danger.category is not None else None
    if not told:
        turn.common(person.id, "here_again")


def _doubted(turn: Turn, who: int) -> bool:
    """Whether the person is being asked already: twice in doubt is no doubt."""
    run = turn.run(turn.person(who).foreground)
    return turn.has_role(run, "doubt")


def _ask_if_safe(turn: Turn, happened: Worded, category: Category) -> None:
    person = turn.person(happened.person)
    text = happened.text if isinstance(happened, Text) else ""
    person.doubt = Doubt(text, category, *_meant_for(turn, happened))
    _check(turn, person.id)


def _meant_for(turn: Turn, happened: Worded) -> tuple[str | None, bool]:
    """The question that words would have answered, and whether they would have answered none though one was open."""
    if not isinstance(happened, Text):
        return None, False
    if happened.there is not None:
        return None, True  # in the group they are silence, whatever they were meant to answer
    if happened.reply is not None:
        return happened.reply, True
    run = turn.run(turn.person(happened.person).foreground)
    seat = run.seats.get(happened.person) if run is not None and not run.stranded else None
    if seat is None or seat.ask is None:
        return None, happened.unread
    in_time = arrival(happened, seat.ask) == "in time"
    return (seat.ask.id if in_time else None), not in_time


def _check(turn: Turn, who: int) -> None:
    """Ask, without a sound, whether the person is safe; what they were at keeps its place."""
    for old in [r for r in turn.conversation.runs.values() if turn.has_role(r, "doubt") and who in r.people]:
        end(turn, old)
    park(turn, who, offered=True)
    turn.hushed.add(who)
    turn.quietly.add(who)
    start(turn, turn.world.library.with_role("doubt"), who)


def drop_doubts(turn: Turn) -> None:
    """Doubted words are kept only while their writer is being asked about them, or still owed that question; and no
    question of the help stands again beneath what comes later from elsewhere."""
    for person in turn.conversation.people.values():
        front = turn.run(person.foreground)
        spoken_over = person.id in turn.spoken_to and turn.actor != person.id
        if front is not None and turn.has_role(front, "urgent") and spoken_over:
            end(turn, front)
        for run in [r for r in turn.conversation.runs.values() if turn.has_role(r, "doubt") and person.id in r.people]:
            if person.foreground != run.id:
                end(turn, run)
        asked = turn.run(person.foreground)
        if not person.owed and not turn.has_role(asked, "doubt"):
            person.doubt = None
        old = person.pieces is not None and turn.world.now - person.pieces.at > TOGETHER
        if old and person.id == turn.actor:
            person.pieces = None


def misread(turn: Turn, who: int) -> None:
    """It was not meant so: all is as before, and the numbers stay where they are."""
    person = turn.person(who)
    if person.helped is not None and person.paused_until == person.helped.at + HOLD:
        person.paused_until = None
    go_on_together(person)
    for run in [r for r in turn.conversation.runs.values() if turn.has_role(r, "urgent") and who in r.people]:
        end(turn, run)
    back = last_aside(turn, who)
    turn.say(who, Prompt(_lines(turn), "misread"), buttons=() if back is not None else (Button("menu", "menu"),))
    go_back(turn, who)


def go_on_together(person: Person) -> None:
    """The person says go on: what brings two people closer may be offered again."""
    person.apart = False
    person.helped = None


def cleared(turn: Turn, who: int) -> None:
    """The person is safe: what they had written is taken now, as it was meant."""
    person = turn.person(who)
    doubt, person.doubt = person.doubt, None
    if doubt is None or not doubt.text:
        go_back(turn, who)
    else:
        turn.cleared = doubt


def show_fleeting_help(turn: Turn, who: int) -> None:
    """Somebody's own help, without a sound, taken away at their next input or after ten minutes."""
    count(turn, who)
    mark = turn.person(who).fleeting = turn.world.fresh.id()
    turn.say(who, Prompt(_lines(turn), "help_fleeting"), fleeting=mark)
    turn.emit(SetNudge(f"retract.{who}", who, "retract", turn.world.now + FLEETS, mark))


def retract(turn: Turn, who: int) -> None:
    """Take away what was only to be seen for a moment."""
    mark, turn.person(who).fleeting = turn.person(who).fleeting, None
    if mark is not None:
        turn.emit(Retract(who, mark))
