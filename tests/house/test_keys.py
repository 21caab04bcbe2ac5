"""A key that does nothing is a lie: each key of a script's forms is read by more than the check and the drawings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

import bot
from bot.engine.script import MemoryKind
from bot.engine.step import Alone
from bot.engine.steps import KINDS
from bot.engine.steps.tell import WrittenButton
from bot.script.schema import DialogForm

FORMS: list[type[BaseModel]] = [*KINDS.values(), Alone, WrittenButton, MemoryKind, DialogForm]
ONLY_SEEN = frozenset({"faults", "lines", "drawn", "way_labels", "placed", "aloud"})
"""What looks at a step without doing anything."""

FOR_READERS = frozenset({"about", "source", "dialog"})
"""Keys of a file's top that people read: what the dialog is about, and whose idea it is; and its name."""


def read_names(node: ast.AST) -> Iterator[str]:
    """The attributes that are read, without those that only look."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef) and child.name in ONLY_SEEN:
            continue
        if isinstance(child, ast.Attribute) and isinstance(child.ctx, ast.Load):
            yield child.attr
        yield from read_names(child)


READ = {
    name
    for path in Path(bot.__file__).parent.rglob("*.py")
    if not path.name.startswith("check") and path.name not in ("uses.py", "load.py", "compile.py")
    for name in read_names(ast.parse(path.read_text(encoding="utf-8")))
}
COMPILED = {"steps", "written"}
"""What stands inside a step is compiled into steps of its own."""

KEYS = [
    (form, name)
    for form in FORMS
    for name, field in form.model_fields.items()
    if not (field.alias or name).startswith("!") and name not in COMPILED
]


@pytest.mark.parametrize(("form", "name"), KEYS, ids=lambda part: part if isinstance(part, str) else part.__name__)
def test_every_key_is_obeyed(form: type[BaseModel], name: str) -> None:
    if form is DialogForm and name in FOR_READERS:
        return
    assert name in READ, f'"{name}" of {form.__name__} is written and never read'
