"""What is offered after a week: the table, case by case, and what holds for every week there can be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Final

import pytest
import yaml

from bot.coach.fitting import CLOSER, FITTING, WARM, best, named, week_of
from bot.model.values import Number, Option, Value

CASES: Final = yaml.safe_load((Path(__file__).parent / "fitting.yaml").read_text(encoding="utf-8"))
NOW: Final = datetime(2026, 11, 22, 18, tzinfo=UTC)
TIMES: Final = ("too_little", "right", "too_much", None)
MARKS: Final = (1, 2, 3, 4, 5, None)


def as_values(week: Mapping[str, str | int | None]) -> dict[str, Value]:
    return {
        name: Number(said) if isinstance(said, int) else Option(said) for name, said in week.items() if said is not None
    }


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_week_comes_to_one_thing_and_at_most_one_dialog_is_offered(case: dict[str, object]) -> None:
    week, begun = case["week"], case.get("begun", {})
    assert isinstance(week, dict)
    assert isinstance(begun, dict)
    values = as_values(week)
    comes_to = week_of(values, low_before=bool(case.get("low_before")))
    there = case.get("there", list(named()))
    last = case.get("last")
    assert isinstance(there, list)
    assert last is None or isinstance(last, str)
    ago = {name: NOW - timedelta(days=days) for name, days in begun.items()}
    assert comes_to == case["comes_to"]
    assert best(comes_to, values, there=there, begun=ago, last=last, now=NOW) == case["offers"]


def test_whatever_was_tapped_little_freedom_twice_leads_to_no_more_togetherness() -> None:
    for own, shared, near, free in product(TIMES, TIMES, MARKS, (1, 2)):
        values = as_values({"own_time": own, "shared_time": shared, "closeness": near, "freedom": free})
        assert not CLOSER.intersection(FITTING[week_of(values, low_before=True)])


def test_whatever_was_tapped_nobody_far_away_is_asked_for_thanks() -> None:
    for own, shared, near, free in product(TIMES, TIMES, (1, 2), MARKS):
        values = as_values({"own_time": own, "shared_time": shared, "closeness": near, "freedom": free})
        for there in (list(named()), sorted(WARM)):
            for low_before in (False, True):
                week = week_of(values, low_before=low_before)
                assert best(week, values, there=there, begun={}, last=None, now=NOW) not in WARM


def test_nothing_is_offered_twice_running() -> None:
    for week in FITTING:
        for last in FITTING[week]:
            assert best(week, {}, there=list(named()), begun={}, last=last, now=NOW) != last
