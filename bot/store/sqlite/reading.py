"""Looking at a database file beside the coach that may be at work on it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import get_args

from bot.errors import DatabaseError
from bot.model.events import Tone
from bot.store.codec import HOUSE, Vault, of_conversation, unreadable
from bot.store.house import REFERRALS, Referred, unpack_referrals
from bot.store.ledger import read_ledger
from bot.store.rows import Agenda, Backlog, StoredConversation, Waiting
from bot.store.sqlite.connection import address, plainly, real_path
from bot.store.sqlite.keyplace import checked, find_key
from bot.store.sqlite.migrations import APPLICATION_ID, newest_version
from bot.store.sqlite.queries import SQL
from bot.store.sqlite.sealing import WRONG_KEY
from bot.store.sqlite.session import house_row, instant, micros
from bot.store.sqlite.store import sqlite_path


def read_sqlite_conversations(rest: str, key: bytes | None, *, whole: bool) -> list[StoredConversation]:
    """Read the file that stands after `sqlite://` in the URL; `read_conversations` of `open` says the rest."""
    path = sqlite_path(rest)
    with _beside(path) as connection:
        check = connection.execute(SQL["key_check"]).fetchone()["sealed"]
        rows = connection.execute(SQL["conversations"]).fetchall()
        id = checked(connection.execute(SQL["database_id"]).fetchone()["name"])
    if check is None:
        raise _unfinished()
    vault = Vault(key or find_key(path, id, None), _nothing_is_sealed)
    if not vault.fits(check):
        raise DatabaseError(WRONG_KEY)
    found = []
    for row in rows:
        try:
            found.append(_opened(vault, row))
        except DatabaseError:
            if whole:
                raise
    return found


def sqlite_opens(rest: str, key: bytes) -> bool:
    """Whether a key is that of the file that stands after `sqlite://`; `opens` of `open` says the rest."""
    with _beside(sqlite_path(rest)) as connection:
        check = connection.execute(SQL["key_check"]).fetchone()["sealed"]
    return check is not None and Vault(key, _nothing_is_sealed).fits(check)


def read_sqlite_agenda(rest: str) -> Agenda:
    """Look into the file that stands after `sqlite://` in the URL; `read_agenda` of `open` says the rest."""
    with _beside(sqlite_path(rest)) as connection:
        row = connection.execute(SQL["agenda"]).fetchone()
    due = None if row["due"] is None else instant(row["due"])
    return Agenda(row["inputs"], row["unsent"], due, tuple(sorted(json.loads(row["people"]))))


def read_sqlite_backlog(rest: str, now: datetime) -> Backlog:
    """Look into the file that stands after `sqlite://` in the URL; `read_backlog` of `open` says the rest."""
    with _beside(sqlite_path(rest)) as connection:
        rows = connection.execute(SQL["backlog"], {"now": micros(now)}).fetchall()
    found = {
        row["what"]: Waiting(row["waiting"], None if row["since"] is None else instant(row["since"])) for row in rows
    }
    tones: tuple[Tone, ...] = get_args(Tone)
    return Backlog(found["inbox"], {tone: found.get(tone, Waiting()) for tone in tones}, found["due"])


def read_sqlite_referrals(rest: str, key: bytes | None) -> Mapping[int, Referred]:
    """Read the file that stands after `sqlite://` in the URL; `read_referrals` of `open` says the rest."""
    path = sqlite_path(rest)
    with _beside(path) as connection:
        check = connection.execute(SQL["key_check"]).fetchone()["sealed"]
        wrapped = connection.execute(SQL["data_key"], {"owner": HOUSE}).fetchone()
        id = checked(connection.execute(SQL["database_id"]).fetchone()["name"])
        vault = Vault(key or find_key(path, id, None), _nothing_is_sealed)
        if check is None or not vault.fits(check):
            raise DatabaseError(WRONG_KEY)
        if wrapped is None:
            return {}
        own = vault.unwrap(HOUSE, wrapped["wrapped"])
        row = connection.execute(SQL["house"], {"name": house_row(own, REFERRALS)}).fetchone()
    return {} if row is None else unpack_referrals(own.open("house", (REFERRALS,), row["body"]))


@contextmanager
def _beside(path: Path) -> Iterator[sqlite3.Connection]:
    if not path.is_file():
        raise DatabaseError(f"There is no database {path}.")
    with plainly(), closing(sqlite3.connect(address(real_path(path)), uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        _is_ours(connection)
        yield connection


def _is_ours(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise DatabaseError("The database belongs to another program: name the coach's.")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > newest_version():
        raise DatabaseError("The database was made by a newer coach: update this one first.")
    if version < newest_version():
        raise _unfinished()


def _unfinished() -> DatabaseError:
    return DatabaseError(
        "The database was made by an older coach: run this one on it first, which brings it up to date."
    )


def _opened(vault: Vault, row: sqlite3.Row) -> StoredConversation:
    if row["wrapped"] is None:
        raise DatabaseError("The key of a row of conversation is missing in the database: bring back a backup.")
    owner, place = of_conversation(row["id"]), (row["id"], row["revision"])
    key = vault.unwrap(owner, row["wrapped"])
    if read_ledger(key.open("ledger", (owner,), row["ledger"] or b"")).revision != row["revision"]:
        raise unreadable("conversation", row["id"], owner)
    return StoredConversation(row["id"], key.open("conversation", place, row["state"]))


def _nothing_is_sealed(size: int) -> bytes:
    raise RuntimeError("whoever only reads needs no chance")
