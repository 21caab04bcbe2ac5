"""A copy of a database file while a coach is writing to it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from bot.errors import DatabaseError
from bot.store.durable import sync_folder
from bot.store.sqlite.connection import plainly
from bot.store.sqlite.migrations import APPLICATION_ID


def copy_database(source: Path, target: Path, check: Callable[[Path], None] = lambda draft: None) -> None:
    """Copy all that is committed at one moment into a new file, readable by its owner only, on disk for good.

    It takes no lock that a running coach would notice. `check` may raise for a copy that is not to stay. Raises
    `DatabaseError` when there is no database of a coach, or the file exists already or cannot be written.
    """
    if not source.is_file():
        raise DatabaseError(f"There is no database {source}: set COACH_DATABASE to the one that is to be copied.")
    draft = draft_of(target)  # also where the target is a folder
    # The name is taken first, so that nothing is ever overwritten; it stays empty until the copy is whole.
    _make(target)
    try:
        draft.unlink(missing_ok=True)
        _make(draft)
        with plainly(), closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as original:
            _copy(original, draft)
        check(draft)
        os.replace(draft, target)
        sync_folder(target.parent)
    except BaseException:
        for file in (draft, target):
            with suppress(OSError):
                file.unlink()
        raise


def draft_of(target: Path) -> Path:
    """What a copy is called until it is whole."""
    return target.parent / f"{target.name}.part"


def _copy(original: sqlite3.Connection, draft: Path) -> None:
    if original.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        raise DatabaseError("The database belongs to another program: let COACH_DATABASE name the coach's.")
    with closing(sqlite3.connect(draft)) as copy:
        # All pages in one step: between steps a writer could begin it anew for ever.
        original.backup(copy)
    with draft.open("rb") as file:
        os.fsync(file.fileno())


def _make(file: Path) -> None:
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        raise DatabaseError(f"{file} exists already: name a file that does not, or remove it.") from None
    except OSError as error:
        raise DatabaseError(f"{file} cannot be written ({error.strerror}): name another file.") from None
