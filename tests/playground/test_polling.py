from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.playground.phone import Phone
from bot.playground.world import World


async def ids(bot: Bot, offset: int | None = None) -> list[int]:
    return [update.update_id for update in await bot.get_updates(offset)]


async def test_updates_come_again_until_a_higher_offset_confirms_them(bot: Bot, ana: Phone) -> None:
    for text in ("one", "two", "three"):
        await ana.send(text)
    first, second, third = await ids(bot)
    assert await ids(bot) == [first, second, third]
    assert await ids(bot, offset=second) == [second, third]
    assert await ids(bot) == [second, third]
    assert await ids(bot, offset=third + 1) == []
    assert await ids(bot) == []


async def test_limit_takes_the_oldest_and_confirms_nothing(bot: Bot, ana: Phone) -> None:
    for text in ("one", "two", "three"):
        await ana.send(text)
    assert [u.message and u.message.text for u in await bot.get_updates(limit=2)] == ["one", "two"]
    assert len(await ids(bot)) == 3


async def test_a_negative_offset_keeps_that_many_from_the_end(bot: Bot, ana: Phone) -> None:
    for text in ("one", "two", "three"):
        await ana.send(text)
    assert [u.message and u.message.text for u in await bot.get_updates(offset=-1)] == ["three"]
    assert len(await ids(bot)) == 1


async def test_a_long_poll_waits_for_the_next_update(bot: Bot, ana: Phone, world: World) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await world.changes.until(lambda: world.updates.polled, 10)
    assert not poll.done()
    await ana.send("here")
    assert [u.message and u.message.text for u in await poll] == ["here"]


async def test_a_second_poll_ends_the_first_with_a_conflict(bot: Bot, ana: Phone, world: World) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await world.changes.until(lambda: world.updates.polled, 10)
    second = asyncio.create_task(bot.get_updates(timeout=30))
    with pytest.raises(Conflict) as refused:
        await first
    assert str(refused.value) == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await ana.send("here")
    assert len(await second) == 1


async def test_allowed_updates_are_remembered(bot: Bot, ana: Phone) -> None:
    assert await bot.get_updates(allowed_updates=["callback_query"]) == ()
    await ana.send("not wanted")
    assert await bot.get_updates() == ()
    assert (await bot.get_webhook_info()).allowed_updates == ("callback_query",)
    await bot.get_updates(allowed_updates=[])
    await ana.send("wanted")
    assert len(await bot.get_updates()) == 1


async def test_updates_are_dropped_after_a_day(bot: Bot, ana: Phone, world: World) -> None:
    await ana.send("old")
    world.clock.advance(timedelta(hours=23))
    await ana.send("new")
    world.clock.advance(timedelta(hours=2))
    assert [u.message and u.message.text for u in await bot.get_updates()] == ["new"]


async def test_delete_webhook_can_drop_what_waits(bot: Bot, ana: Phone) -> None:
    await ana.send("gone")
    assert (await bot.get_webhook_info()).pending_update_count == 1
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
