"""The actions of settings: language, name, country, clock, quiet hours, how many nudges, and asking for quiet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

from bot.coach import safety, seasons
from bot.coach.travel import go_by
from bot.engine.runs import clear_trails
from bot.engine.step import Question
from bot.engine.steps.ask import FILLED
from bot.engine.steps.choose import ChooseStep
from bot.engine.turn import Turn
from bot.model.events import SetNudge
from bot.model.language import language_after
from bot.model.script import Button
from bot.model.seasons import DayPart
from bot.model.state import Person, Run
from bot.model.values import City, Option, TimeOfDay, Words

FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Until the person says otherwise."""


def switch_language(turn: Turn, run: Run, source: str | None) -> None:
    """The next of the languages that there are, from here on."""
    clear_trails(run)
    person = turn.person(run.starter)
    person.language = language_after(person.language, turn.world.languages)


def set_name(turn: Turn, run: Run, source: str | None) -> None:
    """The name they gave, said back; keeping or skipping leaves the one they have."""
    answer = run.answer(source or "", run.starter)
    if answer is None or not isinstance(answer.value, Words):
        return
    turn.person(run.starter).name = answer.value.text
    turn.common(run.starter, "name_set", buttons=() if _asks_next(turn, run) else (Button("name", "change"),))


def set_country(turn: Turn, run: Run, source: str | None) -> None:
    """The country they picked; elsewhere stands for the international lines."""
    answer = run.answer(source or "", run.starter)
    if answer is not None and isinstance(answer.value, Option):
        turn.person(run.starter).country = "ZZ" if answer.value.id == "elsewhere" else answer.value.id


def set_city(turn: Turn, run: Run, source: str | None) -> None:
    """The clock of the city they named; skipping leaves the one they have. Where no question comes after it, that
    would have a way to change it, there is a button for it."""
    answer = run.answer(source or "", run.starter)
    if answer is None or not isinstance(answer.value, City):
        return
    go_by(turn, run.starter, answer.value, () if _asks_next(turn, run) else (Button("city", "other_city"),))


def _asks_next(turn: Turn, run: Run) -> bool:
    """Whether a question comes next, which has a way back to the one before."""
    steps = turn.dialog(run).steps
    after = steps[run.at].next if run.at is not None else None
    while after is not None and isinstance(step := steps[after], ChooseStep):
        after = step.outcome(turn, run, run.starter)
    return after is not None and isinstance(steps[after], Question)


def set_quiet(turn: Turn, run: Run, source: str | None) -> None:
    """The hour their quiet hours begin."""
    turn.person(run.starter).quiet_from = _hour(run, source, turn.person(run.starter).quiet_from)


def set_quiet_end(turn: Turn, run: Run, source: str | None) -> None:
    """The hour their quiet hours end. Where they were said in a sentence, both are said back."""
    person = turn.person(run.starter)
    person.quiet_to = _hour(run, source, person.quiet_to)
    answer = run.answer(source or "", run.starter)
    if answer is not None and answer.ask == FILLED:
        hours = {"first": TimeOfDay(person.quiet_from), "last": TimeOfDay(person.quiet_to)}
        turn.common(run.starter, "quiet_set", dict(hours))


def _hour(run: Run, source: str | None, kept: int) -> int:
    # The trail stays: whoever goes back sets it anew.
    answer = run.answer(source or "", run.starter)
    return answer.value.minutes if answer is not None and isinstance(answer.value, TimeOfDay) else kept


def set_nudges(turn: Turn, run: Run, source: str | None) -> None:
    """How many offered nudges a day."""
    answer = run.answer(source or "", run.starter)
    clear_trails(run)
    if answer is not None and isinstance(answer.value, Option):
        turn.person(run.starter).nudges_a_day = ("none", "one", "two", "three").index(answer.value.id)
        if answer.value.id != "none":
            seasons.go_on(turn, run.starter)  # whoever says how many wants some


def set_day_part(turn: Turn, run: Run, source: str | None) -> None:
    """In which part of their day offered nudges come."""
    answer = run.answer(source or "", run.starter)
    clear_trails(run)
    if answer is not None and isinstance(answer.value, Option):
        turn.person(run.starter).day_part = next(part for part in get_args(DayPart) if part == answer.value.id)


def pause(turn: Turn, run: Run, source: str | None) -> None:
    """No nudge for a day, for a week, or until the person says otherwise, but at times that they pick from now on."""
    answer = run.answer(source or "", run.starter)
    chosen = answer.value.id if answer is not None and isinstance(answer.value, Option) else "until_i_say"
    days = {"a_day": 1, "a_week": 7}.get(chosen)
    clear_trails(run)
    until = turn.world.now + timedelta(days=days) if days is not None else FOR_EVER
    person = turn.person(run.starter)
    person.paused_until = until
    if person.holds_until is not None:
        _hold(turn, person, until)  # as they had said before, until they say otherwise
    for outing in (*person.planned, *([person.outing] if person.outing is not None else [])):
        outing.hushed = True
    turn.hushed.add(person.id)  # nobody who asks for quiet is asked at once if they would like to go on


def hold_theirs(turn: Turn, run: Run, source: str | None) -> None:
    """While the pause lasts, what the other sends comes all the same, or waits, too: then it comes when that is over.
    Whoever did not say gets it."""
    answer = run.answer(source or "", run.starter)
    person = turn.person(run.starter)
    if answer is not None and answer.value == Option("waits") and person.paused_until is not None:
        _hold(turn, person, person.paused_until)
    else:
        person.holds_until = None


def _hold(turn: Turn, person: Person, until: datetime) -> None:
    person.holds_until = until
    if until != FOR_EVER:
        turn.emit(SetNudge(f"held.{person.id}", person.id, "held", until, ""))


def resume_nudges(turn: Turn, run: Run, source: str | None) -> None:
    """The pause is over."""
    clear_trails(run)
    turn.person(run.starter).paused_until = None
    turn.person(run.starter).holds_until = None
    safety.go_on_together(turn.person(run.starter))
