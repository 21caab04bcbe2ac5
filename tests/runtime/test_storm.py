"""A storm of nudges: whoever is answered meanwhile waits for none of it, and Telegram gets no more than it bears."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

import pytest

from bot.runtime.limits import Allowance, Window
from bot.runtime.ports import NotSent, Outcome, OutMessage
from bot.store.contract import Store
from tests.runtime.delivering import ScriptedTransport, Time, called, clock, deliverer, message, pending, queue, store

__all__ = ["clock", "store"]

NUDGES = 2_000
STEP = 0.05
"""Seconds that pass between two looks."""


@dataclass
class Timed(ScriptedTransport):
    """Writes down when it was asked what, in the time that a test moves; `down`, it is not reached."""

    clock: Time = field(default_factory=Time)
    went: list[tuple[float, int, str]] = field(default_factory=list)
    down: bool = False

    async def send(self, chat: int, message: OutMessage) -> Outcome:
        self.went.append((self.clock.seconds, chat, message.text))
        return NotSent("unreachable") if self.down else await super().send(chat, message)

    def times(self, text: str = "") -> list[float]:
        return [at for at, _, said in self.went if text in said]


def most_in_a_second(times: list[float]) -> int:
    return max(sum(first <= at < first + 1.0 - 1e-9 for at in times) for first in times)


async def test_replies_go_before_all_nudges_that_wait(store: Store, clock: Time) -> None:
    """Half of those who are answered have a nudge waiting themselves: that goes first, in its chat's order."""
    await queue(store, *(message(chat, "nudge", "nudge") for chat in range(1, NUDGES + 1)))
    telegram, chance = Timed(clock=clock), random.Random(7)
    bell = deliverer(store, telegram, clock, Allowance())
    asked = {chance.randrange(1, 1000): chat + chance.choice((0, NUDGES)) for chat in range(NUDGES - 99, NUDGES + 1)}
    for step in range(2600):
        clock.seconds = step * STEP
        before, chat = len(telegram.went), asked.get(step)
        if chat is not None:
            await queue(store, message(chat, "reply"))
        await bell.drain()
        if chat is not None and chat > NUDGES:
            sooner = telegram.went[before : telegram.went.index((clock.seconds, chat, "reply"))]
            assert {to for _, to, _ in sooner} <= set(asked.values()), "before what nobody has asked for"
    assert await pending(store) == 0
    assert len(telegram.went) == NUDGES + len(asked)
    for step, chat in asked.items():
        [*own, replied] = [at for at, to, _ in telegram.went if to == chat]
        assert replied <= step * STEP + (0.5 if chat <= NUDGES else 0.0)
        assert own == sorted(own)
    assert 15 < most_in_a_second(telegram.times("nudge")) <= 20
    assert most_in_a_second(telegram.times()) <= 30


async def test_where_many_are_answered_nudges_leave_room(store: Store, clock: Time) -> None:
    """Twenty replies a second come one by one when a storm begins, and each finds room at once."""
    telegram = Timed(clock=clock)
    bell = deliverer(store, telegram, clock, Allowance())
    for n in range(1, 401):
        if n == 20:
            await queue(store, *(message(chat, "nudge", "nudge") for chat in range(1, NUDGES + 1)))
        await queue(store, message(NUDGES + n, "reply"))
        await bell.drain()
        assert (clock.seconds, NUDGES + n, "reply") in telegram.went
        clock.seconds = n * STEP
    assert most_in_a_second(telegram.times()) <= 30
    assert len(telegram.times("nudge")) >= 4 * 380 * STEP, "nor do they stop"


async def test_one_persons_thousand_messages_delay_nobody(store: Store, clock: Time) -> None:
    await queue(store, *(message(1, f"{n}") for n in range(1000)), message(2, "another's"))
    telegram = Timed(clock=clock)
    await deliverer(store, telegram, clock, Allowance()).drain()
    assert [text for _, _, text in telegram.went] == ["0", "another's", "1", "2"]


@pytest.mark.parametrize(("waiting", "crowded"), [(0, False), (3, False), (4, True), (500, True)])
async def test_while_no_nudge_could_go_none_is_asked_for(
    store: Store, clock: Time, waiting: int, crowded: bool
) -> None:
    calls: list[float] = []
    telegram = Timed(clock=clock)
    bell = deliverer(store, telegram, clock, Allowance(), room=lambda: calls.append(clock.seconds))
    await queue(store, *(message(chat, "nudge", "nudge") for chat in range(1, waiting + 1)))
    await bell.drain()
    assert (bell.crowded(), calls) == (crowded, [])
    clock.seconds += 1.0
    await bell.drain()
    assert calls == ([1.0] if waiting == 4 else []), "as soon as one could go, it is said"


async def test_where_telegram_is_not_reached_not_each_chat_tries_for_itself(store: Store, clock: Time) -> None:
    await queue(store, *(message(chat, "hello") for chat in range(1, 501)))
    telegram = Timed(clock=clock, down=True)
    bell = deliverer(store, telegram, clock)
    for _ in range(600):
        await bell.drain()
        clock.seconds += 1.0
    assert len(telegram.went) < 200, "eight at a time, and more and more seldom"
    telegram.down = False
    for _ in range(130):
        await bell.drain()
        clock.seconds += 1.0
    assert await pending(store) == 0, "within a minute or two all goes on"


async def test_one_chat_that_is_not_reached_keeps_nobody_waiting(store: Store, clock: Time) -> None:
    await queue(store, *(message(1, "lost") for _ in range(3)), message(2, "found"))
    telegram = Timed({1: [NotSent("cut")] * 5}, clock=clock)
    bell = deliverer(store, telegram, clock)
    for _ in range(40):
        await bell.drain()
        await queue(store, message(2, "found"))
        clock.seconds += 1.0
    assert len(telegram.times("found")) == 40


async def test_a_nudge_that_has_no_room_holds_up_no_reply_that_has(store: Store, clock: Time) -> None:
    """Two are answered behind a nudge of theirs, of which one has room; the third, behind none, does not wait."""
    waiting = [message(1, "nudge", "nudge"), message(1, "reply"), message(2, "nudge", "nudge"), message(2, "reply")]
    await queue(store, *waiting, message(3, "reply"))
    telegram = Timed(clock=clock, hold=asyncio.Event())
    bell = deliverer(store, telegram, clock, Allowance(unasked=Window(1, 1.0)))
    running = asyncio.create_task(bell.run())
    await called(telegram)
    await asyncio.sleep(0)
    assert [(chat, text) for _, chat, text in telegram.went] == [(1, "nudge"), (3, "reply")]
    assert telegram.hold is not None
    telegram.hold.set()
    await bell.stop()
    await running
