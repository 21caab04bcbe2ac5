from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.contract import Store
from bot.store.open import open_store
from tests.store.short import Opener


@pytest.fixture(params=["sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """One empty database for each engine; a second engine is a second name here."""
    urls = {"sqlite": f"sqlite:///{tmp_path}/coach.db"}
    return urls[str(request.param)]


@pytest.fixture
async def opener(url: str) -> AsyncIterator[Opener]:
    """Opens the same database again, as the next process would; what is open is closed in the end."""
    opened: list[Store] = []

    async def once_more() -> Store:
        for store in opened:
            await store.close()
        opened.append(await open_store(url, os.urandom))
        return opened[-1]

    yield once_more
    for store in opened:
        await store.close()


@pytest.fixture
async def store(opener: Opener) -> Store:
    return await opener()
