"""Dialogs are read as they are written, and what is wrong is named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine.script import Library
from bot.engine.step import Question
from bot.engine.steps.choose import ChooseStep
from bot.engine.steps.gate import GateStep
from bot.engine.steps.offer import OfferStep
from bot.engine.steps.repeat import RepeatStep
from bot.engine.steps.tell import TellStep
from bot.engine.steps.together import TogetherStep
from bot.errors import OperatorError
from bot.script.findings import ScriptErrors
from bot.script.flow import flow_of
from bot.script.folders import dialogs_folder
from bot.script.helplines import countries
from bot.script.keyboard import ELSEWHERE
from bot.script.load import load_library

SMALL = Path(__file__).parent / "small" / "dialogs"

HEAD = "dialog: other\nabout: For a test.\nsource: [ten]\nfor: [couple]\nsteps:\n"


@pytest.fixture(scope="module")
def real() -> Library:
    return load_library(dialogs_folder())


def load(folder: Path, steps: str) -> Library:
    (folder / "other.yaml").write_text(HEAD + steps, encoding="utf-8")
    return load_library(folder)


def test_the_real_dialogs_load(real: Library) -> None:
    assert {"welcome", "invite", "invited", "space", "check_in", "unlink", "help_now"} <= set(real.dialogs)
    for dialog in real.dialogs.values():
        assert dialog.first in dialog.steps
        assert not flow_of(dialog).unreachable


def test_every_next_and_case_of_the_real_dialogs_is_a_step(real: Library) -> None:
    for dialog in real.dialogs.values():
        for step in dialog.steps.values():
            onward = [step.next, *(step.cases.values() if isinstance(step, ChooseStep) else ())]
            assert all(way is None or way in dialog.steps for way in onward)


def test_a_case_goes_on_with_what_follows_the_choose() -> None:
    steps = load_library(SMALL).dialogs["walk"].steps
    choose = steps["choose_how_far"]
    assert isinstance(choose, ChooseStep)
    assert (choose.answer, choose.next) == ("how_far", "mood")
    assert choose.cases == {"no_walk": "end", "otherwise": None}
    assert steps["end"].next is None
    assert [step.next for step in steps.values()][-2:] == ["off", None]


def test_a_block_has_its_own_chain() -> None:
    dialog = load_library(SMALL).dialogs["week"]
    both = dialog.steps["both"]
    assert isinstance(both, TogetherStep)
    assert (both.first, both.next, both.expires) == ("own_time", "side_by_side", 259_200)
    assert both.alone is not None
    assert both.alone.tell == "yours"
    assert [(ask.id, ask.next, ask.visibility) for ask in dialog.questions("both")] == [
        ("own_time", "wish", "blind"),
        ("wish", None, "blind"),
    ]


def test_the_countries_are_those_with_help_lines() -> None:
    land = load_library(SMALL).dialogs["walk"].steps["land"]
    assert isinstance(land, Question)
    assert land.options == (*countries(), ELSEWHERE)


def test_yes_and_no_are_words(real: Library) -> None:
    choose = real.dialogs["invite"].steps["choose_linked"]
    assert isinstance(choose, ChooseStep)
    assert set(choose.cases) == {"yes", "otherwise"}


def test_what_stands_in_quotes_is_a_word(tmp_path: Path) -> None:
    steps = '  - {ask: first, kind: choice, options: ["true", "null"], visibility: private}\n'
    first = load(tmp_path, steps).dialogs["other"].steps["first"]
    assert isinstance(first, Question)
    assert first.options == ("true", "null")


def test_ids_that_are_not_wording_count_on(tmp_path: Path) -> None:
    steps = "  - {act: consent}\n  - {act: consent}\n  - choose: out\n    cases: {space: end, otherwise: end}\n"
    ids = list(load(tmp_path, steps).dialogs["other"].steps)
    assert ids == ["act_consent", "act_consent_2", "choose_out", "end", "end_2"]


def test_steps_alike_in_everything_are_one(tmp_path: Path) -> None:
    body = "{tell: bye, to: me}"
    steps = f"  - choose: out\n    cases:\n      space: {body}\n      otherwise: {body}\n"
    assert list(load(tmp_path, steps).dialogs["other"].steps) == ["choose_out", "bye"]


def test_steps_for_two(tmp_path: Path) -> None:
    steps = (
        "  - {gate: safe, expires: 30m, waiting: wait, closed: shut}\n"
        "  - turns: talk\n    expires: 48h\n    left: gone\n    swap: true\n    steps:\n"
        "      - {ask: again, kind: choice, options: [more], who: partner, visibility: shared}\n"
        "      - {repeat: again, when: again, is: more, most: 3}\n"
        "  - {offer: gift, items: [again], message: words, listen: nothing, kept: words, start: other}\n"
        "  - {tell: bye, to: each, copy: words}\n"
    )
    found = load(tmp_path, steps).dialogs["other"].steps
    gate, repeat, offer, bye = found["safe"], found["repeat_again"], found["gift"], found["bye"]
    assert isinstance(gate, GateStep)
    assert (gate.expires, gate.visibility, gate.closed) == (1800, "private", "shut")
    assert isinstance(repeat, RepeatStep)
    assert (repeat.target, repeat.answer, repeat.value, repeat.most) == ("again", "again", "more", 3)
    assert repeat.block == "talk"
    assert isinstance(offer, OfferStep)
    assert (offer.items, offer.start, offer.alone) == (("again",), "other", None)
    assert isinstance(bye, TellStep)
    assert (bye.to, bye.copied) == ("each", ("words",))


def test_the_version_changes_with_the_structure_only(tmp_path: Path) -> None:
    first = load(tmp_path, "  - {tell: hello}\n").dialogs["other"].version
    file = tmp_path / "other.yaml"
    said = file.read_text(encoding="utf-8").replace("For a test.", "Said otherwise.").replace("steps:", "\nsteps:")
    file.write_text(said, encoding="utf-8")
    assert load_library(tmp_path).dialogs["other"].version == first
    assert load(tmp_path, "  - {tell: hello, to: each}\n").dialogs["other"].version != first


def test_a_broken_folder_says_all_that_is_wrong_and_starts_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("dialog: a\n", encoding="utf-8")
    with pytest.raises(ScriptErrors) as caught:
        load(tmp_path, "  - {tell: hello, too: me}\n")
    findings = caught.value.findings
    assert [finding.file for finding in findings] == [*[f"{tmp_path.name}/a.yaml"] * 4, f"{tmp_path.name}/other.yaml"]
    assert str(findings[-1]) == f'{tmp_path.name}/other.yaml:6: unknown key "too" in tell "hello": did you mean "to"?'
    assert isinstance(caught.value, OperatorError)
    assert "\n" not in str(caught.value)
    assert "4 more" in str(caught.value)


def test_an_empty_folder_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(ScriptErrors, match="no dialog is here"):
        load_library(tmp_path)
