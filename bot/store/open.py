"""From a database's URL to an open store: the one table of databases."""

from __future__ import annotations

from bot.errors import DatabaseError
from bot.store.codec import Codec
from bot.store.contract import Store
from bot.store.sqlite.store import open_sqlite

_ENGINES = {"sqlite": open_sqlite}


async def open_store(url: str, codec: Codec) -> Store:
    """Open the database that a URL such as `sqlite:///coach.db` names, brought up to date, for this process alone.

    Raises `DatabaseError` when it cannot be used.
    """
    scheme, separator, rest = url.partition("://")
    engine = _ENGINES.get(scheme)
    if not separator or engine is None:
        raise DatabaseError("COACH_DATABASE must be sqlite:///FILE, such as sqlite:///coach.db.")
    return await engine(rest, codec)
