"""Whatever the coach opens by itself is missed by the check when it is gone, and so is what its own buttons send."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

import bot.coach
from bot.coach.commands import COMMANDS
from bot.engine.patterns import PATTERNS
from bot.script.folders import dialogs_folder
from bot.script.load import load_library, read_library
from bot.script.roles import check_roles

LIBRARY = load_library(dialogs_folder())
PLAYING = sorted(d.name for d in LIBRARY.dialogs.values() if d.role or d.does)
KINDS = sorted(name for name, kind in LIBRARY.common.items() if kind.role)


def found(folder: Path) -> list[str]:
    return [str(finding) for finding in check_roles(read_library(folder, []), "dialogs")]


def test_nothing_is_missing() -> None:
    assert found(dialogs_folder()) == []


DEEDS = [dialog.does for dialog in LIBRARY.dialogs.values()]
ALONE = [name for name in PLAYING if LIBRARY.dialogs[name].role or DEEDS.count(LIBRARY.dialogs[name].does) == 1]
"""Those for which no other does the same to items of another kind."""


@pytest.mark.parametrize("name", ALONE)
def test_a_dialog_that_the_coach_opens_is_missed(name: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(dialogs_folder(), tmp_path / "dialogs"))
    (folder / f"{name}.yaml").unlink()
    (said,) = found(folder)
    assert said.startswith("dialogs:1: no dialog has ")


@pytest.mark.parametrize("name", PLAYING)
def test_two_with_one_role_are_found(name: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(dialogs_folder(), tmp_path / "dialogs"))
    text = (folder / f"{name}.yaml").read_text(encoding="utf-8").replace(f"dialog: {name}\n", "dialog: another\n")
    (folder / "another.yaml").write_text(text, encoding="utf-8")
    assert len(found(folder)) == 2


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_that_the_coach_makes_is_missed(name: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(dialogs_folder(), tmp_path / "dialogs"))
    kinds = (folder / "kinds.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "kinds.yaml").write_text("".join(line for line in kinds if f" {name}:" not in line), encoding="utf-8")
    (said,) = found(folder)
    assert "no kind of memory item has" in said


def test_the_coachs_own_buttons_send_what_is_understood() -> None:
    sent: set[str] = set()
    for path in Path(bot.coach.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Button" and node.args:
                first = node.args[0]
                text = first.values[0] if isinstance(first, ast.JoinedStr) else first
                if isinstance(text, ast.Constant):
                    sent.add(str(text.value).partition(".")[0])
    commands = {dialog.command for dialog in LIBRARY.dialogs.values()}
    assert len(sent) > 15
    assert sent - {""} <= commands | COMMANDS.keys() | PATTERNS.keys()
