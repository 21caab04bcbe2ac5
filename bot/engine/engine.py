"""The engine's one door: a conversation and an input in, the changed conversation and events out."""

from __future__ import annotations

from dataclasses import dataclass

from bot.engine import pile
from bot.engine.commands import on_command, welcome
from bot.engine.copying import copy_of
from bot.engine.fired import on_fired
from bot.engine.presses import on_press
from bot.engine.seats import settle
from bot.engine.stranding import strand
from bot.engine.texts import on_text
from bot.engine.turn import Turn
from bot.engine.walk import walk
from bot.engine.world import World
from bot.model.events import Event, Tone
from bot.model.inputs import (
    Accepted,
    Command,
    Edited,
    Fired,
    Input,
    Press,
    Text,
    Unreadable,
)
from bot.model.script import Button
from bot.model.state import Conversation, Run


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
    strand(turn)
    world.product.take(turn, happened, dispatch)
    walk(turn)
    world.product.decided(turn)
    walk(turn)
    pile.thin(turn)
    settle(turn)
    for run in (*turn.ended, *state.runs.values()):
        _note_shown(turn, run)
    return Outcome(state, tuple(turn.events))


def _cause(happened: Input) -> tuple[int | None, Tone]:
    if isinstance(happened, Fired):
        return None, "nudge"
    if isinstance(happened, Accepted):
        return None, "relay"
    return happened.person, "relay"


def dispatch(turn: Turn, happened: Input) -> None:
    """Give an input to what it is for, and walk on from there."""
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
        case _:
            turn.world.product.heard(turn, happened)
    walk(turn)


def _note_shown(turn: Turn, run: Run) -> None:
    """Say which answers of a run have been shown to the other since this was last done."""
    for who in run.people:
        new = [a for a in run.answers if a.person == who and a.disclosed and not a.noted and a.value is not None]
        for answer in new:
            answer.noted = True
        if new:
            turn.world.product.shown(turn, who, run.dialog, {a.step: a.value for a in new})


def _cannot_read(turn: Turn, who: int, name: str) -> None:
    if not turn.person(who).consented and turn.person(who).foreground is None:
        welcome(turn, who, first=True)
        return
    turn.common(who, name, buttons=() if turn.person(who).foreground else (Button("menu", "menu"),))
