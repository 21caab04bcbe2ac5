"""The two plans between two sides; the cases are in middle.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.coach.middle import PLANS, Side, middles
from bot.engine.lists import as_list
from bot.model.values import Duration, Option, Variable, Words

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("middle.yaml").read_text(encoding="utf-8"))
by_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])


def side(written: Mapping[str, Any]) -> Side:
    firm, bend = (as_list(tuple(map(thing, written.get(name, [])))) for name in ("firm", "bend"))
    return Side(written.get("alone"), written.get("together"), firm, bend)


def thing(written: str) -> Option | Words:
    return Words(written) if written[:1].isupper() else Option(written)


def plain(value: Variable) -> object:
    match value:
        case Duration(minutes):
            return minutes
        case Option(id):
            return id
        case Words(text):
            return text
        case _:
            return value


@by_case
def test_two_plans_lie_between_two_sides(case: dict[str, Any]) -> None:
    plans = middles(side(case["mine"]), side(case["theirs"]))
    assert [{plan.prompt: {name: plain(v) for name, v in plan.values.items()}} for plan in plans] == case["plans"]


@by_case
def test_who_began_makes_no_difference_to_the_hours_and_to_what_is_shared(case: dict[str, Any]) -> None:
    here = middles(side(case["mine"]), side(case["theirs"]))
    there = middles(side(case["theirs"]), side(case["mine"]))
    assert [plan.prompt for plan in here] == [plan.prompt for plan in there]


def test_every_plan_is_found_by_a_case() -> None:
    assert {name for case in CASES for plan in case["plans"] for name in plan} == set(PLANS)
