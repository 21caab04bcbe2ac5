"""Whether what is offered after a week can be: each name is of a dialog with a command, or of a practice to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.coach.fitting import named
from bot.engine.script import Library
from bot.script.findings import Finding
from bot.script.phrases import ENDING


def check_fitting(library: Library, prompts: Path, languages: Sequence[str], folder: str) -> Iterator[Finding]:
    """A dialog of the table that is not there yet is passed over; one that nobody knows of is misspelt. A folder in
    which nothing has a role is part of another."""
    if not any(dialog.role or dialog.does for dialog in library.dialogs.values()):
        return
    for name in named():
        dialog = library.dialogs.get(name)
        coming = any((prompts / language / f"{name}{ENDING}").is_file() for language in languages)
        if dialog is None and not coming:
            yield Finding(folder, 1, f'after a week "{name}" would be offered, and there is no such dialog or practice')
        elif dialog is not None and dialog.command is None:
            yield Finding(dialog.file, 1, f'dialog "{name}" is offered after a week, and no command begins it')
