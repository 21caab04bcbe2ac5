"""Where somebody is cannot be read off the other's phone: a plan is previewed and sent as one text, by one instant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.state import Message
from tests.stage import Stage, stage

SATURDAY = 1795856400
"""2026-11-28 09:00 UTC: ten in the morning in Madrid."""


@pytest.fixture
async def s(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as opened:
        yield opened


async def lives(s: Stage, name: str, city: str) -> None:
    """Somebody says where they are."""
    for act in ("/city", city):
        await s.send(name, act)


async def previewed(s: Stage) -> Message:
    """Ana plans something for Saturday at ten and is shown what Ben would get."""
    for act in ("/leave", "the sea", "Sat 10:00", "1 hour", "/skip", "/skip", "/skip", "/skip"):
        await s.send("Ana", act)
    await s.press("Ana", "When")
    await s.press("Ana", "Preview")
    return next(m for m in reversed(s.phone("Ana").messages) if "When" in (m.text or ""))


def times(message: Message) -> list[tuple[str, int | None, str | None]]:
    """What stands in a message as times that each phone shows in its own way: text, unix time, and how."""
    text = (message.text or "").encode("utf-16-le")
    cut = ((e, text[e.offset * 2 : (e.offset + e.length) * 2].decode("utf-16-le")) for e in message.entities)
    return [(words, e.unix_time, e.date_time_format) for e, words in cut if e.type == "date_time"]


@pytest.mark.parametrize("city", ["Madrid", "Tokyo", "Los Angeles", None])
async def test_a_preview_shows_the_writers_time_wherever_the_other_is(s: Stage, city: str | None) -> None:
    await s.welcome("Ana")
    await s.welcome("Ben")
    await s.link("Ana", "Ben")
    await lives(s, "Ana", "Madrid")
    if city is not None:
        await lives(s, "Ben", city)
    preview = await previewed(s)
    assert times(preview) == [("Saturday 28 November, 10:00", SATURDAY, "wDt")]
    await s.press("Ana", "Share")
    sent = next(m for m in reversed(s.phone("Ben").messages) if "When" in (m.text or ""))
    assert times(sent) == times(preview)
    assert (sent.text or "").splitlines()[0] in (preview.text or "")
