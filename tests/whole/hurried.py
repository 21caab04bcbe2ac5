"""`coach run` for tests that live through weeks: it sends without waiting."""

from __future__ import annotations

from unittest.mock import patch

from bot import app, cli
from bot.runtime.limits import UNLIMITED


async def _cold(coach: app.Coach) -> None:
    """Each start would read all cities, for one that is asked once a week."""


if __name__ == "__main__":
    with (
        patch.object(app, "Allowance", lambda: UNLIMITED),
        patch.object(app.Coach, "_warm_up", _cold),
    ):
        cli.main()
