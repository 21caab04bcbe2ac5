"""Blame is noticed in what somebody is about to say, and what only tells what happened is let pass.

The cases were written by somebody who had not seen the words. On the `kept` half, when it was first run: English 43 of
50 noticed and 1 of 50 fair ones taken for blame, Spanish 39 and 1.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.understand.blame import KINDS, read_blame

HERE = Path(__file__).parent
CASES: dict[str, dict[str, list[dict[str, str]]]] = {
    tag: yaml.safe_load((HERE / f"blame.{tag}.yaml").read_text("utf-8")) for tag in ("en", "es")
}
EVERY = [(tag, case) for tag, halves in CASES.items() for half in halves.values() for case in half]
SHARE = {"open": 0.96, "kept": 0.76}
"""So much of the blame is noticed at least: what is not noticed costs nobody anything but the offer."""


@pytest.mark.parametrize(("tag", "said"), [(tag, c["said"]) for tag, c in EVERY if c["right"] == "none"])
def test_what_blames_nobody_is_let_pass(tag: str, said: str) -> None:
    assert read_blame(said, tag) is None


@pytest.mark.parametrize("tag", CASES)
@pytest.mark.parametrize("half", SHARE)
def test_most_blame_is_noticed(tag: str, half: str) -> None:
    blame = [case["said"] for case in CASES[tag][half] if case["right"] != "none"]
    missed = [said for said in blame if read_blame(said, tag) is None]
    assert len(missed) <= (1 - SHARE[half]) * len(blame) + 1e-9, missed


@pytest.mark.parametrize("tag", CASES)
def test_every_kind_is_told_from_the_others(tag: str) -> None:
    cases = [case for half in CASES[tag].values() for case in half if case["right"] != "none"]
    assert {case["right"] for case in cases} == set(KINDS)
    wrong = [c for c in cases if read_blame(c["said"], tag) not in (None, c["right"])]
    assert len(wrong) <= len(cases) // 20, wrong


@pytest.mark.parametrize("said", ["TÚ SIEMPRE LLEGAS TARDE!!", "tu  siempre\nllegas tarde", "Tú, siempre tarde."])
def test_neither_capitals_nor_accents_nor_signs_hide_it(said: str) -> None:
    assert read_blame(said, "es") == "always_never"


def test_the_other_language_is_read_as_well() -> None:
    assert read_blame("you never listen", "es") == "always_never"
    assert read_blame("nunca me escuchas", "en") == "always_never"
