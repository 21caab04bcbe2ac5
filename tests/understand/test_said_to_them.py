"""What is written to the one who does it: "when you hit me" is danger as much as "he hits me"."""

from __future__ import annotations

from pathlib import Path
from typing import Final, cast

import pytest
import yaml

from bot.understand.danger import notice

_TEXTS: Final = cast(
    dict[str, dict[str, list[str]]],
    yaml.safe_load(Path(__file__).with_name("said_to_them.yaml").read_text(encoding="utf-8")),
)


def texts(kind: str) -> list[str]:
    """All of one kind, in every language."""
    return [text for kinds in _TEXTS.values() for text in kinds[kind]]


@pytest.mark.parametrize("text", texts("danger"))
def test_what_somebody_is_told_that_they_do_stops(text: str) -> None:
    found = notice(text, False)
    assert found is not None
    assert not found.unsure
    assert found.category in ("partner_violence", "child_harm")


@pytest.mark.parametrize("text", texts("asked_first"))
def test_fear_of_the_one_who_is_written_to_is_asked_about(text: str) -> None:
    found = notice(text, False)
    assert found is not None
    assert found.category == "partner_violence"


@pytest.mark.parametrize("text", texts("fair"))
def test_what_only_sounds_like_it_goes_on(text: str) -> None:
    assert notice(text, False) is None
