"""Control words: what somebody says to a question instead of answering it, done, said so, and undone with one tap.

A word that would end what two are doing, pass over what the other waits for, or show something is asked about first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.engine import commands
from bot.engine.answers import as_asked, shortened, take, undo
from bot.engine.kinds import kind_of
from bot.engine.kinds.many import ENTRY
from bot.engine.misfits import explain, ways_on
from bot.engine.pieces import take_apart
from bot.engine.runs import bring, leave
from bot.engine.sentences import read_answer
from bot.engine.step import Question
from bot.engine.turn import Turn
from bot.engine.walk import walk
from bot.model.asks import Answer, Ask, Part
from bot.model.heard import Control
from bot.model.script import Button
from bot.model.state import Misheard, Run
from bot.model.values import City, Picks, Words

BY_NAME: Final = frozenset({"city", "name"})
"""The kinds of questions that are answered with a name, which may be any word."""

ALWAYS: Final[frozenset[Control]] = frozenset({"menu", "help", "repeat", "explain", "dont_know"})
"""What may be said at any question, also where only a tap answers: none of it does anything to the answer."""


def do_control(turn: Turn, run: Run, who: int, ask: Ask, control: Control, text: str) -> None:
    """Do what a control word says at the open question, or ask first."""
    step = turn.dialog(run).steps[ask.step]
    assert isinstance(step, Question)
    if control in _ASKED_FIRST and (_between_two(turn, run, step) or _is_named(turn, run, who, step, ask, text)):
        doubt_words(turn, ask, text)
        ask.wanted = control
        turn.common(who, "stop_or_answer" if control == "stop" else "skip_or_answer")
        return
    _DO[control](turn, run, who, step, ask, text)


def doubt_words(turn: Turn, ask: Ask, text: str) -> None:
    """Note the words of this turn as such of which the person is asked whether they were the answer."""
    ask.unsure, ask.unsure_in = text, turn.words.message if turn.words is not None else 0


def doubted(turn: Turn, ask: Ask) -> str:
    """Take the doubt from words: they were the answer, and are read as when they came."""
    text, ask.unsure, ask.wanted = ask.unsure or "", None, None
    turn.words = Part(ask.unsure_in, text) if ask.unsure_in else None
    return text


def do_wanted(turn: Turn, run: Run, who: int, ask: Ask) -> None:
    """It was meant as the control word: do it."""
    control, text = ask.wanted, ask.unsure or ""
    ask.unsure = ask.wanted = None
    step = turn.dialog(run).steps[ask.step]
    if control is not None and isinstance(step, Question):
        _DO[control](turn, run, who, step, ask, text)


_ASKED_FIRST: Final[frozenset[Control]] = frozenset({"stop", "skip"})


def _between_two(turn: Turn, run: Run, step: Question) -> bool:
    """Whether the other waits for this very answer, or sees in it that somebody has left."""
    if len(run.people) < 2:
        return False
    block = turn.block(run)
    return step.visibility == "shared" or block is not None


def _is_named(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> bool:
    """Whether a control word is also what the question asks for by name: Salta, "skip" in Spanish, is a city."""
    return step.kind in BY_NAME and isinstance(read_answer(turn, run, who, step, ask, text), City | Words)


def misheard(turn: Turn, run: Run, who: int, step: Question, text: str, heard: str) -> tuple[Button, ...]:
    """Note what words were taken for, where they may have been an answer; the button that takes them as one."""
    if not step.in_own_words:
        return ()
    message = turn.words.message if turn.words is not None else 0
    one = Misheard(turn.world.fresh.id(), text, run.id, step.id, heard, message)
    turn.person(who).misheard = one
    return (Button(f"meant.{one.id}", "my_answer"),)


def meant(turn: Turn, who: int, id: str) -> None:
    """That was my answer: whatever the words did is undone, and they answer the question they were typed at."""
    person = turn.person(who)
    one = person.misheard
    if one is None or one.id != id or not _again_at(turn, who, one):
        turn.in_vain(who)
        return
    person.misheard = None
    run = turn.conversation.runs[one.run]
    ask = run.seats[who].ask
    if ask is None or ask.step != one.step:
        turn.in_vain(who)
        return
    turn.words = Part(one.message, one.text) if one.message else None
    step = turn.dialog(run).steps[ask.step]
    if isinstance(step, Question) and step.own:
        kind_of(step).heard(as_asked(turn, who, step, ask), Picks((), (shortened(one.text, ENTRY),)), one.message)
        return
    take(turn, run, who, Words(one.text))


def _again_at(turn: Turn, who: int, one: Misheard) -> bool:
    """Bring back the question at which words were typed; whether it could be."""
    if one.ended is not None and one.run not in turn.conversation.runs:
        turn.conversation.runs[one.run] = one.ended
    run = turn.run(one.run)
    if run is None or run.stranded or who not in run.seats:
        return False
    seat = run.seats[who]
    if one.heard == "joined":
        take_apart(turn, run, who, one.message)
    elif one.heard == "skip" and seat.trail[-1:] == [one.step]:
        undo(turn, run, who)
    elif one.heard == "back" and one.answer is not None and seat.ask is not None and seat.ask.step == one.answer.step:
        turn.words = None
        take(turn, run, who, one.answer.value)
        _same_parts(run, one.answer)
        walk(turn)
    if seat.ask is None:
        return False
    bring(turn, run, who)
    turn.spoken_to.add(who)
    return True


def _same_parts(run: Run, old: Answer) -> None:
    new = run.answer(old.step, old.person)
    if new is not None:
        new.parts = old.parts


def _skip(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> None:
    if step.needed and step.passed_over is None:
        turn.common(who, "no_skip", buttons=misheard(turn, run, who, step, text, "nothing"))
        return
    turn.common(who, "skipped", buttons=misheard(turn, run, who, step, text, "skip"))
    words, turn.words = turn.words, None
    take(turn, run, who, step.passed_over)
    turn.words = words


def _back(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> None:
    seat = run.seats[who]
    before = run.answer(seat.trail[-1], who) if seat.trail else None
    if before is None:
        turn.common(who, "nothing_before", buttons=misheard(turn, run, who, step, text, "nothing"))
        return
    buttons = misheard(turn, run, who, step, text, "back")
    if undo(turn, run, who):
        noted = turn.person(who).misheard
        if buttons and noted is not None:
            noted.answer = before  # what stood there goes back when the words were an answer
        turn.common(who, "one_back", buttons=buttons)
    else:
        turn.common(who, "nothing_to_undo")


def _stop(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> None:
    alone = run.parent is None and all(seat.ask is None for each, seat in run.seats.items() if each != who)
    buttons = misheard(turn, run, who, step, text, "stop") if alone else ()
    noted = turn.person(who).misheard
    leave(turn, run, who)
    if buttons and noted is not None and turn.run(run.id) is None:
        # Its question is gone from the chat: taken up again, it is a new one.
        run.seats[who].ask = Ask(turn.world.fresh.id(), step.id)
        run.answers = [answer for answer in run.answers if answer.kept]
        noted.ended = run
    turn.common(who, "stopped", buttons=(*buttons, Button("menu", "menu")))


def _later(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> None:
    buttons = misheard(turn, run, who, step, text, "later")
    commands.later(turn, who, more=buttons)


def _menu(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> None:
    if turn.person(who).takes_part:
        turn.world.product.commands["menu"].do(turn, who, "")
    else:
        turn.common(who, "consent_first")


def _help(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> None:
    turn.world.product.commands["help"].do(turn, who, "")


def explain_open(turn: Turn, who: int) -> None:
    """Say the open question in other words."""
    found = open_at_front(turn, who)
    if found is None:
        turn.common(who, "nothing_open", buttons=(Button("menu", "menu"),))
        return
    step = turn.dialog(found[0]).steps[found[1].step]
    assert isinstance(step, Question)
    explain(turn, found[0], who, step, found[1])


def _repeat(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> None:
    turn.spoken_to.add(who)


def _explain(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> None:
    explain(turn, run, who, step, ask)


def _dont_know(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> None:
    """Help along, with other words and an example; whoever still does not know may go on without."""
    if not ask.explained:
        explain(turn, run, who, step, ask)
    elif not step.needed and not _between_two(turn, run, step):
        _skip(turn, run, who, step, ask, text)
    else:
        turn.common(who, "dont_know_leads", buttons=ways_on(step))


_DO: Final[Mapping[Control, Callable[[Turn, Run, int, Question, Ask, str], None]]] = {
    "skip": _skip,
    "back": _back,
    "stop": _stop,
    "later": _later,
    "menu": _menu,
    "help": _help,
    "repeat": _repeat,
    "explain": _explain,
    "dont_know": _dont_know,
}


def open_at_front(turn: Turn, who: int) -> tuple[Run, Ask] | None:
    """The question that is open before a person, with its run."""
    run = turn.run(turn.person(who).foreground)
    ask = run.seats[who].ask if run is not None and who in run.seats and not run.stranded else None
    return (run, ask) if run is not None and ask is not None else None
