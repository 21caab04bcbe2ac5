"""What `coach doctor` says of backups: whether there are any, of when, whether they open, and whether there is room."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.config import Settings
from bot.errors import DatabaseError
from bot.finding import Finding
from bot.store.keyfile import read_key
from bot.store.open import backup_opens, key_place, look_at_backups
from bot.store.private import open_to_others
from bot.store.rows import Backups, Condition

_BY_HAND_EVERY: Final = timedelta(days=7)
_LATE: Final = 2
"""Days without the day's backup after which something is wrong: it is made once a day."""

_KEY: Final = "Whether a copy of the key is kept elsewhere cannot be seen from here; without it none of them opens."


def look_at_backup(settings: Settings, found: Condition | None, now: datetime) -> Iterator[Finding]:
    """All that is to be said of backups of a database in the condition that was found."""
    folder = settings.coach_backups
    if found is None:
        yield Finding("backup", "ok", "Nothing to keep yet.")
    elif folder is None:
        yield _by_hand(found, now)
    elif not folder.is_dir():
        yield Finding("backup", "FAIL", f"COACH_BACKUPS names no folder ({folder}): make it, or mount its disk.")
    else:
        yield from _of_folder(folder, found)
        there = look_at_backups(settings.coach_database, folder)
        yield from _of_database(settings, folder, there)
        yield _of_newest(settings, found, there, now)


def _by_hand(found: Condition, now: datetime) -> Finding:
    how = "`coach backup FILE`, and keep it on another disk, and the key on a third."
    if found.backed_up is None:
        daily = "Let COACH_BACKUPS name a folder for one a day"
        return Finding("backup", "look", f"None is known of. {daily}, or make one: {how}")
    days = (now - found.backed_up) // timedelta(days=1)
    said = f"The newest is {_old(days)} old." if days > 0 else "There is one of today."
    if now - found.backed_up > _BY_HAND_EVERY:
        return Finding("backup", "look", f"{said} Make a newer one: {how}")
    return Finding("backup", "ok", said)


def _of_folder(folder: Path, found: Condition) -> Iterator[Finding]:
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding("backup", "FAIL", f"This account cannot write {folder}: let it be the coach's own.")
    if open_to_others(folder):
        yield Finding("backup", "FAIL", f"Others can read or change {folder}: chmod 700 {folder}.")
    free = shutil.disk_usage(folder).free
    if free < found.size:
        room = f"{free / 1e6:.1f} MB are free, and it takes about {found.size / 1e6:.1f}"
        yield Finding("backup", "FAIL", f"There is no room for the next one in {folder}: {room}.")


def _of_database(settings: Settings, folder: Path, there: Backups) -> Iterator[Finding]:
    database = Path(os.path.realpath(settings.database_path))
    if folder.stat().st_dev == database.parent.stat().st_dev:
        said = "They are on the database's own disk, and would be lost with it: copy them to another machine."
        yield Finding("backup", "look", said)
    if there.others:
        files = "1 file" if there.others == 1 else f"{there.others} files"
        said = f"{files} in {folder} named as a backup: of another database, another key or not whole. Yours to remove."
        yield Finding("backup", "look", said)


def _of_newest(settings: Settings, found: Condition, there: Backups, now: datetime) -> Finding:
    if there.newest is None:
        return Finding("backup", "look", "None is there yet: the coach makes the first a minute after its start.")
    many = "1 is" if len(there.days) == 1 else f"{len(there.days)} are"
    days = (now.astimezone(UTC).date() - there.days[-1]).days
    newest = f"the newest is {_old(days)} old" if days > 0 else "the newest is of today"
    said = f"{many} kept, from {there.days[0]} on; {newest}"
    try:
        opens = _opens(settings, there.newest)
    except DatabaseError:
        opens = False
    if not opens:
        return Finding("backup", "FAIL", f"{said}, but {there.newest} does not open with the key: see the log.")
    if days >= _LATE:
        why = "see the log for why." if found.in_use else "no coach is at work to make one."
        return Finding("backup", "FAIL" if found.in_use else "look", f"{said}: {why}")
    return Finding("backup", "ok", f"{said}, and opens. {_KEY}")


def _opens(settings: Settings, newest: Path) -> bool:
    if settings.key is not None:
        return backup_opens(newest, settings.key)
    place = key_place(settings.coach_database)
    return place.used is not None and backup_opens(newest, read_key(place.used))


def _old(days: int) -> str:
    return "a day" if days == 1 else f"{days} days"
