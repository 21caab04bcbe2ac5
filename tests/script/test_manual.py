"""The manual is up to date, its examples hold, and who follows it has a dialog that `coach check` finds well."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from pydantic import BaseModel

from bot import app
from bot.cli import coach
from bot.coach.actions import ACTIONS
from bot.coach.functions import FUNCTIONS, OUTCOMES
from bot.engine.script import MemoryKind
from bot.engine.step import Known
from bot.engine.steps import KINDS
from bot.script.check_dialogs import check_dialog
from bot.script.flow import flow_of
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.manual import FILE, manual
from bot.script.schema import DialogForm
from tests.stage import stage

MANUAL = (dialogs_folder() / FILE).read_text(encoding="utf-8")
HEAD = """\
dialog: example
about: What the manual shows.
source: [cook]
for: [couple]
kinds:
  tea: {plans: when}
steps:
"""
WALK = """\
dialog: walk
command: walk
about: Another dialog.
source: [cook]
for: [solo]
steps:
  - {ask: where_to, kind: text, max: 80, visibility: private}
"""


def test_the_manual_beside_the_dialogs_is_up_to_date() -> None:
    assert manual(FUNCTIONS, ACTIONS) == MANUAL, "write it anew: coach check --write-manual"


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_every_kind_of_step_loads_and_holds(kind: str, tmp_path: Path) -> None:
    example = KINDS[kind].example
    used = {key for step in yaml.safe_load(example) for key in _keys(step)}
    assert kind in used, "the example shows its kind"
    indented = "".join(f"  {line}\n" for line in example.splitlines())
    (tmp_path / "example.yaml").write_text(HEAD + indented, encoding="utf-8")
    (tmp_path / "walk.yaml").write_text(WALK, encoding="utf-8")
    (tmp_path / "deck.yaml").write_text("piles: {light: [a_song], deep: [a_fear]}\n", encoding="utf-8")
    library = load_library(tmp_path)
    names = library.dialogs.keys()
    known = Known(OUTCOMES, ACTIONS.keys(), names, library.dialogs, ("walk", "menu"), library.kinds)
    dialog = library.dialogs["example"]
    assert [str(finding) for finding in check_dialog(dialog, flow_of(dialog), known)] == []


def test_every_key_is_explained() -> None:
    forms: list[type[BaseModel]] = [DialogForm, MemoryKind, *(form for kind, form in KINDS.items() if kind != "end")]
    for form in forms:
        for name, field in form.model_fields.items():
            if not (field.alias or name).startswith("!"):
                assert field.description, f"{form.__name__}.{name}"


def follow(folder: Path) -> tuple[Path, Path]:
    """Do what the manual says, in copies of the dialogs and the prompts."""
    dialogs, prompts = folder / "dialogs", folder / "prompts"
    shutil.copytree(dialogs_folder(), dialogs)
    shutil.copytree(prompts_folder(), prompts)
    written = re.findall(r"^\*\*\d[^`]*`([\w/]+\.\w+)`.*?```\w+\n(.*?)```", MANUAL, re.S | re.M)
    assert [path for path, _ in written] == ["dialogs/tea.yaml", "prompts/en/tea.j2", "prompts/es/tea.j2"]
    for path, text in written:
        (folder / path).write_text(text, encoding="utf-8")
    return dialogs, prompts


def test_who_follows_the_manual_has_a_sound_dialog(tmp_path: Path) -> None:
    dialogs, prompts = follow(tmp_path)
    folders = ("--dialogs", str(dialogs), "--prompts", str(prompts))
    checked = CliRunner().invoke(coach, ["check", *folders])
    assert checked.exit_code == 0, checked.output
    read = CliRunner().invoke(coach, ["read", "tea", *folders])
    assert read.exit_code == 0, read.output
    assert "Tea for one (tea)" in read.output
    assert "4. Whatever you're in the middle of can wait as long as a pot lasts." in " ".join(read.output.split())


async def test_what_the_manual_makes_is_in_the_menu_and_plans_and_comes_when_it_is_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogs, prompts = follow(tmp_path)
    monkeypatch.setattr(app, "prompts_folder", lambda: prompts)
    async with stage(tmp_path, dialogs=dialogs) as on_stage:
        await on_stage.welcome("Ana")
        await on_stage.send("Ana", "/menu")
        await on_stage.press("Ana", "Leave")
        await on_stage.press("Ana", "Tea for one")
        for answer in ("Jasmine", "tomorrow at four in the afternoon", "By myself"):
            await on_stage.send("Ana", answer)
        assert "Jasmine, " in on_stage.screen("Ana")
        await on_stage.press("Ana", "My plans")
        assert "Jasmine" in on_stage.screen("Ana")
        await on_stage.send("Ana", "/mine")
        assert "[My teas]" in on_stage.screen("Ana")
        await on_stage.move_clock(timedelta(hours=30))
        told = re.findall(r"{% block kettle_. %}(.*?){%", (prompts / "en" / "tea.j2").read_text(encoding="utf-8"))
        assert any(wording in on_stage.screen("Ana", 2) for wording in told)


def test_the_manual_is_written_beside_other_dialogs(tmp_path: Path) -> None:
    shutil.copytree(dialogs_folder(), tmp_path / "dialogs")
    (tmp_path / "dialogs" / FILE).unlink()
    CliRunner().invoke(coach, ["check", "--dialogs", str(tmp_path / "dialogs"), "--write-manual"])
    assert (tmp_path / "dialogs" / FILE).read_text(encoding="utf-8") == MANUAL


def _keys(step: object) -> set[str]:
    """The kinds of a step and of all that stands in it."""
    if isinstance(step, str):
        return {step}
    if isinstance(step, list):
        return {key for each in step for key in _keys(each)}
    if not isinstance(step, dict):
        return set()
    inside = [*step.get("steps", []), *step.get("cases", {}).values()]
    return {*step.keys(), *(key for each in inside for key in _keys(each))}
