"""What an end has left in a database, and what all is in it when everything is over."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.store.codec import of_person
from bot.store.nudges import unpack
from bot.store.sqlite.session import instant
from tests.chaos.kills import Place
from tests.unsealed import Opener

_SENDING = "SELECT seq, attempts, chat FROM outbox WHERE state = 'sending' AND kind = 'send'"

# A link is to be seen once: its message is erased once it is sent.
_MESSAGES = "SELECT chat, body, seq, message_id FROM outbox WHERE kind = 'send' AND body IS NOT NULL ORDER BY seq"

_WAITING = """
SELECT
    (SELECT coalesce(max(update_id), 0) FROM inbox),
    (SELECT count(*) FROM inbox WHERE state = 'new'),
    (SELECT count(*) FROM outbox WHERE state = 'sending'),
    (SELECT count(*) FROM outbox WHERE state = 'pending'),
    (SELECT count(*) FROM nudge WHERE state = 'waiting' AND due <= :now)
"""


Calls = dict[tuple[int, int], int]
"""Calls that send messages, by row and which attempt it is, with their chats: each may have brought one copy."""


@dataclass(frozen=True)
class Left:
    """What a process that is gone has left: the last update that it kept, inputs without a turn, rows that were being
    sent, rows that waited, nudges that were due; and which messages were being sent."""

    last: int
    inputs: int
    sending: int
    pending: int
    due: int
    in_flight: Calls

    def place(self, polled: bool, handed_out: int) -> Place:
        """Where it was when it ended. `polled`: it had asked for updates; the last that it had got is `handed_out`."""
        if not polled:
            return "starting up"
        if self.sending:
            return "begun to send"
        if handed_out > self.last:
            return "receiving"
        if self.inputs:
            return "in a turn"
        if self.due:
            return "a nudge due"
        return "messages waiting" if self.pending else "between"


def left(database: Path, now: float) -> Left:
    """See what is there, in a copy: the disk may be full. No process may have it open."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / database.name
        for end in ("", "-wal"):
            file = database.with_name(database.name + end)
            if file.exists():
                shutil.copy(file, copy.with_name(copy.name + end))
        with closing(sqlite3.connect(copy)) as connection:
            flying = _calls(connection)
            found = connection.execute(_WAITING, {"now": int(now * 1_000_000)}).fetchone()
    last, inputs, sending, pending, due = found
    return Left(last, inputs, sending, pending, due, flying)


def in_flight(database: Path) -> Calls:
    """Which messages are being sent just now; beside a coach at work."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=1)) as connection:
            return _calls(connection)
    except sqlite3.Error:
        # Whatever it is, no coach is sending from a file that cannot be read.
        return {}


def _calls(connection: sqlite3.Connection) -> Calls:
    return {(seq, attempt): chat for seq, attempt, chat in connection.execute(_SENDING)}


@dataclass(frozen=True)
class Kept:
    """What is in a database in the end."""

    updates: dict[int, str]
    """By id, what became of each."""
    texts: Counter[tuple[int, str]]
    """How often each text stands in what each person remembers."""
    minutes: Counter[tuple[int, int]]
    """How often each person has had a time away of that length."""
    nudges: Counter[tuple[int, str]]
    """Of each person's nudges at the end of a time away, how many are in each state."""
    messages: Counter[tuple[int, str]]
    """What was to be sent, by chat, as the coach wrote it; rows that went out as one message are one."""


def kept(database: Path) -> Kept:
    """Open all of it with its key, once no coach is at work on it."""
    opener, texts, minutes = Opener(database), Counter[tuple[int, str]](), Counter[tuple[int, int]]()
    nudges = Counter[tuple[int, str]]()
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for person, body, id, revision in connection.execute("SELECT person, body, id, revision FROM memory"):
            kind, _, item = opener.open("memory", of_person(person), body, id, revision).decode().partition("\n")
            values = json.loads(item)
            if kind == "outing":
                minutes[person, int(values["how_long"]["minutes"])] += 1
            texts.update(
                (person, value["text"]) for value in values.values() if isinstance(value, dict) and "text" in value
            )
        for person, body, id, due, state in connection.execute("SELECT person, body, id, due, state FROM nudge"):
            nudge = unpack(id, person, instant(due), opener.open("nudge", of_person(person), body, id, due))
            if nudge.prompt is not None and nudge.prompt.name == "welcome_back":
                nudges[person, state] += 1
        messages = _messages(connection, opener)
        updates = dict(connection.execute("SELECT update_id, state FROM inbox").fetchall())
    return Kept(updates, texts, minutes, nudges, messages)


def _messages(connection: sqlite3.Connection, opener: Opener) -> Counter[tuple[int, str]]:
    together: dict[tuple[int, int | str], list[str]] = {}
    for chat, body, seq, message_id in connection.execute(_MESSAGES):
        text = json.loads(opener.open("outbox", of_person(chat), body, seq))["text"]
        together.setdefault((chat, message_id or f"row {seq}"), []).append(text)
    return Counter((chat, "\n\n".join(texts)) for (chat, _), texts in together.items())
