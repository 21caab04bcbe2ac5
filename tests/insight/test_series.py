"""The plain values behind the pictures."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.insight.series import Balance, BalanceWeek, GuiltFacts, GuiltPoint, describe_guilt, latest_weeks

CASES = yaml.safe_load((Path(__file__).parent / "series.yaml").read_text(encoding="utf-8"))
DAY = date(2026, 11, 22)


@pytest.mark.parametrize("case", CASES["guilt"])
def test_a_guilt_curve_in_plain_values(case: dict[str, Any]) -> None:
    assert describe_guilt([GuiltPoint(*point) for point in case["points"]]) == GuiltFacts(**case["facts"])


def test_nothing_shows_nothing() -> None:
    with pytest.raises(ValueError, match="a point"):
        describe_guilt([])
    with pytest.raises(ValueError, match="a value"):
        latest_weeks([BalanceWeek(DAY), BalanceWeek(DAY, Balance())])


@pytest.mark.parametrize("values", CASES["out_of_range"]["balance"])
def test_a_balance_keeps_to_its_scales(values: list[int]) -> None:
    with pytest.raises(ValueError, match=" to "):
        Balance(*values)


@pytest.mark.parametrize("values", CASES["out_of_range"]["guilt"])
def test_guilt_is_nought_to_ten(values: list[int]) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        GuiltPoint(DAY, *values)
