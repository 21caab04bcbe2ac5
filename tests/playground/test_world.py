from __future__ import annotations

import asyncio
import contextlib
import os
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from telegram import Bot, ReplyKeyboardMarkup

from bot.playground.clock import MovableClock
from bot.playground.groups import Groups
from bot.playground.keeping import keep, load_state, save_state
from bot.playground.phone import Phone, serve
from bot.playground.server import TOKEN
from bot.playground.state import Group
from bot.playground.world import World
from tests.playground.conftest import START


async def test_a_kept_world_goes_on_with_the_same_chats_and_never_the_same_ids(
    bot: Bot, world: World, ana: Phone, chat_id: int, tmp_path: Path
) -> None:
    await bot.send_message(chat_id, "Hi <b>you</b>", parse_mode="HTML", reply_markup=ReplyKeyboardMarkup([["A"]]))
    world.clock.advance(timedelta(days=2))
    before = (await ana.send("last")).message_id
    update_ids = [update.update_id for update in world.state.updates]
    save_state(world, tmp_path / "playground.json")

    state = load_state(tmp_path / "playground.json")
    assert state is not None
    again = World(MovableClock(), state=state)
    phone = Phone(again, again.user(ana.user.id))
    assert (phone.screen(), phone.keys()) == (ana.screen(), ["A"])
    assert [update.update_id for update in state.updates] == update_ids
    assert (await phone.send("next")).message_id > before
    assert state.updates[-1].update_id > update_ids[-1]
    again.clock.shift(state.clock_offset)
    assert abs(again.clock.unix() - world.clock.unix()) < 3_600


async def test_a_kept_world_goes_on_in_its_groups(
    world: World, groups: Groups, group: Group, ana: Phone, ben: Phone, tmp_path: Path
) -> None:
    new = groups.upgrade(group.id, ana.user.id)
    before = await ana.inside(new.id).send("hello")
    await ana.inside(ben.user.id).send("just us")
    save_state(world, tmp_path / "playground.json")
    state = load_state(tmp_path / "playground.json")
    assert state is not None
    again = World(MovableClock(), state=state)
    phone = Phone(again, again.user(ben.user.id))
    assert [m.text for m in phone.inside(ana.user.id).messages] == ["just us"]
    assert phone.inside(new.id).messages[-1].text == "hello"
    assert (await phone.inside(new.id).send("hi")).message_id > before.message_id


async def test_the_world_is_saved_after_a_change_and_at_the_end(world: World, tmp_path: Path) -> None:
    path = tmp_path / "playground.json"
    keeper = asyncio.create_task(keep(world, path))
    world.add_user("Ana")
    await asyncio.sleep(0)
    world.add_user("Ben")
    keeper.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await keeper
    state = load_state(path)
    assert state is not None
    assert [user.first_name for user in state.users.values()] == ["Ana", "Ben"]
    assert path.stat().st_mode & 0o077 == 0
    assert os.listdir(tmp_path) == [path.name]


def test_no_file_is_no_state(tmp_path: Path) -> None:
    assert load_state(tmp_path / "nothing.json") is None


async def test_the_clock_is_read_and_moved_over_http(address: str, world: World) -> None:
    async with httpx.AsyncClient(base_url=address) as client:
        assert (await client.get("/_play/clock")).json()["now"] == "2026-11-22T18:00:00Z"
        await client.post("/_play/clock", json={"advance": 1_800})
        assert world.clock.now() == START + timedelta(minutes=30)
        await client.post("/_play/clock", json={"set": "2027-01-01T00:00:00+01:00"})
        assert (await client.get("/_play/clock")).json()["now"] == "2026-12-31T23:00:00Z"
        for wrong in ({}, {"set": "2027-01-01T00:00:00"}, {"advance": "soon"}, {"advance": 1e300}):
            assert (await client.post("/_play/clock", json=wrong)).status_code == 400


def test_a_running_clock_goes_on_from_where_it_was_put() -> None:
    real = 1_000.0
    clock = MovableClock(real=lambda: real)
    clock.advance(timedelta(hours=1))
    real += 5
    assert clock.unix() == 1_000 + 3_600 + 5


async def test_messages_carry_the_movable_clocks_time(bot: Bot, world: World, chat_id: int) -> None:
    world.clock.advance(timedelta(days=3))
    assert (await bot.send_message(chat_id, "x")).date == START + timedelta(days=3)


async def test_the_page_acts_for_people_and_sees_every_change(address: str, world: World, ana: Phone) -> None:
    base = f"{address}/_play/users/{ana.user.id}"
    async with httpx.AsyncClient(base_url=address) as client:
        seen = (await client.get("/_play/state")).json()
        waiting = asyncio.create_task(client.get(f"/_play/state?since={seen['version']}&wait=20"))
        await client.post(f"{base}/send", json={"text": "hello"})
        (phone,) = (await waiting).json()["phones"]
        assert phone["messages"][0]["text"] == "hello"
        await client.post(f"{base}/send", json={"text": "https://t.me/playground_coach_bot?start=abc"})
        assert ana.messages[-1].text == "/start abc"
        await client.post(base, json={"first_name": "Ana María", "language_code": "es"})
        assert (ana.user.first_name, ana.user.language_code) == ("Ana María", "es")
        refused = await client.post(f"{base}/press", json={"message_id": 12345})
        assert (refused.status_code, refused.json()) == (400, {"error": "there is no message 12345 in this chat"})


async def test_strange_websites_are_kept_out(address: str, ana: Phone) -> None:
    url = f"{address}/_play/users/{ana.user.id}/send"
    async with httpx.AsyncClient() as client:
        assert (await client.post(url, content='{"text": "x"}')).status_code == 403
        assert (
            await client.post(url, json={"text": "x"}, headers={"Origin": "https://example.com"})
        ).status_code == 403
        assert (await client.get(address, headers={"Host": "example.com"})).status_code == 403
    assert ana.messages == []


async def test_an_open_long_poll_does_not_hold_the_server_up(world: World) -> None:
    async with httpx.AsyncClient() as client:
        async with serve(world) as address:
            poll = asyncio.create_task(client.get(f"{address}/bot{TOKEN}/getUpdates?timeout=50", timeout=60))
            await world.changes.until(lambda: world.updates.polled, 10)
        assert (await poll).json() == {"ok": True, "result": []}


async def test_a_taken_port_is_an_error(world: World, address: str) -> None:
    with pytest.raises(OSError, match="in use"):
        async with serve(World(), port=int(address.rpartition(":")[2])):
            pass
