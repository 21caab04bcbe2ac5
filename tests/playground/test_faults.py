from __future__ import annotations

import httpx
import pytest
from telegram import Bot
from telegram.error import Forbidden, NetworkError, RetryAfter, TelegramError

from bot.playground.faults import Fault, FaultKind
from bot.playground.phone import Phone
from bot.playground.world import World


@pytest.mark.parametrize(
    ("kind", "error", "arrives"),
    [
        ("429", RetryAfter, False),
        ("403", Forbidden, False),
        ("500", NetworkError, False),
        ("502", NetworkError, False),
        ("500_after", NetworkError, True),
        ("garbage", TelegramError, True),
        ("drop_before", NetworkError, False),
        ("drop_after", NetworkError, True),
    ],
)
async def test_a_fault_strikes_once_and_then_all_is_well(
    kind: FaultKind, error: type[Exception], arrives: bool, bot: Bot, ana: Phone, world: World, chat_id: int
) -> None:
    world.faults.add(Fault(kind=kind, method="sendMessage", seconds=7))
    await bot.get_me()
    with pytest.raises(error):
        await bot.send_message(chat_id, "first")
    assert ana.screen() == ("first" if arrives else "")
    await bot.send_message(chat_id, "second")
    assert ana.screen().endswith("second")


async def test_a_slow_answer_is_still_an_answer(bot: Bot, ana: Phone, world: World, chat_id: int) -> None:
    world.faults.add(Fault(kind="slow", seconds=0.001))
    await bot.send_message(chat_id, "slowly")
    assert ana.screen() == "slowly"


async def test_a_fault_can_be_meant_for_one_chat(bot: Bot, ana: Phone, ben: Phone, world: World) -> None:
    await ana.send("/start")
    await ben.send("/start")
    world.faults.add(Fault(kind="500", chat_id=ben.user.id, times=None))
    await bot.send_message(ana.user.id, "hello")
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(ben.user.id, "hello")


def test_chance_is_repeatable_and_about_as_often_as_asked() -> None:
    def strikes(seed: int) -> list[bool]:
        fault = Fault(kind="500", probability=0.25, seed=seed, times=None)
        return [fault.strikes() for _ in range(400)]

    assert strikes(1) == strikes(1)
    assert strikes(1) != strikes(2)
    assert 60 < sum(strikes(1)) < 140


async def test_faults_are_ordered_listed_and_cleared_over_http(address: str, bot: Bot, chat_id: int) -> None:
    async with httpx.AsyncClient(base_url=address) as client:
        assert (await client.post("/_play/faults", json={"kind": "429", "seconds": 3, "times": 5})).is_success
        assert (await client.post("/_play/faults", json={"kind": "flood"})).status_code == 400
        with pytest.raises(RetryAfter):
            await bot.send_message(chat_id, "x")
        (listed,) = (await client.get("/_play/faults")).json()
        assert (listed["kind"], listed["struck"]) == ("429", 1)
        await client.delete("/_play/faults")
    await bot.send_message(chat_id, "x")
