"""Where a database's key lies: apart, in a file named by the database's id, or beside it as an older coach left it."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.errors import DatabaseError
from bot.store.codec import KEY_BYTES, Chance
from bot.store.keyfile import apart, beside, make_folder_of, read_key, write_key
from bot.store.sqlite.connection import address, real_path
from bot.store.sqlite.queries import SQL

ID_BYTES: Final = 16
_ID: Final = re.compile(r"[0-9a-f]{32}")


def checked(id: str | None) -> str:
    """A database's id as it stands in its file. Raises `DatabaseError` for what is none: it names a file."""
    if id is None or not _ID.fullmatch(id):
        raise DatabaseError("The database has lost its id: bring back a backup.")
    return id


def beside_it(database: Path) -> Path | None:
    """The key file beside a database, or beside a link to it by which it is named; None where there is none."""
    return next((key for each in (database, real_path(database)) if (key := beside(each)).is_file()), None)


def place_of(database: Path, id: str) -> Path:
    """The file with the key of the database that has this id; where there is none, the one that would be made."""
    place, old = apart(id), beside_it(database)
    return place if old is None or os.path.exists(place) else old


def find_key(database: Path, id: str, chance: Chance | None) -> bytes:
    """The key of the database that has this id; a missing one is made if there is `chance`, apart from the database.

    Raises `DatabaseError` when there is none, or it cannot be used.
    """
    place = place_of(database, id)
    if os.path.lexists(place):
        if place == apart(id):
            make_folder_of(place)
        return read_key(place)
    if chance is None:
        raise DatabaseError(
            f"The key of the database is missing: set COACH_KEY_FILE or COACH_KEY, or put it back as {place}."
        )
    key = chance(KEY_BYTES)
    make_folder_of(place)
    write_key(place, key)
    return key


def id_of(database: Path) -> str | None:
    """The id in a database's file, also beside a coach at work; None where there is none, or no database."""
    real = real_path(database)
    if not real.is_file():
        return None
    try:
        with closing(sqlite3.connect(address(real), uri=True)) as connection:
            return checked(connection.execute(SQL["database_id"]).fetchone()[0])
    except (sqlite3.Error, TypeError, DatabaseError):
        return None


def key_path(database: Path) -> Path:
    """The file that a database's key lies in, or would lie in, when no setting names another."""
    id = id_of(database)
    return beside(database) if id is None else place_of(database, id)
