"""A new kind of step costs its class, its cases and a line in the table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.engine.script import Library
from bot.engine.steps import KINDS
from bot.script.check import check
from bot.script.graph import graph
from bot.script.load import load_library
from tests.engine.driver import LIBRARY, Stage
from tests.house.new_step_kind.thank import ThankStep

NEW = Path(__file__).parent / "new_step_kind"
WRITTEN: dict[str, Any] = yaml.safe_load((NEW / "cases.yaml").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "thank", ThankStep)


def folder(tmp_path: Path, text: str) -> Path:
    dialogs = tmp_path / "dialogs"
    dialogs.mkdir()
    (dialogs / "thanking.yaml").write_text(text, encoding="utf-8")
    return dialogs


def test_it_is_two_files() -> None:
    assert len([path for path in NEW.iterdir() if path.is_file()]) == 2


@pytest.mark.parametrize("case", WRITTEN["cases"], ids=lambda case: case["case"])
def test_it_does_what_it_says(case: dict[str, Any], tmp_path: Path) -> None:
    library = load_library(folder(tmp_path, WRITTEN["dialog"]))
    stage = Stage(linked=False, library=Library({**LIBRARY.dialogs, **library.dialogs}, LIBRARY.common))
    stage.person(1).consented = True
    stage.command(1, "thanking")
    if case["types"].startswith("/"):
        stage.command(1, case["types"][1:])
    else:
        stage.type(1, case["types"])
    assert [s.say.prompt.name for s in stage.phones[1].shown if s.say.prompt.name == "kind_words"] == case["hears"]


def test_it_is_drawn_and_checked(tmp_path: Path) -> None:
    drawn = graph(load_library(folder(tmp_path, WRITTEN["dialog"])).dialogs["thanking"])
    assert 's_kind_words["thank kind_words"]' in drawn
    (tmp_path / "dialogs" / "thanking.yaml").write_text(WRITTEN["broken"], encoding="utf-8")
    (tmp_path / "prompts" / "en").mkdir(parents=True)
    found = [str(finding) for finding in check(tmp_path / "dialogs", tmp_path / "prompts", {}, ()).findings]
    assert WRITTEN["finds"] in found
