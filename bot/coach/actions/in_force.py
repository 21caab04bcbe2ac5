"""The actions on what is in force: one after the other, dropped, over, and what holds in the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.coach.actions.keeping import gone
from bot.coach.dated import appointment, take_out
from bot.coach.in_force import (
    Hears,
    as_line,
    copy_of_other,
    drop,
    follows,
    holds,
    in_force,
    its_words,
    look_at,
    moment_of_two,
    settle_ended,
)
from bot.engine.runs import clear_trails
from bot.engine.step import Question
from bot.engine.steps.ask import FILLED
from bot.engine.turn import Turn
from bot.model.asks import Answer
from bot.model.events import Prompt, Remember
from bot.model.memory import ENDED, OVER, Memory
from bot.model.removals import RemoveMemory
from bot.model.state import Run
from bot.model.values import Option

_HEARS: Final[Mapping[str, Hears]] = {"tell_now": "now", "next_review": "review", "tell_myself": "themselves"}

A_WHILE: Final = timedelta(weeks=4)
"""How long until all of it is looked at again."""


def next_in_force(turn: Turn, run: Run, source: str | None) -> None:
    """The dialog is about the next thing that is in force for its person; about none when it was about all of them."""
    clear_trails(run)
    seen = run.extra.get("seen", "").split(".")
    item = next((i for i in in_force(turn, run.starter) if i.id not in seen and not _is_aside(turn, i)), None)
    if item is None:
        run.extra.pop("item", None)
    else:
        run.extra |= {"item": item.id, "seen": ".".join((*seen, item.id))}


def in_its_words(turn: Turn, run: Run, source: str | None) -> None:
    """The words of the item that the dialog is about answer the question that comes next."""
    steps, item = turn.dialog(run).steps, _item(turn, run)
    asked = steps.get(steps[run.at].next or "") if run.at is not None else None
    if item is not None and isinstance(asked, Question) and (words := its_words(item)) is not None:
        run.answers.append(Answer(FILLED, asked.id, run.starter, words[1], asked.visibility))


def drop_item(turn: Turn, run: Run, source: str | None) -> None:
    """It is in force no more. Of what is of two the other hears as its answer says: now, at their next review, or from
    whoever dropped it."""
    clear_trails(run)
    item, answer = _item(turn, run), run.answer(source or "", run.starter)
    chosen = answer.value.id if answer is not None and isinstance(answer.value, Option) else ""
    if item is None or not holds(turn, item):
        gone(turn, run)
        return
    who, hears, theirs = run.starter, _HEARS.get(chosen, "themselves"), copy_of_other(turn, run.starter, item)
    other = turn.conversation.partner(who) if hears == "now" and theirs is not None else None
    off = {who: item} | ({other: theirs} if other is not None and theirs is not None else {})
    if moment_of_two(turn, item) is not None:
        for reader, copy in off.items():
            _out_of_calendar(turn, reader, copy)
    for reader, copy in off.items():
        take_out(turn, reader, copy.id)
    drop(turn, who, item, hears)


def _out_of_calendar(turn: Turn, who: int, copy: Memory) -> None:
    """A file that takes what was of two out of the calendar of whoever hears now that it is off."""
    file = appointment(turn, who, copy.id, cancelled=True)
    turn.say(who, Prompt("common", "out_of_calendar"), attach=file)


def close_item(turn: Turn, run: Run, source: str | None) -> None:
    """What the dialog is about is over: remembered, with what was answered here, and in force no more."""
    clear_trails(run)
    item, answer = _item(turn, run), run.answer(source or "", run.starter)
    if item is None:
        gone(turn, run)
        return
    said = {source: answer.value} if source is not None and answer is not None else {}
    values = {**item.values, **said, OVER: True}
    turn.emit(Remember(item.id, run.starter, item.kind, item.revision + 1, values))  # and nothing comes of it later


def hear_of_ended(turn: Turn, run: Run, source: str | None) -> None:
    """What the other has let go of is gone now, and what the person is to hear of at a review is said."""
    clear_trails(run)
    for item in in_force(turn, run.starter):
        if item.values.get(ENDED) == "review":
            take_out(turn, run.starter, item.id)
    ended = settle_ended(turn, run.starter)
    if ended:
        turn.say(run.starter, Prompt(run.dialog, "hear_of_ended"), run=run, values={"items": ended, "kind": ""})


def say_what_holds(turn: Turn, run: Run, source: str | None) -> None:
    """All that is in force for the person at this point."""
    clear_trails(run)
    who = run.starter
    items = tuple(as_line(turn, who, item) for item in in_force(turn, who) if not follows(turn, item))
    turn.say(who, Prompt(run.dialog, "say_what_holds"), run=run, values={"items": items, "kind": ""})


def look_again(turn: Turn, run: Run, source: str | None) -> None:
    """Whether the person looks at all of it again in four weeks, as their answer says: what has a day for that has this
    one, and a day that was set before is none any more."""
    clear_trails(run)
    who, answer = run.starter, run.answer(source or "", run.starter)
    for kind in turn.world.memory.counts(who):
        former = turn.world.memory.latest(who, kind, 1)
        if former and source in former[0].values:
            turn.emit(RemoveMemory(who, former[0].id))
    again = answer is not None and answer.value == Option("yes")
    today = turn.world.now.astimezone(ZoneInfo(turn.person(who).zone)).date()
    for item in in_force(turn, who):
        look_at(turn, who, item, today, today + A_WHILE if again else None)


def _is_aside(turn: Turn, item: Memory) -> bool:
    """Whether nobody is asked about an item: its owner hears that it has ended, or it goes with an agreement."""
    return item.values.get(ENDED) == "review" or follows(turn, item)


def _item(turn: Turn, run: Run) -> Memory | None:
    return turn.world.memory.item(run.starter, run.extra.get("item", ""))
