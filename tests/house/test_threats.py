"""The table of threats in SAFETY.md: every threat has a control, and every control a test that is really there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
HEADING: Final = "## Threats"
_TEST: Final = re.compile(r"`(tests/[\w./-]+)(?:::(\w+))?`")


def _rows() -> list[list[str]]:
    """The cells of each row below the heading, without the two lines of the table's head."""
    text = (ROOT / "SAFETY.md").read_text("utf-8").partition(f"\n{HEADING}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not set(line) <= set("| -")]


ROWS: Final = _rows()[1:]


def test_there_are_threats_in_it() -> None:
    assert _rows()[0] == ["threat", "control", "test"]
    assert len(ROWS) >= 25


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:60])
def test_a_threat_has_a_control_and_a_test_that_is_there(row: list[str]) -> None:
    assert len(row) == 3
    assert all(row), "no cell is empty"
    named = _TEST.findall(row[2])
    assert named, "no test is named"
    for path, function in named:
        file = ROOT / path
        assert file.exists(), f"{path} is not there"
        if function:
            defined = re.search(rf"^ *(async )?def {function}\(", file.read_text("utf-8"), re.MULTILINE)
            assert defined, f"{path} has no {function}"
