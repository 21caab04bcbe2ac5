"""A chat that is hidden: what was in it, and what was on its way into it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.stage import Stage, stage


@pytest.fixture
async def s(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as opened:
        yield opened


async def come(s: Stage, *names: str) -> None:
    """People have been welcomed and are at nothing; two are linked."""
    for name in names:
        await s.welcome(name)
        await s.send(name, "/stop")
    if len(names) > 1:
        await s.link(*names)


def left(s: Stage, name: str) -> list[str]:
    """All that is still in somebody's chat."""
    return [message.text for message in s.phone(name).messages]


@pytest.mark.parametrize(
    ("acts", "press", "toasts"),
    [
        pytest.param(["/hide"], "Yes, delete it", ["Done."], id="by a command and a button"),
        pytest.param(["/hide", "yes, delete it"], None, [], id="in words"),
        pytest.param(["clean up", "delete it"], None, [], id="in other words"),
        pytest.param(["/hide_now"], None, [], id="at once"),
        pytest.param(["/help_now"], "Hide this chat", ["Done."], id="from the help lines"),
        pytest.param(["/leave", "/hide"], "Yes, delete it", ["Done."], id="over an open question"),
        pytest.param(["/leave", "pottery", "/later", "/checkin", "/hide_now"], None, [], id="over several"),
    ],
)
async def test_nothing_is_left(s: Stage, acts: list[str], press: str | None, toasts: list[str]) -> None:
    await come(s, "ana")
    for act in acts:
        await s.send("ana", act)
    if press is not None:
        await s.press("ana", press)
    assert left(s, "ana") == []
    assert s.phone("ana").toasts() == toasts


async def test_what_cannot_be_deleted_keeps_nothing_else(s: Stage) -> None:
    """Whoever wants a chat to stay could throw a die in it, which Telegram keeps for a day."""
    await come(s, "ana")
    await s.phone("ana").send_media("dice")
    await s.send("ana", "/hide_now")
    assert len(left(s, "ana")) == 1


async def test_an_answer_on_its_way_does_not_come(s: Stage) -> None:
    await come(s, "ana")
    await s.phone("ana").send("/plans")
    await s.coach.intake.receive()
    await s.coach.take_all()
    await s.send("ana", "/hide_now")
    assert left(s, "ana") == []


async def test_what_the_other_has_sent_still_comes(s: Stage) -> None:
    await come(s, "ana", "ben")
    await s.phone("ben").send("/space")
    await s.settle()
    await s.phone("ben").press("30 min")
    await s.coach.intake.receive()
    await s.coach.take_all()
    await s.send("ana", "/hide_now")
    [only] = left(s, "ana")
    assert "ben" in only


async def test_a_reminder_that_comes_after_it_stands_alone(s: Stage) -> None:
    await come(s, "ana")
    for act in ("/leave", "pottery", "tomorrow at 18:00", "1 hour", "/skip", "/skip", "/skip", "/skip"):
        await s.send("ana", act)
    await s.send("ana", "/hide_now")
    await s.move_clock(timedelta(hours=32))
    assert len(left(s, "ana")) == 1
    assert "pottery" not in s.screen("ana")
