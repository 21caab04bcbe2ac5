"""Each press is answered once: after its turn, or without words when that takes too long. No time passes here."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.runtime.presses import Presses


@dataclass
class Telegram:
    """Writes down the answers; and the waits, each of which is over when it is told so."""

    answers: list[tuple[str, str]] = field(default_factory=list)
    waits: list[tuple[float, asyncio.Event]] = field(default_factory=list)

    async def answer(self, press: str, words: str) -> None:
        self.answers.append((press, words))

    async def pause(self, seconds: float) -> None:
        over = asyncio.Event()
        self.waits.append((seconds, over))
        await over.wait()

    async def too_late(self) -> None:
        """All waits so far are over, and what follows from that has happened."""
        await asyncio.sleep(0)
        for _, over in self.waits:
            over.set()
        for _ in range(3):
            await asyncio.sleep(0)


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def presses(telegram: Telegram) -> Presses:
    return Presses(telegram.answer, telegram.pause)


@pytest.mark.parametrize("words", ["", "That button has had its day."])
async def test_a_press_is_answered_after_its_turn_and_only_then(
    telegram: Telegram, presses: Presses, words: str
) -> None:
    presses.came("a")
    await asyncio.sleep(0)
    assert telegram.answers == []
    presses.taken("a", words)
    await presses.drain()
    await telegram.too_late()
    assert telegram.answers == [("a", words)]


async def test_three_seconds_are_too_long_to_wait_for_its_turn(telegram: Telegram, presses: Presses) -> None:
    presses.came("a")
    await telegram.too_late()
    assert [seconds for seconds, _ in telegram.waits] == [3.0]
    assert telegram.answers == [("a", "")]
    presses.taken("a", "That button has had its day.")
    await presses.drain()
    assert telegram.answers == [("a", "")], "once"


async def test_what_comes_twice_is_answered_once(telegram: Telegram, presses: Presses) -> None:
    assert [presses.came("a"), presses.came("a")] == [True, False]
    presses.taken("a", "")
    presses.taken("a", "")
    await presses.drain()
    await telegram.too_late()
    assert telegram.answers == [("a", "")]


async def test_what_another_process_received_is_not_answered_again(telegram: Telegram, presses: Presses) -> None:
    presses.came("known before")
    presses.known("known before")
    for press in ("known before", "of the process before"):
        presses.taken(press, "That button has had its day.")
    await presses.drain()
    await telegram.too_late()
    assert telegram.answers == []


async def test_whoever_waits_when_the_coach_ends_is_answered_without_words(
    telegram: Telegram, presses: Presses
) -> None:
    presses.came("a")
    presses.came("b")
    await presses.close()
    assert telegram.answers == [("a", ""), ("b", "")]


async def test_an_answer_that_does_not_get_through_holds_up_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(press: str, words: str) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.runtime.presses._GRACE", 0.0)
    presses = Presses(answer)
    presses.came("a")
    async with asyncio.timeout(10):
        await presses.close()
