"""An age under 18, told of oneself in the welcome."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.understand.age import read_age

CASES = yaml.safe_load((Path(__file__).parent / "ages.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['says']} {case.get('bare', '')}" for case in CASES])
def test_ages(case: dict[str, object]) -> None:
    assert read_age(str(case["says"]), bool(case.get("bare"))) == case["age"]
