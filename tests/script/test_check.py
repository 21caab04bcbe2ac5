"""`check` finds what is wrong with dialogs and prompts; the cases are files."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from bot.coach.actions import ACTIONS
from bot.coach.functions import FUNCTIONS, OUTCOMES
from bot.script.check import check, format_counts
from bot.script.folders import dialogs_folder, prompts_folder
from tests.script.small_house import SMALL, small_house

HERE = Path(__file__).parent
OUTCOMES_HERE = {"out": ("space", "leave", "no")}
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
PROMPT_CASES = yaml.safe_load((HERE / "prompt_cases.yaml").read_text(encoding="utf-8"))


def found(dialogs: Path, prompts: Path) -> list[str]:
    return [str(finding) for finding in check(dialogs, prompts, OUTCOMES_HERE, {"consent"}).findings]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda path: path.stem)
def test_a_broken_dialog_is_named_with_its_line(broken: Path, tmp_path: Path) -> None:
    dialogs, prompts = tmp_path / "dialogs", tmp_path / "prompts"
    shutil.copytree(SMALL / "dialogs", dialogs)
    (prompts / "en").mkdir(parents=True)
    shutil.copy(broken, dialogs)
    expected = re.findall(r"^# finds (\d+: .*)$", broken.read_text(encoding="utf-8"), re.MULTILINE)
    lines = [line for line in found(dialogs, prompts) if line.startswith(f"dialogs/{broken.name}:")]
    # There is no wording at all, which the check says too.
    assert [line for line in lines if ": no prompt " not in line] == [f"dialogs/{broken.name}:{e}" for e in expected]
    assert expected


@pytest.mark.parametrize("case", PROMPT_CASES, ids=lambda case: case["case"])
def test_broken_wording_is_named_with_its_line(case: dict[str, object], tmp_path: Path) -> None:
    dialogs, prompts = small_house(tmp_path)
    file = prompts / str(case["file"])
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    old, new = str(case.get("old", "")), str(case.get("new", ""))
    assert old in text
    file.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")
    assert found(dialogs, prompts) == case["finds"]


def test_the_small_house_is_well(tmp_path: Path) -> None:
    report = check(*small_house(tmp_path), OUTCOMES_HERE, {"consent"})
    assert [str(finding) for finding in report.findings] == []
    assert re.fullmatch(r"3 dialogs, 28 steps, 2 languages, \d+ prompts: all well", format_counts(report))


def test_what_is_said_is_counted(tmp_path: Path) -> None:
    dialogs, prompts = small_house(tmp_path)
    shutil.rmtree(prompts / "es")
    for name in ("week", "trip"):
        (dialogs / f"{name}.yaml").unlink()
        (prompts / "en" / f"{name}.j2").unlink()
    report = check(dialogs, prompts, OUTCOMES_HERE, {"consent"})
    assert format_counts(report).startswith("1 dialog, 9 steps, 1 language, ")


def test_a_language_without_a_file_is_named_once(tmp_path: Path) -> None:
    dialogs, prompts = small_house(tmp_path)
    (prompts / "es" / "walk.j2").unlink()
    assert found(dialogs, prompts) == ["prompts/es:1: walk.j2 is missing, or has no prompt"]


def test_files_that_are_no_text_are_findings(tmp_path: Path) -> None:
    dialogs, prompts = small_house(tmp_path)
    (dialogs / "week.yaml").write_bytes(b"\xff\xfe")
    (prompts / "es" / "walk.j2").write_bytes(b"\xff\xfe")
    assert found(dialogs, prompts) == [
        "dialogs/week.yaml:1: not YAML: a character that does not belong in a text",
        "prompts/es/walk.j2:1: not a text in UTF-8",
    ]


def test_no_english_is_a_finding(tmp_path: Path) -> None:
    dialogs, prompts = small_house(tmp_path)
    shutil.rmtree(prompts / "en")
    assert found(dialogs, prompts) == ["prompts/en:1: the prompts in English are missing"]


def test_functions_and_actions_are_the_engines(tmp_path: Path) -> None:
    report = check(
        dialogs_folder(),
        prompts_folder(),
        {k: v for k, v in OUTCOMES.items() if k != "out"},
        set(ACTIONS) - {"set_name"},
    )
    texts = {finding.text for finding in report.findings}
    assert 'choose "out": there is no question and no function of that name' in texts
    assert 'act "set_name": there is no such action' in texts


def test_the_outcomes_of_every_function_are_known() -> None:
    assert OUTCOMES.keys() == FUNCTIONS.keys()


def test_the_real_dialogs_and_prompts_are_well() -> None:
    report = check(dialogs_folder(), prompts_folder(), OUTCOMES, ACTIONS)
    print(format_counts(report))
    assert [str(finding) for finding in report.findings] == []
