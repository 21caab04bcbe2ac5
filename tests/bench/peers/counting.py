"""What a turn takes, counted from outside at the lowest place: whatever the coach's code looks like, each statement
goes through SQLite, each rendering through a context of Jinja2."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from unittest.mock import patch

from jinja2.runtime import Context

from bot.engine import copying

_AROUND: Final = {"BEGIN": "transactions", "COMMIT": "commits", "ROLLBACK": "rollbacks"}


class Counted:
    """How often each happened since `begin`."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._depth = 0

    def begin(self) -> None:
        """Count from now on."""
        self._counts.clear()

    def result(self) -> Mapping[str, float]:
        """By name, how often."""
        return dict(self._counts)

    def statement(self, sql: str) -> None:
        """SQLite begins a statement; what a trigger does inside one comes as a comment."""
        if not sql.startswith("--"):
            self._counts[_AROUND.get(sql.split(None, 1)[0].upper().rstrip(";"), "statements")] += 1

    def context(self) -> None:
        """Jinja2 makes a context, which each rendered block needs."""
        self._counts["renderings by Jinja2"] += 1

    def copying(self, copy: Callable[[object], object], thing: object) -> object:
        """The engine copies a value, and what is in it."""
        self._counts["values copied"] += 1
        if self._depth == 0:
            self._counts["copies of the state"] += 1
        self._depth += 1
        try:
            return copy(thing)
        finally:
            self._depth -= 1


@contextmanager
def counted() -> Iterator[Counted]:
    """Within it, everything is counted. It costs time: nothing is timed meanwhile."""
    counted = Counted()
    connect, made, copy = sqlite3.connect, Context.__init__, copying._copy

    def connected(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **kwargs)
        connection.set_trace_callback(counted.statement)
        return connection

    def make(context: Context, *args: Any, **kwargs: Any) -> None:
        counted.context()
        made(context, *args, **kwargs)

    with (
        patch.object(sqlite3, "connect", connected),
        patch.object(Context, "__init__", make),
        patch.object(copying, "_copy", lambda thing: counted.copying(copy, thing)),
    ):
        yield counted
