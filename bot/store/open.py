"""From a database's URL to an open store: the one table of databases."""

from __future__ import annotations

from pathlib import Path

from bot.errors import DatabaseError
from bot.store.codec import Chance
from bot.store.contract import Store
from bot.store.sqlite.backup import copy_database
from bot.store.sqlite.store import open_sqlite, sqlite_path

_ENGINES = {"sqlite": open_sqlite}


async def open_store(url: str, chance: Chance, key: bytes | None = None) -> Store:
    """Open the database that a URL such as `sqlite:///coach.db` names, brought up to date, for this process alone.

    Every body in it is sealed with `key`, 32 bytes; without one, with the key in a file beside the database, which is
    made together with it. `chance` is where keys and nonces come from. Raises `DatabaseError` when the database cannot
    be used, or the key is not the one that it was made with.
    """
    scheme, separator, rest = url.partition("://")
    engine = _ENGINES.get(scheme)
    if not separator or engine is None:
        raise DatabaseError("COACH_DATABASE must be sqlite:///FILE, such as sqlite:///coach.db.")
    return await engine(rest, chance, key)


def back_up(url: str, target: Path) -> None:
    """Copy the database that a URL names, also while a coach is at work on it, into a new file.

    Bodies are sealed in the copy as they are in the database, and the key is not in it. Raises `DatabaseError` when
    there is no database, or the file exists already or cannot be written.
    """
    copy_database(sqlite_path(url.removeprefix("sqlite://")), target)
