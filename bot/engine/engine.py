"""The engine's one door: a conversation and an input in, the changed conversation and events out."""

from __future__ import annotations

from dataclasses import dataclass

from bot.engine import pile
from bot.engine.commands import welcome
from bot.engine.copying import copy_of
from bot.engine.corrections import on_edited
from bot.engine.fired import on_fired
from bot.engine.held import bring_held, look_again
from bot.engine.in_group import on_command_there, on_group, on_press_there, on_text_there
from bot.engine.patterns import on_command
from bot.engine.presses import on_press
from bot.engine.seats import settle
from bot.engine.stranding import strand
from bot.engine.texts import on_text
from bot.engine.turn import Turn
from bot.engine.unsaid import lapse
from bot.engine.walk import walk
from bot.engine.world import World
from bot.model.events import Event, Nothing, Tone
from bot.model.inputs import (
    Accepted,
    Command,
    Edited,
    Fired,
    InGroup,
    Input,
    Lapsed,
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
    lapse(turn)
    world.product.take(turn, happened, dispatch)
    walk(turn)
    world.product.decided(turn)
    walk(turn)
    pile.thin(turn)
    bring_held(turn)
    settle(turn)
    look_again(turn)
    for run in (*turn.ended, *state.runs.values()):
        _note_shown(turn, run)
    return Outcome(state, tuple(turn.events))


def _cause(happened: Input) -> tuple[int | None, Tone]:
    if isinstance(happened, Fired):
        return None, "nudge"
    if isinstance(happened, Accepted | Lapsed | InGroup):
        return None, "relay"
    return happened.person, "relay"


def dispatch(turn: Turn, happened: Input) -> None:
    """Give an input to what it is for, and walk on from there."""
    match happened:
        case InGroup():
            on_group(turn, happened)
        case Command(there=int(chat)) if chat == turn.conversation.there:
            on_command_there(turn, happened, chat)
        case Press(there=int(chat)):
            on_press_there(turn, happened, chat)
        case Text(there=int(chat)):
            on_text_there(turn, happened, chat)
        case Command():
            on_command(turn, happened.person, happened.name)
        case Press():
            on_press(turn, happened)
        case Text():
            if _is_welcome(turn, happened.person):
                on_text(turn, happened)
        case Unreadable():
            _on_unreadable(turn, happened)
        case Edited():
            if _is_welcome(turn, happened.person):
                on_edited(turn, happened)
        case Fired():
            on_fired(turn, happened)
        case _:
            turn.world.product.heard(turn, happened)
    if turn.asked_for is not None and turn.actor is not None:
        asked_for, turn.asked_for = turn.asked_for, None
        if asked_for.startswith("a:"):
            on_press(turn, Press(turn.actor, asked_for))
        else:
            on_command(turn, turn.actor, asked_for)
    walk(turn)


def _note_shown(turn: Turn, run: Run) -> None:
    """Say which answers of a run have been shown to the other since this was last done."""
    for who in run.people:
        new = [a for a in run.answers if a.person == who and a.disclosed and not a.noted and a.value is not None]
        for answer in new:
            answer.noted = True
        if new:
            turn.world.product.shown(turn, who, run.dialog, {a.step: a.value for a in new})


def _is_welcome(turn: Turn, who: int) -> bool:
    """Whether the person has been welcomed, or is being; if not, they are now."""
    if turn.person(who).takes_part or turn.person(who).foreground is not None:
        return True
    welcome(turn, who, first=True)
    return False


def _on_unreadable(turn: Turn, happened: Unreadable) -> None:
    """A picture and the like: an album is answered once, and what stands beneath a picture is read."""
    person = turn.person(happened.person)
    again = happened.album != "" and person.album == happened.album
    person.album = happened.album
    if again and happened.caption is None:
        turn.emit(Nothing(person.id))
        return
    if not _is_welcome(turn, person.id):
        return
    if happened.caption is None:
        turn.common(person.id, "unreadable", buttons=() if person.foreground else (Button("menu", "menu"),))
        return
    if not again:
        turn.common(person.id, "caption_read")
    on_text(turn, happened.caption)
