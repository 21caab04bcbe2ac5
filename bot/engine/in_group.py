"""What is done in the group: commands, presses and replies there, and what becomes of it when it is fit no more.

Only what is played there is answered there; anything else somebody types in it is answered in their own chat, and
nothing of it is said in the group.
"""

from __future__ import annotations

from typing import Final

from bot.engine.answers import open_question, take
from bot.engine.commands import begin, stop
from bot.engine.misfits import explain
from bot.engine.patterns import on_command
from bot.engine.place import place_of, played_there, say_there
from bot.engine.presses import on_press
from bot.engine.runs import close_ask, lay_by, leave
from bot.engine.script import Dialog, Library
from bot.engine.step import Question
from bot.engine.steps.ask import open_ask
from bot.engine.texts import answer_words
from bot.engine.turn import Turn
from bot.model.asks import Ask
from bot.model.events import AnswerPress, Nothing, Prompt
from bot.model.group import BindGroup, FreeGroup, Group, LookAtGroup, RefuseGroup
from bot.model.inputs import Command, Fired, InGroup, Press, Text
from bot.model.state import Run

HELLO: Final = frozenset({"start", "help"})
"""The commands that say what the coach does in the group."""

_ENDS: Final = frozenset({"stop", "later", "menu", "back", "help"})
"""Control words that a reply in the group does not do: there they have commands, or the person's own chat."""


def plays_there(dialog: Dialog) -> bool:
    """Whether a part of a dialog is played in the group."""
    return any(played_there(step) for step in dialog.steps.values())


def commands_there(library: Library) -> frozenset[str]:
    """The commands that a group's list shows: what is played there, and what ends or explains it."""
    played = {d.command for d in library.dialogs.values() if d.command is not None and plays_there(d)}
    return frozenset({*played, "stop", "help"})


def on_command_there(turn: Turn, command: Command, chat: int) -> None:
    """Do a command of the group there; any other in the person's own chat."""
    who, name = command.person, command.name
    dialog = turn.world.library.by_command(name)
    if not turn.person(who).takes_part:
        on_command(turn, who, name)
    elif name in HELLO:
        say_there(turn, chat, Prompt("common", "group_help"))
    elif name == "stop" and (run := _run_there(turn, who)) is not None:
        leave(turn, run, who)
    elif name == "stop":
        stop(turn, who)
    elif name == "skip" and (found := _asked_there(turn, who)) is not None:
        _skip(turn, found[0], who, found[1], chat)
    elif dialog is not None and plays_there(dialog):
        if not turn.world.product.began(turn, who, dialog):
            begin(turn, who, dialog, here=True)
    else:
        on_command(turn, who, name)


def on_press_there(turn: Turn, press: Press, chat: int) -> None:
    """An answer, by whoever was asked. A button of the other's says so to who pressed it, and to nobody else."""
    who, other = press.person, turn.conversation.partner(press.person)
    kind, _, rest = press.data.partition(":")
    ask_id = rest.partition(":")[0]
    if kind == "a" and other is not None and open_question(turn, other, ask_id) is not None:
        turn.emit(AnswerPress(who, Prompt("common", "theirs_to_answer")))
        return
    mine = open_question(turn, who, ask_id) if kind == "a" else None
    turn.aloud = chat if mine is not None and mine[2].there == chat else None
    on_press(turn, press)
    turn.aloud = None


def on_text_there(turn: Turn, text: Text, chat: int) -> None:
    """A reply to a question of one's own answers it. To the other's it is met with a line, once; nothing else that is
    said between the two is for the coach."""
    who, other = text.person, turn.conversation.partner(text.person)
    found = open_question(turn, who, text.reply) if text.reply is not None else None
    if found is not None and found[2].there == chat:
        turn.aloud = chat
        _answered(turn, found[0], who, found[2], text.text)
        turn.aloud = None
        return
    theirs = open_question(turn, other, text.reply) if text.reply is not None and other is not None else None
    if theirs is not None and other is not None and theirs[2].there == chat and not theirs[2].early:
        theirs[2].early = True
        say_there(turn, chat, Prompt("common", "turn_of"), values={"reader": turn.person(other).name})
        return
    turn.emit(Nothing(who))


def _answered(turn: Turn, run: Run, who: int, ask: Ask, text: str) -> None:
    step = turn.dialog(run).steps[ask.step]
    assert isinstance(step, Question)
    control = turn.world.hear.control(text, turn.person(who))
    turn.again.add(ask.id)  # it is gone from there once it is answered
    if turn.world.hear.option(run.dialog, step.id, text, turn.person(who)) is not None or control is None:
        answer_words(turn, run, who, text)
    elif control == "skip" and not step.needed:
        take(turn, run, who, None)
    elif control == "skip":
        turn.common(who, "no_skip")
    elif control in _ENDS:
        turn.common(who, "group_words")
    elif control != "repeat":
        explain(turn, run, who, step, ask)


def _skip(turn: Turn, run: Run, who: int, ask: Ask, chat: int) -> None:
    step = turn.dialog(run).steps[ask.step]
    if isinstance(step, Question) and not step.needed:
        take(turn, run, who, None)
    else:
        say_there(turn, chat, Prompt("common", "no_skip"))


def _run_there(turn: Turn, who: int) -> Run | None:
    """The run that is played in the group now, the latest of several."""
    played = (r for r in reversed(list(turn.conversation.runs.values())) if who in r.people)
    return next((run for run in played if place_of(turn, run) is not None), None)


def _asked_there(turn: Turn, who: int) -> tuple[Run, Ask] | None:
    for run in turn.conversation.runs.values():
        ask = run.seats[who].ask if who in run.seats and not run.stranded else None
        if ask is not None and ask.there is not None:
            return run, ask
    return None


def on_group(turn: Turn, happened: InGroup) -> None:
    """Something happened to a group. Who is in it is looked at before anything is said in it."""
    group, chat = turn.conversation.group, happened.chat
    ours = group is not None and group.chat == chat
    match happened.what:
        case "called":
            turn.emit(LookAtGroup(happened.person, chat))
        case "left" if ours:
            turn.emit(LookAtGroup(happened.person, chat))
        case "joined" if ours:
            fall_silent(turn)
        case "gone" if ours:
            let_go(turn)
        case "moved" if ours:
            move(turn, happened.now)


def seen(turn: Turn, nudge: Fired) -> None:
    """What a look at a chat came to, as its subject says: `<chat>.<fit|unfit|gone|now>.<one>.<other>`; `now` is its new
    id. It counts only for the two for whom it was looked at, and only where they are still linked."""
    said, what, *people = nudge.subject.split(".")
    chat, group = int(said), turn.conversation.group
    if {int(who) for who in people} != set(turn.conversation.people) or turn.conversation.couple is None:
        return
    ours = group is not None and group.chat == chat
    turn.cause = "relay"  # somebody has just done something there, which is what it was looked at for
    if what == "fit" and not ours:
        _bind(turn, nudge.person, chat)
    elif what == "fit" and group is not None and not group.fit:
        group.fit = True
        _go_there(turn)
    elif what == "unfit" and not ours:
        turn.emit(RefuseGroup(nudge.person, chat, turn.person(nudge.person).language))
    elif what == "unfit" and ours:
        fall_silent(turn)
    elif what == "gone" and ours:
        let_go(turn)
    elif ours and what.lstrip("-").isdigit():
        move(turn, int(what))


def _bind(turn: Turn, who: int, chat: int) -> None:
    """The chat is the group of the two from here on, and says so; one that they had before falls silent."""
    before = turn.conversation.group
    if before is not None:
        turn.emit(FreeGroup(who, before.chat))
        move(turn, chat)
    turn.conversation.group = Group(chat, turn.person(who).language)
    turn.emit(BindGroup(who, chat))
    turn.world.product.came_to_group(turn, chat)
    _go_there(turn)


def fall_silent(turn: Turn) -> None:
    """Somebody else is in the group, or it cannot be seen who is: nothing more is said there. Whoever is asked
    something there is asked in their own chat; to somebody who has had help there it only lies in the menu."""
    group = turn.conversation.group
    if group is None or not group.fit:
        return
    group.fit = False
    for run, who, ask in _open(turn):
        step = turn.dialog(run).steps.get(ask.step)
        if ask.there is not None and isinstance(step, Question):
            run.seats[who].ask = None
            open_ask(turn, run, who, step)
            if turn.person(who).apart:
                lay_by(turn, run, who)
            else:
                turn.common(who, "goes_on_here")


def _go_there(turn: Turn) -> None:
    """Nobody else is in the group: what is played there is asked there."""
    for run, who, ask in _open(turn):
        step = turn.dialog(run).steps.get(ask.step)
        if ask.there is None and isinstance(step, Question) and place_of(turn, run) is not None:
            close_ask(turn, run, who)
            open_ask(turn, run, who, step)


def let_go(turn: Turn) -> None:
    """The coach is in the group no more, and the two have none."""
    group = turn.conversation.group
    if group is not None:
        fall_silent(turn)
        turn.conversation.group = None
        turn.emit(FreeGroup(next(iter(turn.conversation.people)), group.chat, gone=True))


def move(turn: Turn, now: int) -> None:
    """The group has another id. Messages of the old chat cannot be answered in the new one: what is asked there is
    asked once more."""
    group = turn.conversation.group
    assert group is not None
    group.chat = now
    for _, _, ask in _open(turn):
        if ask.there is not None:
            ask.there, ask.shown = now, False


def _open(turn: Turn) -> list[tuple[Run, int, Ask]]:
    runs = [run for run in turn.conversation.runs.values() if not run.stranded]
    return [(run, who, seat.ask) for run in runs for who, seat in run.seats.items() if seat.ask is not None]
