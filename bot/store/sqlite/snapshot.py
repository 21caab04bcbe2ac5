"""What is in a database file, of whatever version: whose it is, whether it is whole, as of when, and how much."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from bot.errors import DatabaseError
from bot.store.codec import Vault
from bot.store.former import FormerVault
from bot.store.keyfile import read_key
from bot.store.rows import Snapshot
from bot.store.sqlite.connection import address, plainly
from bot.store.sqlite.keyplace import beside_it, checked, find_key
from bot.store.sqlite.migrations import APPLICATION_ID, newest_version
from bot.store.sqlite.queries import SQL
from bot.store.sqlite.sealing import BOUND, KEYS
from bot.store.sqlite.session import instant, micros
from bot.store.sqlite.upgrade import NAMED


def take_snapshot(file: Path, *, newer: bool = False) -> Snapshot:
    """What is in a coach's database file, which is looked through for damage. Raises `DatabaseError`, with what to do
    about a backup, where it is none, is not whole, or is a newer coach's, unless it may be `newer`."""
    with _reading(file) as connection:
        [ours] = connection.execute("PRAGMA application_id").fetchone()
        [version] = connection.execute("PRAGMA user_version").fetchone()
        if ours != APPLICATION_ID:
            raise DatabaseError(f"{file} is no coach's database: name a backup.")
        if version > newest_version() and not newer:
            raise DatabaseError(f"{file} was made by a newer coach: update this one first.")
        if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise DatabaseError(f"{file} is damaged: name another backup.")
        id = checked(connection.execute(SQL["database_id"]).fetchone()["name"]) if version >= NAMED else None
        row = connection.execute(SQL["snapshot"]).fetchone()
        people = frozenset(each["id"] for each in connection.execute(SQL["people"]))
        numbers = tuple(each["seq"] for each in connection.execute(SQL["last_numbers"]))
    at = instant(row["at"]) if row["at"] else None
    return Snapshot(id, version, at, people, row["conversations"], numbers)


def make_sure_of_key(file: Path, snapshot: Snapshot, database: Path, key: bytes | None) -> None:
    """Raise `DatabaseError` unless a file opens with `key`, or else with the key that the coach would find for it if it
    were the database at a path. A file from before there were keys opens with any."""
    if snapshot.version < KEYS:
        return
    with _reading(file) as connection:
        check = connection.execute(SQL["key_check"]).fetchone()["sealed"]
    if key is None and snapshot.id is not None:
        key = find_key(database, snapshot.id, None)
    elif key is None:
        old = beside_it(database)
        if old is None:
            raise DatabaseError("The key of an older coach's database is missing: set COACH_KEY_FILE to it.")
        key = read_key(old)
    vault = Vault(key, _no_chance) if snapshot.version >= BOUND else FormerVault(key)
    if check is None or not vault.fits(check):
        raise DatabaseError(f"The key does not open {file}: set COACH_KEY_FILE to the one that it was made with.")


def updates_after(file: Path, at: datetime | None) -> int:
    """How many updates of people a database has that came after a moment."""
    with _reading(file) as connection:
        row = connection.execute(SQL["received_after"], {"at": 0 if at is None else micros(at)}).fetchone()
    return int(row["updates"])


def parted(database: Path, backup: Path) -> bool:
    """Whether a database holds rows that cannot have come after those of a backup: it was put back to an earlier day
    itself, and went another way from there."""
    with _reading(database) as connection:
        connection.execute("ATTACH ? AS backup", (address(backup),))
        return bool(connection.execute(SQL["parted"]).fetchone()["parted"])


@contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    try:
        with plainly(), closing(sqlite3.connect(address(file), uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            yield connection
    except DatabaseError as error:
        if not isinstance(error.__cause__, sqlite3.Error):
            raise
        raise DatabaseError(f"{file} cannot be read as a database ({error.__cause__}): name a backup.") from error


def _no_chance(size: int) -> bytes:
    raise RuntimeError("whoever only compares needs no chance")
