"""Sentences in place of an option: where one is the natural answer, it answers the question that asks for one."""

from __future__ import annotations

from typing import Final

from bot.engine.answers import as_asked, shortened, since, take, utf16
from bot.engine.kinds import kind_of
from bot.engine.step import Question
from bot.engine.steps.ask import FILLED
from bot.engine.turn import Turn
from bot.model.asks import Answer, Ask
from bot.model.state import Run
from bot.model.values import Option, Unclear, Value, Words

_SENTENCE: Final = 3
"""So many words are a sentence, where one may stand in place of an option."""

_IN_WORDS: Final = ("text", "choice", "many", "city", "name")
"""The kinds of questions at which "later" is no answer, whatever it may be read as."""

_ROUGHLY: Final = "duration"
"""The kind at which who does not know is offered something to tap, and "later" says nothing."""


def read_answer(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> Value | Unclear | None:
    """Words as an answer. How long is told from the moment that was answered before, where there is one."""
    begins = since(run, who) if kind_of(step).goes_by_moment else None
    seen_from = max(turn.world.now, begins or turn.world.now)
    if step.of is not None:
        shown = tuple(each.id for each in ask.listed if isinstance(each, Option))
        step = step.with_(options=shown, named=tuple(each.text for each in ask.listed if isinstance(each, Words)))
    return turn.world.read(run.dialog, step, text, turn.person(who), seen_from, ask.day)


def is_answer(turn: Turn, run: Run, who: int, step: Question, ask: Ask, control: str, text: str) -> bool:
    """Whether what sounds like a control word answers this question: "not now" where yes or no is asked, "tonight"
    where a moment is."""
    if control == "dont_know":
        return step.kind == _ROUGHLY and not (ask.lengths or ask.moments)
    if control != "later" or step.kind in _IN_WORDS:
        return False
    value = read_answer(turn, run, who, step, ask, text)
    return value is not None and not (step.kind == _ROUGHLY and isinstance(value, Unclear))


def sentence(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> bool:
    """Where a sentence is the natural answer, it answers the question that asks for one; whether it did."""
    if step.sentence is None:
        return False
    target = _targets(turn, run, step)[0]
    if target.kind == "text" and len(text.split()) < _SENTENCE:
        return False
    values = _values(turn, run, who, step, text)
    if all(value is None for value in values):
        return False
    value = values[0]
    if isinstance(value, Words) and utf16(value.text) > target.max:
        ask.draft = value.text
        turn.common(who, "too_long", {"length": utf16(value.text), "max": target.max})
        return True
    fill(turn, run, who, step, *values)
    return True


def _targets(turn: Turn, run: Run, step: Question) -> tuple[Question, ...]:
    """The questions that a sentence answers; of two, each asks for one end of a stretch."""
    assert step.sentence is not None
    steps = [turn.dialog(run).steps.get(name) for name in step.sentence.answers]
    targets = tuple(target for target in steps if isinstance(target, Question))
    assert len(targets) == len(steps), "the check lets no sentence answer what is no question"
    if len(targets) == 1:
        return targets
    start, end = targets
    return start.with_(edge="start"), end.with_(edge="end")


def _values(turn: Turn, run: Run, who: int, step: Question, text: str) -> list[Value | None]:
    """What a sentence says to each question that it may answer."""
    targets = _targets(turn, run, step)
    read = [read_answer(turn, run, who, target, Ask("", target.id), text) for target in targets]
    return [None if isinstance(value, Unclear | Option) else value for value in read]


def fill(turn: Turn, run: Run, who: int, step: Question, *values: Value | None) -> None:
    """Answer the questions that a sentence answers, and this one as it leads there. What it says nothing of is passed
    over."""
    assert step.sentence is not None
    parts = [turn.words] if turn.words is not None else []
    for target, value in zip(_targets(turn, run, step), values, strict=True):
        permits = "private" if len(run.people) == 1 else target.visibility
        run.answers.append(Answer(FILLED, target.id, who, value, permits, parts=parts if value is not None else []))
    turn.words = None
    take(turn, run, who, Option(step.sentence.option) if step.sentence.option is not None else None)


def fill_shortened(turn: Turn, run: Run, who: int, step: Question, draft: str) -> None:
    """The same with words that were too long, as far as they fit."""
    fill(turn, run, who, step, Words(shortened(draft, _targets(turn, run, step)[0].max)))


def says_more(turn: Turn, run: Run, who: int, step: Question, option: Option, text: str) -> bool:
    """Whether words for an option also answer the question that a sentence answers: "no, from 11", "yes, at ten". With
    the option that leads there they may say anything that answers it, else what could be tapped there."""
    if step.sentence is None or turn.world.hear.option(run.dialog, step.id, text, turn.person(who)) is not None:
        return False
    targets = _targets(turn, run, step)
    if targets[0].kind == "text":
        return False
    values = _values(turn, run, who, step, text)
    if all(value is None for value in values):
        return False
    asked = as_asked(turn, who, targets[0], Ask("", targets[0].id))
    shown = [tap.shown for group in kind_of(targets[0]).taps(asked) for tap in group.each]
    said = len(targets) > 1 or option.id == step.sentence.option or values[0] in shown
    return said and sentence(turn, run, who, step, Ask("", step.id), text)
