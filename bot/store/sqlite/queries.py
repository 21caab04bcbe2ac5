"""Named SQL: each statement in a .sql file stands under a line `-- name: …` of its own."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

_MARK: Final = "-- name: "


def read_queries(folder: Traversable) -> Mapping[str, str]:
    """All statements of a folder's .sql files by name. Raises `ValueError` for a name given twice."""
    queries: dict[str, str] = {}
    for file in folder.iterdir():
        if not file.name.endswith(".sql"):
            continue
        for part in ("\n" + file.read_text("utf-8")).split("\n" + _MARK)[1:]:
            name, _, statement = part.partition("\n")
            if queries.setdefault(name.strip(), statement.strip()) != statement.strip():
                raise ValueError(f"{file.name}: two statements are named {name.strip()}")
    return queries


SQL: Final = read_queries(files("bot.store.sqlite") / "sql")
"""Every statement of the SQLite engine."""
