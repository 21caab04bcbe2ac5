"""A new dialog costs one YAML and a prompt file in each language: with a kind of memory item, a nudge and a plan."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.coach.actions import ACTIONS
from bot.coach.functions import OUTCOMES
from bot.model.values import Number, Own
from bot.script.check import check
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.wording import Wording
from tests.engine.driver import Stage

NEW = Path(__file__).parent / "new_dialog"
ANNA = 1


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The product's own scripts with the new ones among them, and nothing else changed."""
    folder = tmp_path_factory.mktemp("scripts")
    dialogs, prompts = folder / "dialogs", folder / "prompts"
    shutil.copytree(dialogs_folder(), dialogs)
    shutil.copytree(prompts_folder(), prompts)
    shutil.copy(NEW / "pastime.yaml", dialogs)
    for language in ("en", "es"):
        shutil.copy(NEW / language / "pastime.j2", prompts / language)
    return dialogs, prompts


@pytest.fixture
def stage(folders: tuple[Path, Path]) -> Stage:
    stage = Stage(library=load_library(folders[0]))
    for who in stage.names:
        stage.person(who).consented = True
    stage.command(ANNA, "pastime")
    stage.type(ANNA, "pancakes")
    stage.type(ANNA, "tomorrow at 18:00")
    return stage


def names(stage: Stage) -> list[str]:
    return [shown.say.prompt.name for shown in stage.phones[ANNA].shown]


def test_it_is_three_files(folders: tuple[Path, Path]) -> None:
    assert len([path for path in NEW.rglob("*") if path.is_file()]) == 3
    assert check(*folders, OUTCOMES, ACTIONS.keys()).findings == ()


def test_its_command_is_in_telegrams_list(folders: tuple[Path, Path]) -> None:
    wording = Wording(folders[1], load_library(folders[0]), "coach_bot")
    assert all("pastime" in [name for name, _ in wording.commands(language)] for language in ("en", "es"))


def test_it_is_remembered_and_planned(stage: Stage) -> None:
    assert [item.kind for item in stage.items[ANNA].values()] == ["pastime"]
    stage.command(ANNA, "plans")
    plans = stage.phones[ANNA].shown[-1].say
    assert [planned.what for planned in plans.values["items"]] == ["pancakes"]  # type: ignore[union-attr]
    stage.command(ANNA, "mine")
    counted = stage.phones[ANNA].shown[-1].say.values["items"]
    assert counted == (Own("kind_pastime", Number(1)), Own("kind_reminders", Number(1)))


def test_its_nudge_comes_at_its_moment(stage: Stage) -> None:
    stage.move(timedelta(days=1, hours=7))
    assert not [name for name in names(stage) if name.startswith("pastime_now")]
    stage.move(timedelta(hours=2))
    assert [name for name in names(stage) if name.startswith("pastime_now")] == ["pastime_now_1"]


@pytest.mark.parametrize("gone", ["cancelled", "removed", "moved"])
def test_its_nudge_does_nothing_once_it_has_changed(stage: Stage, gone: str) -> None:
    (item,) = stage.items[ANNA]
    if gone == "cancelled":
        stage.command(ANNA, f"cancel_plan.{item}")
    elif gone == "removed":
        stage.command(ANNA, f"remove_item.{item}")
    else:
        stage.command(ANNA, f"move_plan.{item}")
        stage.type(ANNA, "in 3 days at 18:00")
    stage.move(timedelta(days=2))
    assert not [name for name in names(stage) if name.startswith("pastime_now")]
    stage.move(timedelta(days=2))
    assert len([name for name in names(stage) if name.startswith("pastime_now")]) == (gone == "moved")
