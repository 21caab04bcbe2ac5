"""The case files of this folder: one for every kind of step, one for every rule of the engine."""

from __future__ import annotations

import pytest

from bot.engine.steps import KINDS
from tests.engine.driver import HERE
from tests.engine.story import Case, cases, tell

STEPS = list(cases(HERE / "steps"))
RULES = list(cases(HERE / "rules"))
PRACTICES = list(cases(HERE / "practices"))


@pytest.mark.parametrize("case", STEPS, ids=str)
def test_a_kind_of_step(case: Case) -> None:
    tell(case)


@pytest.mark.parametrize("case", RULES, ids=str)
def test_a_rule_of_the_engine(case: Case) -> None:
    tell(case)


@pytest.mark.parametrize("case", PRACTICES, ids=str)
def test_a_practice(case: Case) -> None:
    tell(case)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_step_has_a_case_file(kind: str) -> None:
    assert any(case.file == kind for case in STEPS), f"tests/engine/steps/{kind}.yaml is missing"
