"""Buttons: an answer, a control of a question, or a command. What does not fit changes nothing, and only the answer to
the press says so."""

from __future__ import annotations

from typing import Final

from bot.engine.answers import as_asked, open_question, shortened, take, undo
from bot.engine.commands import later
from bot.engine.keeping import KEEPS, choose
from bot.engine.kinds import kind_of, ways_back
from bot.engine.kinds.kind import FULL, ON_THE_WAY, Pressed
from bot.engine.patterns import on_command
from bot.engine.previews import keep_old, pick_all
from bot.engine.runs import bring
from bot.engine.sentences import fill_shortened
from bot.engine.step import Question
from bot.engine.steps.offer import OfferStep
from bot.engine.texts import answer_words, settle_unsure
from bot.engine.turn import Turn
from bot.model.asks import Ask
from bot.model.events import AnswerPress
from bot.model.inputs import Press
from bot.model.state import Run
from bot.model.values import Value, Words

_ABOUT_A_DOUBT: Final = frozenset(
    {"it_was", "it_was_not", "stop_it", "skip_it", "my_answer", "go_on", "yes", "no"}  # the last two: of older messages
)
"""The controls that say whether doubted words were the answer."""


def on_press(turn: Turn, press: Press) -> None:
    """`a:<ask>:<value>` answers, `c:<command>` does what typing the command does.

    What had no effect leaves the chat as it is; only an open question that is not in it any more is shown again.
    """
    kind, _, rest = press.data.partition(":")
    if kind == "c" and rest:
        on_command(turn, press.person, rest)
    else:
        ask_id, _, data = rest.partition(":")
        if kind != "a" or not data or not _on_ask(turn, press.person, ask_id, data):
            turn.in_vain(press.person, "doubled" if _doubled(turn, press.person, ask_id, data) else "stale")
    if press.gone and any(isinstance(event, AnswerPress) for event in turn.events):
        turn.spoken_to.add(press.person)


def _doubled(turn: Turn, who: int, ask_id: str, data: str) -> bool:
    """Whether it is the same answer tapped once more."""
    for run in turn.conversation.runs.values():
        answer = next((a for a in run.answers if a.ask == ask_id and a.person == who), None)
        step = turn.dialog(run).steps.get(answer.step) if answer is not None and not run.stranded else None
        if answer is not None and isinstance(step, Question):
            return answer.value is not None and _same(turn, who, step, answer.value, data)
    return False


def _same(turn: Turn, who: int, step: Question, value: Value, data: str) -> bool:
    return kind_of(step).press(as_asked(turn, who, step, Ask("", step.id)), data) == value


def _on_ask(turn: Turn, who: int, ask_id: str, data: str) -> bool:
    found = open_question(turn, who, ask_id)
    if found is None:
        return False
    run, _, ask = found
    step = turn.dialog(run).steps[ask.step]
    assert isinstance(step, Question)
    if data.startswith("!"):
        pressed = kind_of(step).press(as_asked(turn, who, step, ask), data)
        return _came_of(turn, run, who, pressed) or _control(turn, run, who, step, data[1:])
    if isinstance(step, OfferStep) and ask.preview is None:
        if data not in step.candidates(turn.dialog(run), run, who) and data != "keep":
            return False
        if data != "keep":
            _touch(turn, run, who)
            ask.tick(data)
            return True
    if isinstance(step, OfferStep) and step.drop_lapsed(turn, run, who):
        if turn.person(who).foreground == run.id:
            turn.spoken_to.add(who)
        return False
    if isinstance(step, OfferStep) and data != "keep":
        # What goes out is what they had before their eyes: the button of an earlier preview shares nothing.
        data, _, preview = data.partition(".")
        if preview != str(ask.previews):
            return False
    return _came_of(turn, run, who, kind_of(step).press(as_asked(turn, who, step, ask), data))


def _came_of(turn: Turn, run: Run, who: int, pressed: Pressed) -> bool:
    """Take what a press came to as the answer, or show how far the question has come; whether it meant anything."""
    if pressed is None:
        return False
    if pressed == ON_THE_WAY:
        _touch(turn, run, who)
        return True
    if pressed == FULL:
        turn.in_vain(who, FULL)
        return True
    bring(turn, run, who)
    take(turn, run, who, pressed)
    return True


def _touch(turn: Turn, run: Run, who: int, *, words: bool = False) -> None:
    """A tap changed an open question: its own message shows it. One that had been set aside is asked again instead, or
    it would come to the front far above what was said since."""
    ask = run.seats[who].ask
    if ask is not None and ask.there is not None:
        turn.touched_there[ask.id] = words
    elif turn.person(who).foreground == run.id:
        turn.touched[who] = words
    else:
        bring(turn, run, who)
        turn.spoken_to.add(who)


def _is_set_aside(turn: Turn, run: Run, who: int) -> bool:
    """Whether the person has set a run aside already, and knows where it waits."""
    return any(parked.run == run.id and parked.offered for parked in turn.person(who).parked)


def _control(turn: Turn, run: Run, who: int, step: Question, control: str) -> bool:
    seat = run.seats[who]
    ask = seat.ask
    assert ask is not None
    if control == "later" and not _is_set_aside(turn, run, who):
        bring(turn, run, who)
        later(turn, who)
        return True
    if control in ways_back() and seat.trail:
        bring(turn, run, who)
        return undo(turn, run, who)
    if control == "skip" and not step.needed:
        bring(turn, run, who)
        take(turn, run, who, None)
        return True
    if control == "shorten" and ask.draft is not None:
        bring(turn, run, who)
        _shorten(turn, run, who, step, ask.draft)
        return True
    if control in _ABOUT_A_DOUBT and ask.unsure is not None:
        bring(turn, run, who)
        settle_unsure(turn, run, who, ask, yes=control in ("it_was", "yes", "stop_it", "skip_it"))
        return True
    if KEEPS.get(control) == ask.keeping:
        turn.in_vain(who, "doubled")
        return True
    return _in_place(turn, run, who, step, ask, control)


def _shorten(turn: Turn, run: Run, who: int, step: Question, draft: str) -> None:
    if isinstance(step, OfferStep):
        step.build_preview(turn, run, who, words=shortened(draft, step.max))
        turn.spoken_to.add(who)
    elif step.sentence is not None:
        fill_shortened(turn, run, who, step, draft)
    elif step.own:
        turn.spoken_to.add(who)
        answer_words(turn, run, who, shortened(draft, kind_of(step).longest(step)))
    else:
        take(turn, run, who, Words(shortened(draft, step.max)))


def _in_place(turn: Turn, run: Run, who: int, step: Question, ask: Ask, control: str) -> bool:
    """The controls that lead from one face of a question to another; whether it was one that it has."""
    if choose(turn, run, step, ask, control):
        if not turn.pressed:
            turn.spoken_to.add(who)  # said in words, it is answered beneath them
            return True
    elif control == "preview" and isinstance(step, OfferStep) and ask.picked:
        step.build_preview(turn, run, who)
    elif control == "pick" and isinstance(step, OfferStep) and ask.preview is not None:
        if not step.picks_among(turn.dialog(run), run, who):
            return False
        ask.preview = ask.before = None
    elif control == "keep_old" and isinstance(step, OfferStep) and ask.before is not None:
        keep_old(turn, ask)
    elif control == "all" and isinstance(step, OfferStep) and ask.preview is None:
        pick_all(turn, run, who, step, ask)
    else:
        return False
    _touch(turn, run, who, words=True)
    return True
