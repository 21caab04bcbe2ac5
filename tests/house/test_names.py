"""The machine knows no product: nothing under `engine/` names a dialog, a question or a kind of memory item of it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

import pytest

import bot.engine
from bot.engine.kinds import KINDS
from bot.engine.step import Question
from bot.model.script import DialogRole, KindRole
from bot.script.folders import dialogs_folder
from bot.script.load import load_library

ENGINE = sorted(Path(bot.engine.__file__).parent.rglob("*.py"))
LIBRARY = load_library(dialogs_folder())

OWN_WORDS = frozenset(
    {
        *get_args(DialogRole),
        *get_args(KindRole),
        *KINDS,
        *("words", "reply", "when", "from", "share", "keep", "source", "stopped", "go_on"),
    }
)
"""Words of the machine's own that are also names of the product: roles, kinds of questions, and a few more."""


def strings(path: Path) -> set[str]:
    """The string literals of a file, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in said)
    return {node.value for node in constants if isinstance(node.value, str)}


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_machine_names_nothing_of_the_product(path: Path) -> None:
    questions = {step.id for d in LIBRARY.dialogs.values() for step in d.steps.values() if isinstance(step, Question)}
    named = strings(path) & {*LIBRARY.dialogs, *LIBRARY.kinds, *questions}
    assert named <= OWN_WORDS, f"{path.name} names {sorted(named - OWN_WORDS)}"
