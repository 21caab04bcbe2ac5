"""`coach run` for tests that live through weeks: it sends without waiting, and cards come in one order."""

from __future__ import annotations

from unittest.mock import patch

from bot import app, cli, service
from bot.engine.world import Fresh
from bot.runtime.limits import UNLIMITED
from tests.whole.started import compiled_once


def in_order(fresh: Fresh) -> int:
    """What stands for chance where two coaches are compared: the first card of those that are left."""
    return 0


async def _cold(coach: service.Coach) -> None:
    """Each start would read all cities, for one that is asked once a week."""


if __name__ == "__main__":
    with (
        compiled_once(),
        patch.object(app, "Allowance", lambda: UNLIMITED),
        patch.object(service.Coach, "_warm_up", _cold),
        patch.object(Fresh, "number", in_order),
    ):
        cli.main()
