"""Where two sides meet: two plans for a middle, built from what both have said. Nobody wins, and nothing is counted.

Pure: two sides in, two plans out. What one of them did not say is not guessed, and stands in no plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bot.engine.lists import List, as_list, in_common, joined
from bot.model.values import Duration, Variable

HALF_HOUR, HOUR, FEW_HOURS = 30, 60, 4 * 60
"""In minutes. Of many hours nobody means a half."""

PLANS: Final = ("plan_hours", "plan_half", "plan_each", "plan_about", "plan_evening", "plan_weekend")
"""The prompts that say a plan."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two would like in a week, and how firmly; hours in minutes, None where they did not say."""

    alone: int | None = None
    together: int | None = None
    firm: List | None = None
    bend: List | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One way to meet: the prompt that says it, and what it is made of."""

    prompt: str
    values: Mapping[str, Variable]


def middles(mine: Side, theirs: Side) -> tuple[Plan, Plan]:
    """Two plans, the nearest to what both said first: the middle of their hours; half and half of what can bend for
    both; what is firm for each, where it bends for the other; turn about with what is firm for both; and where they
    said too little for that, half of one evening, and one weekend each."""
    first, second = islice(_found(mine, theirs), 2)
    return first, second


def _found(mine: Side, theirs: Side) -> Iterator[Plan]:
    alone, together = _between(mine.alone, theirs.alone), _between(mine.together, theirs.together)
    if alone is not None or together is not None:
        yield Plan("plan_hours", {"alone_for": alone, "together_for": together})
    held_by_either = as_list(joined(mine.firm, theirs.firm))
    bends = [thing for thing in in_common(mine.bend, theirs.bend) if not in_common(as_list((thing,)), held_by_either)]
    if bends:
        yield Plan("plan_half", {"thing": bends[0]})
    for_me, for_them = in_common(mine.firm, theirs.bend), in_common(theirs.firm, mine.bend)
    if for_me and for_them:
        yield Plan("plan_each", {"for_me": for_me[0], "for_them": for_them[0]})
    if held := in_common(mine.firm, theirs.firm):
        yield Plan("plan_about", {"thing": held[0]})
    yield Plan("plan_evening", {})
    yield Plan("plan_weekend", {})


def _between(a: int | None, b: int | None) -> Duration | None:
    """The middle of two lengths: of a few hours to the half hour, of many to the hour; what both named stays as it
    is."""
    if a is None or b is None:
        return None
    step = HALF_HOUR if a + b < 2 * FEW_HOURS else HOUR
    return Duration(a if a == b else max(HALF_HOUR, (a + b + step) // (2 * step) * step))
