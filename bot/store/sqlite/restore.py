"""Putting a backup in the place of the database: looked through first, all at once, and the replaced one is kept."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

from bot.errors import DatabaseError
from bot.store.durable import sync_folder
from bot.store.rows import Restoring, Snapshot
from bot.store.sqlite.connection import FileLock, address, in_use, plainly, real_path
from bot.store.sqlite.migrations import newest_version
from bot.store.sqlite.queries import SQL
from bot.store.sqlite.session import micros
from bot.store.sqlite.snapshot import make_sure_of_key, parted, take_snapshot, updates_after

_JOURNALS: Final = ("-wal", "-shm", "-journal")
"""What belongs to one file alone: in another's company it would change it."""


def look_at_restoring(database: Path, backup: Path, key: bytes | None) -> Restoring:
    """What putting a backup in a database's place would do; nothing is changed. `look_at_restoring` of `open` says the
    rest."""
    real = real_path(database)
    if in_use(real):
        raise DatabaseError("The database is in use by a coach: stop that one first.")
    return _look(real, database, backup, key, there=_is_there(real))


def restore(database: Path, backup: Path, key: bytes | None, now: datetime) -> Path | None:
    """Put a backup in a database's place; where the replaced one is kept, if there was one. `restore` of `open` says
    the rest."""
    real = real_path(database)
    there = _is_there(real)
    lock, draft = FileLock(real), real.with_name(f"{real.name}.restoring")
    try:
        found = _look(real, database, backup, key, there=there)
        _copy(backup, draft)
        # What is put in its place is what is made sure of, and not only what it was copied from.
        make_sure_of_key(draft, take_snapshot(draft), database, key)
        _note(draft, found, now)
        kept = _put_aside(real, now, there=there)
        os.replace(draft, real)
        sync_folder(real.parent)
    except OSError as error:
        raise DatabaseError(f"The backup cannot be put in the database's place ({error.strerror}).") from error
    finally:
        draft.unlink(missing_ok=True)
        lock.release()
    return kept


def _is_there(real: Path) -> bool:
    return real.is_file() and real.stat().st_size > 0


def _look(real: Path, database: Path, backup: Path, key: bytes | None, *, there: bool) -> Restoring:
    if not backup.is_file():
        raise DatabaseError(f"There is no file {backup}: name a backup.")
    if there and backup.samefile(real):
        raise DatabaseError(f"{backup} is the database itself: name a backup.")
    snapshot = take_snapshot(backup)
    make_sure_of_key(backup, snapshot, database, key)
    present: Snapshot | None = None
    with suppress(DatabaseError):
        present = take_snapshot(real, newer=True) if there else None
    newest, damaged = newest_version(), there and present is None
    if present is None or not _goes_on_from(snapshot, present) or parted(real, backup):
        return Restoring(snapshot, newest, present, damaged)
    forgotten = tuple(sorted(snapshot.people - present.people))
    lost = updates_after(real, snapshot.at)
    return Restoring(snapshot, newest, present, damaged, later=True, lost=lost, forgotten=forgotten)


def _goes_on_from(backup: Snapshot, present: Snapshot) -> bool:
    """Whether a database may be a later state of a backup: then who is missing in it was forgotten. Its moments do not
    tell: whoever is forgotten takes theirs along."""
    if backup.id != present.id and backup.id is not None:
        return False
    return all(before <= now for before, now in zip(backup.numbers, present.numbers, strict=True))


def _copy(backup: Path, draft: Path) -> None:
    for file in (draft, *(draft.with_name(draft.name + end) for end in _JOURNALS)):
        file.unlink(missing_ok=True)  # left by a kill
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    with (
        plainly(),
        closing(sqlite3.connect(address(backup), uri=True)) as original,
        closing(sqlite3.connect(draft)) as copy,
    ):
        original.backup(copy)
        # So that the one file is all of it.
        copy.execute("PRAGMA journal_mode = delete")
    _sync(draft)


def _note(draft: Path, found: Restoring, now: datetime) -> None:
    """Leave in the file what the coach that starts on it is to know: see `bot/runtime/restored.py`."""
    moments = [each.at for each in (found.backup, found.present) if each is not None and each.at is not None]
    until = max(moments, default=now) if found.later else now
    with plainly(), closing(sqlite3.connect(draft)) as connection, connection:
        connection.execute(SQL["note_restored"])
        connection.execute(SQL["clear_restored"])
        values = {"until": micros(until), "forgotten": json.dumps(found.forgotten)}
        connection.execute(SQL["save_restored"], values)
    _sync(draft)


def _put_aside(real: Path, now: datetime, *, there: bool) -> Path | None:
    """Give the database a second name, under which it stays when its first is another's, and take its journals along.

    Until then it stays where it is, with nothing left in a journal: a kill leaves a coach its database, whole.
    """
    if there:
        _fold_in(real)
    for other in real.parent.glob(f"{real.name}.replaced-*"):
        if other.samefile(real):
            other.unlink()  # a kill has left the second name
    aside = next(name for name in _names(real, now) if not os.path.lexists(name))
    if there:
        os.link(real, aside)
    # Of a damaged database, which nothing can be folded into, or of one that is gone.
    journals = [file for end in _JOURNALS if (file := real.with_name(real.name + end)).exists()]
    for journal in journals:
        os.link(journal, aside.with_name(aside.name + journal.name.removeprefix(real.name)))
    sync_folder(real.parent)
    for journal in journals:
        journal.unlink()
    return aside if there else None


def _fold_in(real: Path) -> None:
    try:
        with closing(sqlite3.connect(real)) as connection:
            [busy, *_] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return
    if busy:
        raise DatabaseError("The database is being read, by `coach backup` perhaps: try again when that has ended.")


def _names(real: Path, now: datetime) -> Iterator[Path]:
    name = f"{real.name}.replaced-{now.astimezone(UTC).date().isoformat()}"
    return (real.with_name(name if number == 1 else f"{name}-{number}") for number in count(1))


def _sync(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
