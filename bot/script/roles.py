"""Whether every role is played once: the coach opens dialogs by what they are for, and never by their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from bot.engine.script import Library
from bot.model.script import Deed, DialogRole, KindRole
from bot.script.findings import Finding


def check_roles(library: Library, folder: str) -> Iterator[Finding]:
    """What the coach would look for in vain, or find twice. A folder in which nothing has a role is part of another."""
    dialogs = library.dialogs.values()
    if not any(dialog.role or dialog.does for dialog in dialogs):
        return
    for key, names in (("role", get_args(DialogRole)), ("does", get_args(Deed))):
        # Several may do the same, each to items of another kind.
        played = Counter((getattr(dialog, key), dialog.item if key == "does" else None) for dialog in dialogs)
        for name in names:
            if not any(mine == name for mine, _ in played):
                yield Finding(folder, 1, f'no dialog has "{key}: {name}", which the coach opens by itself')
        for dialog in dialogs:
            mine = getattr(dialog, key)
            if mine is not None and played[mine, dialog.item if key == "does" else None] > 1:
                yield Finding(dialog.file, 1, f'more than one dialog has "{key}: {mine}"')
    yield from _kinds(library, folder)


def _kinds(library: Library, folder: str) -> Iterator[Finding]:
    roles = Counter(kind.role for kind in library.kinds.values())
    for role in get_args(KindRole):
        if roles[role] != 1:
            many = "no kind" if roles[role] == 0 else "more than one kind"
            yield Finding(f"{folder}/kinds.yaml", 1, f'{many} of memory item has "role: {role}"')
    declared = Counter([*library.common, *(name for dialog in library.dialogs.values() for name in dialog.kinds)])
    for dialog in library.dialogs.values():
        for name, kind in dialog.kinds.items():
            if declared[name] > 1:
                yield Finding(dialog.file, 1, f'the kind "{name}" is declared more than once')
            for other in kind.adds.values():
                if other not in library.kinds:
                    yield Finding(dialog.file, 1, f'the kind "{name}" takes over from "{other}", which nobody declares')
