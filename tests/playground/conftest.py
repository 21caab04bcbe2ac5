from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from playwright.async_api import Page
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.playground.clock import MovableClock
from bot.playground.groups import Groups
from bot.playground.phone import Phone, serve
from bot.playground.server import TOKEN
from bot.playground.state import Group
from bot.playground.world import World
from tests.playground.browser import opened

START = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _spans_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    # The library warns of its coming change of type at every RetryAfter unless it is asked for already.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def world() -> World:
    return World(MovableClock(START, frozen=True))


@pytest.fixture
async def address(world: World) -> AsyncIterator[str]:
    async with serve(world) as url:
        yield url


@pytest.fixture
async def bot(address: str) -> AsyncIterator[Bot]:
    """The real python-telegram-bot, talking over HTTP."""
    made = Bot(
        TOKEN,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=HTTPXRequest(connection_pool_size=4),
        get_updates_request=HTTPXRequest(connection_pool_size=4),
    )
    async with made:
        yield made


@pytest.fixture
def ana(world: World) -> Phone:
    return Phone(world, world.add_user("Ana", username="ana_1"))


@pytest.fixture
def ben(world: World) -> Phone:
    return Phone(world, world.add_user("Ben", "es"))


@pytest.fixture
async def chat_id(ana: Phone) -> int:
    """Ana's chat, started and with its update still waiting."""
    await ana.send("/start")
    return ana.user.id


@pytest.fixture
def groups(world: World) -> Groups:
    return Groups(world)


@pytest.fixture
def me(world: World) -> int:
    return world.state.bot.id


@pytest.fixture
def group(groups: Groups, ana: Phone, ben: Phone, me: int) -> Group:
    """A group of Ana, Ben and the bot, its updates still waiting."""
    made = groups.create(ana.user.id, "Ana & Ben", ben.user.id)
    groups.add(made.id, ana.user.id, me)
    return made


@pytest.fixture
async def page(address: str, ana: Phone, ben: Phone) -> AsyncIterator[Page]:
    async with opened(address) as page:
        yield page
