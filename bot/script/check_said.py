"""What people say for an option, held against the others of its question: no words may mean two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from bot.engine.script import Dialog, Library
from bot.engine.step import Question
from bot.errors import ScriptError
from bot.model.state import Person
from bot.script.findings import Finding
from bot.script.helplines import countries
from bot.script.shown import letters_of
from bot.script.templates import COMMON
from bot.script.wording import Wording


class _Written(Protocol):
    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int: ...


def said_twice(
    folder: Path, wording: Wording, language: str, library: Library, blocks: Mapping[tuple[str, str], _Written]
) -> Iterator[Finding]:
    """Words that two options of one question have in common, each where the second of them is written."""
    for dialog in library.dialogs.values():
        for step in dialog.steps.values():
            if isinstance(step, Question) and not set(step.options) & set(countries()):
                yield from _of_question(folder, wording, language, dialog, step, blocks)


def _of_question(
    folder: Path,
    wording: Wording,
    language: str,
    dialog: Dialog,
    step: Question,
    blocks: Mapping[tuple[str, str], _Written],
) -> Iterator[Finding]:
    reader = Person(id=1, name="", language=language)
    first: dict[str, str] = {}
    for option in step.options:
        try:
            ways = (wording.label(dialog.name, option, language), *wording.ways_of(dialog.name, option, reader))
        except ScriptError:  # said already
            continue
        for way in ways:
            other = first.setdefault(letters_of(way.replace("#", "0")), option)  # "I am #" is not "I am"
            if other != option:
                home = dialog.name if (dialog.name, f"said_{option}") in blocks else COMMON
                block = blocks.get((home, f"said_{option}"))
                file, line = (block.file, block.line) if block is not None else (f"{folder.name}/{language}", 1)
                text = f'"{way}" is said both for "{other}" and for "{option}" in ask "{step.id}" of {dialog.name}'
                yield Finding(file, line, text)
