"""The plain values behind the pictures."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.insight.series import (
    ITEMS,
    Balance,
    BalanceWeek,
    GuiltFacts,
    GuiltPoint,
    Side,
    describe_balance,
    describe_guilt,
)

CASES = yaml.safe_load((Path(__file__).parent / "series.yaml").read_text(encoding="utf-8"))
DAY = date(2026, 11, 22)


@pytest.mark.parametrize("case", CASES["guilt"])
def test_a_guilt_curve_in_plain_values(case: dict[str, Any]) -> None:
    assert describe_guilt([GuiltPoint(*point) for point in case["points"]]) == GuiltFacts(**case["facts"])


@pytest.mark.parametrize("case", CASES["balance"])
def test_a_balance_in_plain_values(case: dict[str, Any]) -> None:
    weeks = [BalanceWeek(day, *(Balance(*one) if one else None for one in both)) for day, *both in case["weeks"]]
    facts, expected = describe_balance(weeks), case["facts"]
    assert (facts.weeks, facts.first_day, facts.last_day) == (
        expected["weeks"],
        expected["first_day"],
        expected["last_day"],
    )
    assert {"mine": courses(facts.mine), "theirs": courses(facts.theirs)} == {
        "mine": expected["mine"],
        "theirs": expected["theirs"],
    }


def courses(side: Side | None) -> dict[str, list[int] | None] | None:
    if side is None:
        return None
    found = {item: getattr(side, item) for item in ITEMS}
    return {item: course and list(astuple(course)) for item, course in found.items()}


def test_nothing_has_no_facts() -> None:
    with pytest.raises(ValueError, match="a point"):
        describe_guilt([])
    with pytest.raises(ValueError, match="a value"):
        describe_balance([BalanceWeek(DAY)])


@pytest.mark.parametrize("values", CASES["out_of_range"]["balance"])
def test_a_balance_keeps_to_its_scales(values: list[int]) -> None:
    with pytest.raises(ValueError, match=" to "):
        Balance(*values)


@pytest.mark.parametrize("values", CASES["out_of_range"]["guilt"])
def test_guilt_is_nought_to_ten(values: list[int]) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        GuiltPoint(DAY, *values)
