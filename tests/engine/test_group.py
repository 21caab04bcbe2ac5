"""The group of two: what is played there, who can answer, and what becomes of it when it is fit no more."""

from __future__ import annotations

import pytest

from tests.engine.driver import HERE
from tests.engine.grouped import tell_in_group
from tests.engine.story import Case, cases


@pytest.mark.parametrize("case", list(cases(HERE / "group")), ids=str)
def test_a_case_of_the_group(case: Case) -> None:
    tell_in_group(case)
