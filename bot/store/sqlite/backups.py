"""The folder of backups: one a day is put into it, made sure of, and what is too many is taken away.

Whatever in it the coach has not named itself, or was copied from another database, stays as it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

from bot.errors import DatabaseError
from bot.store.backups import day_of, is_due, name_of, staying
from bot.store.codec import Vault
from bot.store.rows import Backups
from bot.store.sqlite.backup import copy_database, draft_of
from bot.store.sqlite.connection import address, plainly, real_path
from bot.store.sqlite.keyplace import checked, find_key, id_of
from bot.store.sqlite.looking import note_backup
from bot.store.sqlite.queries import SQL
from bot.store.sqlite.sealing import WRONG_KEY

_LEFT_BY_A_KILL: Final = timedelta(days=1)
"""What is unfinished for so long will stay so: no copy takes that long."""


def keep_backup(database: Path, folder: Path, most: int, now: datetime, key: bytes | None) -> Path | None:
    """Put the day's backup of a database into a folder, if it is due, and take away what is more than `most`.

    It is made beside the coach that is at work, under a name that is no backup's, and gets its own once it is whole, on
    disk for good, and opens with `key`, or with the one in the database's key file. `now` is aware, in the machine's
    zone. Raises `DatabaseError`, with all that was there still there.
    """
    if not folder.is_dir():
        raise DatabaseError(f"COACH_BACKUPS names no folder ({folder}): make it, or mount its disk.")
    try:
        id = checked(id_of(database))
        if not is_due(max((day for _, day in _of(id, folder)), default=None), now):
            return None
        _clear(folder, now)
        file = _free(folder, now.astimezone(UTC).date())
        copy_database(database, file, partial(_make_sure, key=key or find_key(database, id, None)))
        note_backup(database)
        _thin(folder, id, most)
    except OSError as error:
        raise DatabaseError(f"The folder {folder} cannot be used ({error.strerror}): see COACH_BACKUPS.") from error
    return file


def look_at_backups(database: Path, folder: Path) -> Backups:
    """What backups of a database there are in a folder; none where it cannot be read."""
    id = id_of(database)
    with suppress(OSError):
        named = [file for file in folder.iterdir() if day_of(file.name) is not None]
        ours = sorted((day, file) for file, day in _of(id, folder)) if id is not None else []
        newest = ours[-1][1] if ours else None
        return Backups(tuple(sorted({day for day, _ in ours})), newest, len(named) - len(ours))
    return Backups()


def backup_opens(file: Path, key: bytes) -> bool:
    """Whether a key is that of a backup. Raises `DatabaseError` where the file cannot be read as one."""
    with plainly(), closing(sqlite3.connect(address(file), uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        check = connection.execute(SQL["key_check"]).fetchone()["sealed"]
    return check is not None and Vault(key, _nothing_is_sealed).fits(check)


def _of(id: str, folder: Path) -> Iterator[tuple[Path, date]]:
    """The backups in a folder that are of the database with an id, each with its day."""
    for file in folder.iterdir():
        day = day_of(file.name)
        if day is not None and not file.is_symlink() and id_of(file) == id:
            yield file, day


def _make_sure(draft: Path, key: bytes) -> None:
    with plainly(), closing(sqlite3.connect(address(draft), uri=True)) as connection:
        damage = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if damage != "ok":
        raise DatabaseError("The copy is damaged, and perhaps the database: `coach doctor` says more.")
    if not backup_opens(draft, key):
        raise DatabaseError(WRONG_KEY)


def _thin(folder: Path, id: str, most: int) -> None:
    ours = sorted(_of(id, folder))
    stay = staying([day for _, day in ours], most)
    for file, day in ours:
        if day not in stay:
            file.unlink()


def _clear(folder: Path, now: datetime) -> None:
    """Take away what a kill has left of a backup long ago: the beginning of it, and the name that was taken for it."""
    for file in list(folder.iterdir()):
        whole = file.with_name(file.name.removesuffix(".part"))
        if day_of(whole.name) is None or file.is_symlink() or not file.is_file():
            continue
        begun = file == draft_of(whole) or not file.stat().st_size
        if begun and now - datetime.fromtimestamp(file.stat().st_mtime, UTC) > _LEFT_BY_A_KILL:
            file.unlink()


def _free(folder: Path, day: date) -> Path:
    names = (real_path(folder) / name_of(day, number) for number in count(1))
    return next(file for file in names if not file.is_symlink() and not file.exists())


def _nothing_is_sealed(size: int) -> bytes:
    raise RuntimeError("whoever only reads needs no chance")
