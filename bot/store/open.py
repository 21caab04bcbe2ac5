"""From a database's URL to an open store: the one table of databases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.errors import DatabaseError
from bot.store.codec import Chance
from bot.store.contract import Store
from bot.store.house import Referred
from bot.store.rows import Agenda, Backlog, Backups, Condition, KeyPlace, Restoring, StoredConversation
from bot.store.sqlite import backups
from bot.store.sqlite import restore as restore_sqlite
from bot.store.sqlite.backup import copy_database
from bot.store.sqlite.change import change_sqlite_key
from bot.store.sqlite.looking import note_backup, sqlite_condition, sqlite_key_place
from bot.store.sqlite.reading import (
    read_sqlite_agenda,
    read_sqlite_backlog,
    read_sqlite_conversations,
    read_sqlite_referrals,
    sqlite_opens,
)
from bot.store.sqlite.store import open_sqlite, sqlite_path

_ENGINES = {"sqlite": open_sqlite}
_READERS = {"sqlite": read_sqlite_conversations}
_REFERRALS = {"sqlite": read_sqlite_referrals}
_AGENDAS = {"sqlite": read_sqlite_agenda}
_BACKLOGS = {"sqlite": read_sqlite_backlog}

_T = TypeVar("_T")


async def open_store(url: str, chance: Chance, key: bytes | None = None) -> Store:
    """Open the database that a URL such as `sqlite:///coach.db` names, brought up to date, for this process alone.

    Every body in it is sealed with `key`, 32 bytes; without one, with the key in a file named by the database's id,
    which is made together with it, or in one that an older coach left beside it. `chance` is where keys and nonces come
    from. Raises `DatabaseError` when the database cannot be used, or the key is not the one that it was made with.
    """
    engine, rest = _chosen(_ENGINES, url)
    return await engine(rest, chance, key)


def read_conversations(url: str, key: bytes | None = None, *, whole: bool = True) -> list[StoredConversation]:
    """All conversations as of one moment, by id, also while a coach is at work on the database that a URL names.

    They are opened with `key`, or the one in the database's key file; one that cannot be opened is left out, or is an
    error where all of them are wanted `whole`. Nothing is changed, made or held up. Raises `DatabaseError` when there
    is no database, an older or newer coach has made it, or the key is not its own.
    """
    reader, rest = _chosen(_READERS, url)
    return reader(rest, key, whole=whole)


def read_referrals(url: str, key: bytes | None = None) -> Mapping[int, Referred]:
    """How often help lines were shown, by year, also while a coach is at work on the database that a URL names.

    Nothing is changed, made or held up. Raises `DatabaseError` as `read_conversations` does.
    """
    reader, rest = _chosen(_REFERRALS, url)
    return reader(rest, key)


def read_agenda(url: str) -> Agenda:
    """What is before the coach whose database a URL names, also while it is at work: no key is needed to see it.

    Nothing is changed, made or held up. Raises `DatabaseError` as `read_conversations` does.
    """
    reader, rest = _chosen(_AGENDAS, url)
    return reader(rest)


def read_backlog(url: str, now: datetime) -> Backlog:
    """What waits at the coach whose database a URL names, also while it is at work; it costs what waits, not what is.

    Nothing is changed, made or held up. Raises `DatabaseError` as `read_conversations` does.
    """
    reader, rest = _chosen(_BACKLOGS, url)
    return reader(rest, now)


def back_up(url: str, target: Path) -> None:
    """Copy the database that a URL names, also while a coach is at work on it, into a new file.

    Bodies are sealed in the copy as they are in the database, and the key is not in it. That there was a copy is noted
    beside the database. Raises `DatabaseError` when there is no database, or the file exists already or cannot be
    written.
    """
    path = sqlite_path(url.removeprefix("sqlite://"))
    copy_database(path, target)
    note_backup(path)


def keep_backup(url: str, folder: Path, most: int, now: datetime, key: bytes | None = None) -> Path | None:
    """Put the day's backup of the database that a URL names into a folder, if it is due, and keep at most so many.

    The file, or None where none was due. Each is whole and opens with `key`, or with the one in the database's key
    file; nothing is taken away that the coach has not named itself. `now` is aware, in the machine's own zone. Raises
    `DatabaseError`, with all that was there still there.
    """
    return backups.keep_backup(sqlite_path(url.removeprefix("sqlite://")), folder, most, now, key)


def look_at_backups(url: str, folder: Path) -> Backups:
    """What backups there are in a folder of the database that a URL names."""
    return backups.look_at_backups(sqlite_path(url.removeprefix("sqlite://")), folder)


def backup_opens(file: Path, key: bytes) -> bool:
    """Whether a key is that of a backup. Raises `DatabaseError` where the file cannot be read as one."""
    return backups.backup_opens(file, key)


def look_at_restoring(url: str, backup: Path, key: bytes | None = None) -> Restoring:
    """What putting a backup in the place of the database that a URL names would do. Nothing is changed.

    The backup is looked through, and opened with `key`, or with the key that the coach would find for it in that place.
    Raises `DatabaseError` when a coach is at work on the database, or the backup is none, not whole, a newer coach's,
    or under another key.
    """
    return restore_sqlite.look_at_restoring(sqlite_path(url.removeprefix("sqlite://")), backup, key)


def restore(url: str, backup: Path, now: datetime, key: bytes | None = None) -> Path | None:
    """Put a backup in the place of the database that a URL names, after a look as `look_at_restoring` has it.

    The replaced database stays beside it, with all that its journals held, under a name with the day in UTC of `now`;
    None where there was none. A kill leaves the old one in its place, or the backup. The backup itself stays as it is.
    Raises `DatabaseError`, then with nothing replaced.
    """
    return restore_sqlite.restore(sqlite_path(url.removeprefix("sqlite://")), backup, key, now)


def condition(url: str) -> Condition | None:
    """How the database is that a URL names, also while a coach is at work on it; None where there is none yet.

    Nothing is changed, made or held up. Raises `DatabaseError` when the file cannot be read as a database.
    """
    look, rest = _chosen({"sqlite": sqlite_condition}, url)
    return look(rest)


def key_place(url: str) -> KeyPlace:
    """Where the key lies of the database that a URL names. Raises `DatabaseError` when there is none."""
    look, rest = _chosen({"sqlite": sqlite_key_place}, url)
    return look(rest)


def opens(url: str, key: bytes) -> bool:
    """Whether a key is that of the database that a URL names, also while a coach is at work on it.

    Raises `DatabaseError` as `read_conversations` does, but for the key.
    """
    look, rest = _chosen({"sqlite": sqlite_opens}, url)
    return look(rest, key)


async def change_key(url: str, chance: Chance, old: bytes, new: bytes, id: str) -> int:
    """Seal all that the database of a URL holds with another key, and give it another id, 32 hexadecimal digits.

    A kill leaves it as it was or as it is to be. What the old key does not open stays as it is: how many rows did.
    Raises `DatabaseError` when a coach is at work on it, an older coach has made it, or `old` is not its key.
    """
    change, rest = _chosen({"sqlite": change_sqlite_key}, url)
    return await change(rest, chance, old, new, id)


def _chosen(table: Mapping[str, _T], url: str) -> tuple[_T, str]:
    """What a table has for the URL's kind of database, and what stands after `://`."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in table:
        raise DatabaseError("A database is named sqlite:///FILE, such as sqlite:///coach.db.")
    return table[scheme], rest
