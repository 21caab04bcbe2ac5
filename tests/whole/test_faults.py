"""Bad days of the network and of Telegram, through the whole coach. People's clock stands still all the while."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.playground.clock import MovableClock
from bot.playground.faults import Fault, FaultKind
from bot.playground.phone import Phone
from bot.playground.server import serve
from bot.playground.world import World
from bot.telegram import sender
from tests.stage import MORNING, coach_in
from tests.whole.aftermath import count, rows

PATIENCE = 20.0


@dataclass(frozen=True)
class Case:
    """A fault of the calls that send to one person. `copies`: how often their message comes in the end."""

    kind: FaultKind
    times: int = 1
    seconds: float = 1.0
    copies: int = 1


CASES = {
    "too many requests": Case("429"),
    "too many requests, twice": Case("429", times=2),
    "an error of Telegram's": Case("500"),
    "a bad gateway": Case("502", times=2),
    "an error once it was done": Case("500_after", copies=2),
    "what is no answer once it was done": Case("garbage", copies=2),
    "cut before it was done": Case("drop_before"),
    "cut once it was done": Case("drop_after", copies=2),
    "cut twice once it was done": Case("drop_after", times=2, copies=3),
    "slow": Case("slow", seconds=0.5),
    "slower than we wait": Case("slow", seconds=2.0, copies=2),
}


@asynccontextmanager
async def at_work(world: World, folder: Path) -> AsyncIterator[None]:
    """A coach that runs by itself, as the process does."""
    async with serve(world) as url, coach_in(world, url, folder) as coach:
        serving = asyncio.create_task(coach.serve())
        try:
            yield
        finally:
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving


@pytest.fixture
def world() -> World:
    return World(MovableClock(MORNING, frozen=True))


async def has(world: World, phone: Phone, messages: int) -> None:
    """Wait until so many messages have come."""
    assert await world.changes.until(lambda: len(phone.received) >= messages, PATIENCE), phone.screen()


async def all_sent(world: World, folder: Path) -> None:
    """Wait until the coach holds everything for delivered."""
    async with asyncio.timeout(PATIENCE):
        while count(folder / "coach.db", "state <> 'sent'"):
            await world.changes.wait(0.02)


async def test_each_message_comes_whatever_the_network_does(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "_TIMEOUT", 1.0)
    phones = {name: Phone(world, world.add_user(name)) for name in [*CASES, "nobody's fault"]}
    async with at_work(world, tmp_path):
        for name, case in CASES.items():
            chat = phones[name].user.id
            world.faults.add(
                Fault(kind=case.kind, method="sendMessage", times=case.times, seconds=case.seconds, chat_id=chat)
            )
        for phone in phones.values():
            await phone.send("/start")
        await asyncio.gather(*(has(world, phones[name], case.copies) for name, case in CASES.items()))
        await all_sent(world, tmp_path)
        for name, phone in phones.items():
            copies = CASES[name].copies if name in CASES else 1
            assert [m.text for m in phone.received] == [phone.received[0].text] * copies, name
        assert world.faults.listed() == []
        for phone in phones.values():
            await phone.press("18")
        expected = {name: CASES[name].copies + 1 if name in CASES else 2 for name in phones}
        await asyncio.gather(*(has(world, phones[name], number) for name, number in expected.items()))


async def test_who_blocked_the_coach_hears_no_more_until_they_speak(world: World, tmp_path: Path) -> None:
    ana, ben = (Phone(world, world.add_user(name)) for name in ("Ana", "Ben"))
    async with at_work(world, tmp_path):
        world.faults.add(Fault(kind="403", method="sendMessage", times=None, chat_id=ana.user.id))
        await ana.send("/start")
        await ben.send("/start")
        await has(world, ben, 1)
        fault = world.faults.listed()[0]
        await ben.press("18")
        await has(world, ben, 2)
        assert (fault.struck, ana.received) == (1, [])
        world.faults.clear()
        await ana.send("/start")
        await has(world, ana, 2)
        await all_sent(world, tmp_path)


async def test_updates_come_through_whatever_the_network_does(world: World, tmp_path: Path) -> None:
    """Also at the start: no call that it makes then is made only once."""
    ana = Phone(world, world.add_user("Ana"))
    for method in ("getMe", "deleteWebhook", "setMyCommands"):
        world.faults.add(Fault(kind="500", method=method))
    kinds: list[FaultKind] = ["429", "500", "502", "drop_before", "drop_after", "slow"]
    async with at_work(world, tmp_path):
        for number, kind in enumerate(kinds):
            world.faults.add(Fault(kind=kind, method="getUpdates"))
            await ana.send("/start")
            await has(world, ana, 2 * number + 1)
            await ana.send("/help")
            await has(world, ana, 2 * number + 2)
        await all_sent(world, tmp_path)
        updates = rows(tmp_path / "coach.db", "SELECT state, count(*) FROM inbox GROUP BY state")
    assert updates == [("done", 2 * len(kinds))]
    assert len(ana.received) == 2 * len(kinds), "none was taken twice"
    assert world.faults.listed() == []


async def test_a_press_is_met_though_its_answer_fails(world: World, tmp_path: Path) -> None:
    ana = Phone(world, world.add_user("Ana"))
    async with at_work(world, tmp_path):
        await ana.send("/start")
        await has(world, ana, 1)
        world.faults.add(Fault(kind="500", method="answerCallbackQuery"))
        world.faults.add(Fault(kind="500", method="editMessageReplyMarkup"))
        await ana.press("18")
        await has(world, ana, 2)
        await all_sent(world, tmp_path)
        assert world.faults.listed() == []
        assert [b.get("text") for row in ana.received[0].buttons for b in row] == ["✓ Yes, I'm 18+"]
