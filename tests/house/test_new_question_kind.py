"""A kind of question more costs two files: its class, and the reading of its words. Nothing else learns of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import cast

import pytest

from bot.engine.kinds import KINDS
from bot.engine.kinds.kind import Kind
from bot.engine.script import Library
from bot.engine.step import Question
from bot.model.values import Number
from bot.runtime.reading import READERS, Reader
from bot.script.check import check
from bot.script.findings import ScriptErrors
from bot.script.keyboard import Key, question_rows, settled_key
from bot.script.load import load_library
from bot.script.times import Times
from tests.engine.asking import ANNA, Asking
from tests.house.new_question_kind.percent import Percent
from tests.house.new_question_kind.reading import read_percent
from tests.script.small_house import small_house

FOLDER = Path(__file__).parent / "new_question_kind"
TIMES = Times("en", "en_GB")


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    """The dialog that asks for it, with the kind in both tables."""
    monkeypatch.setitem(cast("dict[str, Kind]", KINDS), "percent", Percent())
    monkeypatch.setitem(cast("dict[str, Reader]", READERS), "percent", read_percent)
    return load_library(FOLDER / "dialogs")


def test_it_is_two_files() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.py")) == ["percent.py", "reading.py"]


def test_without_its_line_in_the_table_no_dialog_may_ask_for_it() -> None:
    with pytest.raises(ScriptErrors, match=r'"kind" in ask "mine" should be choice, .* or hour, not "percent"'):
        load_library(FOLDER / "dialogs")


def test_it_is_asked_tapped_and_typed(library: Library) -> None:
    stage = Asking(library, "effort")
    assert stage.rows == [["p0", "p25", "p50", "p75", "p100"]]
    assert list(stage.asked.controls) == ["finer", "skip", "later"]
    assert stage.give("p40") == 40, "a button of its other face is read as well"
    assert stage.give('"quite a lot') == "nothing"
    assert "misfit_percent" in [shown.name for shown in stage.phones[ANNA].shown]
    assert stage.give("!finer") == "on the way"
    assert stage.rows == [[f"p{tens}" for tens in range(0, 101, 10)]]
    assert list(stage.asked.controls) == ["back", "later"]
    assert stage.give('"about 45 %') == 45
    assert stage.give('"51') == "nothing", "the question says up to 50"
    assert stage.give("p41") == "nothing"
    assert stage.give("!skip") is None


def test_its_buttons_are_shown_and_one_is_kept(library: Library) -> None:
    asked, step = Asking(library, "effort").asked, library.dialogs["effort"].steps["mine"]
    assert isinstance(step, Question)
    rows = question_rows(asked, step, TIMES, str, str)
    assert [[key.label for key in row] for row in rows] == [
        ["0", "25", "50", "75", "100"],
        ["finer"],
        ["skip", "later"],
    ]
    kept = settled_key("x", Percent().data(Number(25)), Number(25), TIMES, str)
    assert kept == Key("callback", "✓ 25", "a:x:p25")


def test_the_check_demands_its_wording(library: Library, tmp_path: Path) -> None:
    dialogs, prompts = small_house(tmp_path)
    shutil.copy(FOLDER / "dialogs" / "effort.yaml", dialogs)
    found = [str(finding) for finding in check(dialogs, prompts, {}, ()).findings]
    assert [line for line in found if "which a step of kind percent needs" in line] == [
        f'prompts/{language}/common.j2:1: no prompt "{name}" in prompts/{language}/common.j2, '
        "which a step of kind percent needs"
        for language in ("en", "es")
        for name in ("label_finer", "meant_percent", "misfit_percent", "misfit_percent_again")
    ]
