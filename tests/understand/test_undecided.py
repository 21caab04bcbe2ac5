"""Not decided yet when: what says so, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.understand.undecided import is_undecided

TABLE: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "undecided.yaml").read_text("utf-8"))


@pytest.mark.parametrize("text", TABLE["not decided yet"])
def test_not_decided_yet(text: str) -> None:
    assert is_undecided(text)


@pytest.mark.parametrize("text", TABLE["anything else"])
def test_anything_else(text: str) -> None:
    assert not is_undecided(text)
