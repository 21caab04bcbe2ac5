"""From a database's URL to an open store: the one table of databases."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from bot.errors import DatabaseError
from bot.store.codec import Chance
from bot.store.contract import Store
from bot.store.house import Referred
from bot.store.rows import Agenda, StoredConversation
from bot.store.sqlite.backup import copy_database
from bot.store.sqlite.reading import read_sqlite_agenda, read_sqlite_conversations, read_sqlite_referrals
from bot.store.sqlite.store import open_sqlite, sqlite_path

_ENGINES = {"sqlite": open_sqlite}
_READERS = {"sqlite": read_sqlite_conversations}
_REFERRALS = {"sqlite": read_sqlite_referrals}
_AGENDAS = {"sqlite": read_sqlite_agenda}

_T = TypeVar("_T")


async def open_store(url: str, chance: Chance, key: bytes | None = None) -> Store:
    """Open the database that a URL such as `sqlite:///coach.db` names, brought up to date, for this process alone.

    Every body in it is sealed with `key`, 32 bytes; without one, with the key in a file beside the database, which is
    made together with it. `chance` is where keys and nonces come from. Raises `DatabaseError` when the database cannot
    be used, or the key is not the one that it was made with.
    """
    engine, rest = _chosen(_ENGINES, url)
    return await engine(rest, chance, key)


def read_conversations(url: str, key: bytes | None = None) -> list[StoredConversation]:
    """All conversations as of one moment, by id, also while a coach is at work on the database that a URL names.

    They are opened with `key`, or the one in the file beside the database. Nothing is changed, made or held up. Raises
    `DatabaseError` when there is no database, an older or newer coach has made it, or the key is not its own.
    """
    reader, rest = _chosen(_READERS, url)
    return reader(rest, key)


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


def back_up(url: str, target: Path) -> None:
    """Copy the database that a URL names, also while a coach is at work on it, into a new file.

    Bodies are sealed in the copy as they are in the database, and the key is not in it. Raises `DatabaseError` when
    there is no database, or the file exists already or cannot be written.
    """
    copy_database(sqlite_path(url.removeprefix("sqlite://")), target)


def _chosen(table: Mapping[str, _T], url: str) -> tuple[_T, str]:
    """What a table has for the URL's kind of database, and what stands after `://`."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in table:
        raise DatabaseError("A database is named sqlite:///FILE, such as sqlite:///coach.db.")
    return table[scheme], rest
