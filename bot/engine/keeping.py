"""Questions whose answer could hurt: their two buttons, and the same said in words, also once they are answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.engine.answers import erase
from bot.engine.script import Dialog
from bot.engine.step import Question
from bot.engine.steps.remember import RememberStep
from bot.engine.turn import Turn
from bot.model.asks import Ask, Seat
from bot.model.script import Button, Keeping
from bot.model.state import Offer, Run

DONT_KEEP: Final = "dont_keep"
"""The control after which an answer is let go of, and taken out of the chat."""

KEEPS: Final[Mapping[str, Keeping]] = {DONT_KEEP: "gone", "keep_this": "kept"}
"""What each of the two controls makes of the answer."""

_IN_WORDS: Final = Offer("common", [Button(DONT_KEEP, DONT_KEEP)])


def keeping_controls(dialog: Dialog, step: Question) -> tuple[str, ...]:
    """The controls of a question about what becomes of its answer. To keep it is offered where something would."""
    if not step.hurts:
        return ()
    names = {step.id, step.block}
    kept = any(isinstance(each, RememberStep) and names & set(each.source) for each in dialog.steps.values())
    return tuple(KEEPS) if kept else (DONT_KEEP,)


def choose(turn: Turn, run: Run, step: Question, ask: Ask, control: str) -> bool:
    """Do what one of the controls says; whether it was one."""
    if control not in keeping_controls(turn.dialog(run), step):
        return False
    ask.keeping = KEEPS[control]
    return True


def let_go_in_words(turn: Turn, who: int, text: str, run: Run | None = None) -> bool:
    """Where words are "don't keep this", let go of the answer that the person has just given in a run, if it could
    hurt; else say where all that is kept can be removed. Whether they were that."""
    if turn.world.hear.button(_IN_WORDS, text, turn.person(who)) is None:
        return False
    seat = run.seats[who] if run is not None else Seat()
    answer = run.answer(seat.trail[-1], who) if run is not None and seat.trail else None
    open_hurts = seat.ask is not None and seat.ask.hurts
    if answer is not None and (answer.keeping == "now" or (answer.keeping == "kept" and not open_hurts)):
        answer.keeping = "gone"
        erase(turn, answer)
    if open_hurts:
        return False  # it may be meant for the answer before, and is done for the one to come as well
    if answer is None or answer.keeping is None:
        turn.common(who, "kept_here", buttons=(Button("mine", "mine"),))
    else:
        turn.common(who, "let_go")
    return True
