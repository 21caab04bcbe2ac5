from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from telegram.request import BaseRequest

from bot.playground.clock import MovableClock
from bot.playground.phone import Phone, serve
from bot.playground.server import TOKEN
from bot.playground.world import World
from bot.store.contract import Store
from bot.store.open import open_store
from bot.telegram.client import RawBot, make_bot
from tests.telegram.served import CLIENTS, Requests

START = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    return World(MovableClock(START, frozen=True))


@pytest.fixture
async def address(world: World) -> AsyncIterator[str]:
    async with serve(world) as url:
        yield url


@pytest.fixture
async def bot(address: str) -> AsyncIterator[RawBot]:
    """Our Bot, talking over HTTP to the playground."""
    async with make_bot(TOKEN, address) as made:
        yield made


@pytest.fixture
def ana(world: World) -> Phone:
    return Phone(world, world.add_user("Ana"))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path}/coach.db", os.urandom)
    yield opened
    await opened.close()


@pytest.fixture(params=CLIENTS)
def http(request: pytest.FixtureRequest) -> str:
    """The name of either client."""
    return str(request.param)


@pytest.fixture
async def make(http: str) -> AsyncIterator[Requests]:
    """Makes requests over either client, and closes them in the end. Where nothing is said they wait for ever."""
    made = []

    def one(**said: Any) -> BaseRequest:
        limits = dict.fromkeys(("read_timeout", "write_timeout", "connect_timeout", "pool_timeout"))
        made.append(CLIENTS[http](**{**limits, "media_write_timeout": None, **said}))
        return made[-1]

    yield one
    for each in made:
        await each.shutdown()
