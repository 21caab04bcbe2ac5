"""The action of meeting in the middle: two plans from what both have said, each in its reader's own language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.coach.actions.saying import finished
from bot.coach.middle import Side, middles
from bot.engine.disclosure import pairs
from bot.engine.lists import List, as_list, entries
from bot.engine.runs import clear_trails
from bot.engine.steps.ask import FILLED
from bot.engine.turn import Turn
from bot.model.asks import Answer
from bot.model.state import Run
from bot.model.values import Duration, Option, Value, Words

SIDES: Final = "sides"
"""The block in which both say what they would like."""

ALONE, TOGETHER, FIRM, BEND = "hours_alone", "hours_together", "firm", "could_bend"
"""Its questions."""

GUESSED: Final[Mapping[str, str]] = {
    ALONE: "their_alone",
    TOGETHER: "their_together",
    FIRM: "their_firm",
    BEND: "their_bend",
}
"""The questions about the other's side, for whoever thinks it through alone."""

TWO_PLANS: Final = ("the_first", "the_second")
"""The options that name one of the two."""

LOOK_AGAIN: Final = "look_again"
"""The question when what is agreed is looked at again: here it is never asked."""

PLANS: Final = ("first_middle", "second_middle")
"""The questions that the two plans answer, for each of them."""


def find_middles(turn: Turn, run: Run, source: str | None) -> None:
    """Two plans that lie between the two sides, from what both have said and seen: each person has them in their own
    language. Alone, from one's own side and one's guess of the other's. What would tell the other what to do is in
    none."""
    clear_trails(run)
    who = run.starter
    mine, theirs = _alone(run, who) if len(run.people) == 1 else _revealed(turn, run, who)
    plans = middles(_side(turn, who, mine), _side(turn, run.other(who) or who, theirs))
    for question, plan in zip(PLANS, plans, strict=True):
        for reader in run.people:
            words = finished(turn, run, reader, plan.prompt, plan.values)
            run.answers.append(Answer(FILLED, question, reader, words, "private"))
    run.answers.append(Answer(FILLED, LOOK_AGAIN, who, Option("two_weeks"), "private"))


def both_would(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Which of two plans both could try, by what each tapped: the_first, the_second, or no. Who would try either goes
    along; where both would, it is the first."""
    answers = (run.answer(argument or "", person) for person in run.people)
    tapped = [a.value.id for a in answers if a is not None and isinstance(a.value, Option)]
    if len(tapped) < len(run.people):
        return "no"
    return next((plan for plan in TWO_PLANS if all(each in (plan, "either_one") for each in tapped)), "no")


def _revealed(turn: Turn, run: Run, who: int) -> tuple[Mapping[str, Value], Mapping[str, Value]]:
    """Both sides, as far as both have said it: what one of them skipped is known to neither plan."""
    shown = pairs(turn.dialog(run), run, SIDES, who)
    return {pair.ask: pair.mine for pair in shown}, {pair.ask: pair.theirs for pair in shown}


def _alone(run: Run, who: int) -> tuple[Mapping[str, Value], Mapping[str, Value]]:
    def said(question: str) -> Value | None:
        answer = run.answer(question, who)
        return answer.value if answer is not None else None

    mine = {question: value for question in GUESSED if (value := said(question)) is not None}
    return mine, {question: value for question, guess in GUESSED.items() if (value := said(guess)) is not None}


def _side(turn: Turn, who: int, said: Mapping[str, Value]) -> Side:
    return Side(
        alone=_minutes(said.get(ALONE)),
        together=_minutes(said.get(TOGETHER)),
        firm=_things(turn, who, said.get(FIRM)),
        bend=_things(turn, who, said.get(BEND)),
    )


def _minutes(value: Value | None) -> int | None:
    return value.minutes if isinstance(value, Duration) else None


def _things(turn: Turn, who: int, value: Value | None) -> List | None:
    """What a list names, without entries that tell the other what to do."""

    def steers(entry: Option | Words) -> bool:
        return isinstance(entry, Words) and turn.world.steers(entry.text, turn.person(who))

    return as_list(tuple(entry for entry in entries(value) if not steers(entry)))
