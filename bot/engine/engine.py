"""The engine's one door: a conversation and an input in, the changed conversation and events out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.engine import minors, safety
from bot.engine.answers import open_question
from bot.engine.commands import on_command, welcome
from bot.engine.copying import copy_of
from bot.engine.linking import on_accepted, on_claimed, on_link_failed, on_linked, on_opened
from bot.engine.nudging import SILENCE, answered
from bot.engine.presses import on_press
from bot.engine.runs import bring
from bot.engine.seats import settle
from bot.engine.sharing import note_answers
from bot.engine.stranding import strand
from bot.engine.texts import answer_words, keep_words, on_text
from bot.engine.timers import on_fired
from bot.engine.turn import Turn
from bot.engine.walk import walk
from bot.engine.world import World
from bot.model.events import Event, SetNudge, Tone
from bot.model.inputs import (
    Accepted,
    Claimed,
    Command,
    Edited,
    Fired,
    Input,
    Linked,
    LinkFailed,
    Opened,
    Press,
    Spoken,
    Text,
    Unreadable,
)
from bot.model.script import Button
from bot.model.state import Conversation, Doubt, Person

HOURS = timedelta(hours=3)
BREAK = timedelta(hours=1)
"""After this long without a break of that length people are told again that they speak with a program (care: California
SB 243, New York GBL 47)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an input: the new state, and what happened on the way."""

    conversation: Conversation
    events: tuple[Event, ...]


def play(conversation: Conversation, happened: Input, world: World) -> Outcome:
    """Take one input through the engine. The given conversation is left as it was.

    The person of the input must be in the conversation; everything else about the input may be stale or forged.
    """
    state = copy_of(conversation)
    turn = Turn(state, world, *_cause(happened), pressed=isinstance(happened, Press))
    long_here = False
    if turn.actor is not None:
        person = turn.person(turn.actor)
        if isinstance(happened, Press | Spoken):
            long_here = _long_here(world.now, person)
            safety.retract(turn, person.id)
            person.last_input = world.now
            answered(person)
            if person.consented:
                turn.emit(SetNudge(f"way_back.{person.id}", person.id, "way_back", world.now + SILENCE, ""))
    strand(turn)
    _take(turn, happened, long_here=long_here)
    walk(turn)
    safety.drop_doubts(turn)
    walk(turn)
    settle(turn)
    for run in (*turn.ended, *state.runs.values()):
        note_answers(turn, run)
    return Outcome(state, tuple(turn.events))


def _take(turn: Turn, happened: Input, *, long_here: bool) -> None:
    """Danger first; then help lines that are owed, in place of an answer to words and beneath any other; then age."""
    if safety.watched(turn, happened):
        return
    words = isinstance(happened, Text | Unreadable | Edited)
    if isinstance(happened, Text | Unreadable | Edited) and (
        safety.pay(turn, happened) or minors.stopped(turn, happened)
    ):
        return
    if long_here and turn.actor is not None:
        turn.common(turn.actor, "program")
    _dispatch(turn, happened)
    walk(turn)
    if turn.cleared is not None and turn.actor is not None:
        _take_cleared(turn, turn.actor, turn.cleared)
    if turn.actor is not None and not words:
        safety.pay(turn, happened)


def _take_cleared(turn: Turn, who: int, doubt: Doubt) -> None:
    """Words that were doubted answer what they would have answered at once, if that is still open."""
    if minors.stopped(turn, Text(who, doubt.text, 0)):
        return
    found = open_question(turn, who, doubt.ask) if doubt.ask is not None else None
    if found is not None:
        bring(turn, found[0], who)
        answer_words(turn, found[0], who, doubt.text)
    elif doubt.ask is None and not doubt.loose:
        _dispatch(turn, Text(who, doubt.text, 0))
    else:
        keep_words(turn, who, doubt.text)
        safety.bring_back(turn, who)


def _long_here(now: datetime, person: Person) -> bool:
    """Whether somebody has been here for three hours without a break, and is to hear once more that it is a program."""
    if person.since is None or person.last_input is None or now - person.last_input > BREAK:
        person.since = now
    elif now - person.since >= HOURS and person.consented:
        person.since = now
        return True
    return False


def _cause(happened: Input) -> tuple[int | None, Tone]:
    if isinstance(happened, Fired):
        return None, "nudge"
    if isinstance(happened, Accepted):
        return None, "relay"
    return happened.person, "relay"


def _dispatch(turn: Turn, happened: Input) -> None:
    match happened:
        case Command():
            on_command(turn, happened.person, happened.name)
        case Press():
            on_press(turn, happened)
        case Text():
            if turn.person(happened.person).consented or turn.person(happened.person).foreground:
                on_text(turn, happened)
            else:
                welcome(turn, happened.person, first=True)
        case Unreadable():
            _cannot_read(turn, happened.person, "unreadable")
        case Edited():
            _cannot_read(turn, happened.person, "edited")
        case Fired():
            on_fired(turn, happened)
        case Opened():
            on_opened(turn, happened)
        case Claimed():
            on_claimed(turn, happened)
        case Accepted():
            on_accepted(turn, happened)
        case Linked():
            on_linked(turn, happened)
        case LinkFailed():
            on_link_failed(turn, happened)


def _cannot_read(turn: Turn, who: int, name: str) -> None:
    if not turn.person(who).consented and turn.person(who).foreground is None:
        welcome(turn, who, first=True)
        return
    turn.common(who, name, buttons=() if turn.person(who).foreground else (Button("menu", "menu"),))
