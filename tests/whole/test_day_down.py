"""A day on which the coach was down, and one on which it could not reach Telegram: no answer is lost, nobody's phone
rings for each, and what was worth something at its moment only does not come after it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.faults import Fault
from bot.playground.state import Message
from tests.stage import Stage, stage

QUESTION = "What would you like to do?"


@pytest.fixture
async def s(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as opened:
        yield opened


async def come(s: Stage, *names: str) -> None:
    """They have been welcomed, and are at nothing."""
    for name in names:
        await s.welcome(name)
        await s.send(name, "/stop")


def since(s: Stage, name: str, before: int) -> list[Message]:
    return s.phone(name).received[before:]


def labels(message: Message) -> list[str]:
    return [str(button["text"]) for row in message.buttons for button in row]


class TestTheCoachWasDown:
    async def test_who_wrote_several_things_gets_one_message(self, s: Stage) -> None:
        await come(s, "ana", "ben")
        before = {name: len(s.phone(name).received) for name in ("ana", "ben")}
        for text in ("/help", "are you there?", "/leave"):
            await s.phone("ana").send(text)
        await s.phone("ben").send("/leave")
        await s.move_clock(timedelta(hours=20))
        [to_ana], [to_ben] = since(s, "ana", before["ana"]), since(s, "ben", before["ben"])
        assert to_ana.text.index("/checkin") < to_ana.text.index("I'm a program") < to_ana.text.index(QUESTION)
        assert labels(to_ana) == labels(to_ben) == ["Not now"]
        assert to_ana.text.endswith(to_ben.text)

    async def test_its_question_is_answered_as_any_other(self, s: Stage) -> None:
        await come(s, "ana")
        for text in ("/help", "/leave"):
            await s.phone("ana").send(text)
        await s.move_clock(timedelta(hours=20))
        asked = s.phone("ana").received[-1]
        assert "/checkin" in asked.text
        await s.send("ana", "Swimming", reply_to=asked.message_id)
        assert "When would you go?" in s.screen("ana")
        shown = next(m for m in s.phone("ana").received if m.message_id == asked.message_id)
        assert "/checkin" in shown.text
        assert labels(shown) == [], "its buttons go as any other's, and its words stay"

    async def test_what_was_said_less_than_an_hour_ago_is_answered_one_by_one(self, s: Stage) -> None:
        await come(s, "ana")
        before = len(s.phone("ana").received)
        for text in ("/help", "are you there?", "/leave"):
            await s.phone("ana").send(text)
        await s.move_clock(timedelta(minutes=50))
        assert len(since(s, "ana", before)) == 3


class TestTelegramWasNotReached:
    """The clock of failed calls is real, so a coach begins anew when the trouble is over."""

    @pytest.mark.parametrize("kind", ["500", "drop_before"])
    async def test_what_waited_comes_as_one_message(self, s: Stage, kind: str) -> None:
        await come(s, "ana", "ben")
        before = len(s.phone("ana").received)
        s.world.faults.add(Fault.model_validate({"kind": kind, "method": "sendMessage", "times": None}))
        for text in ("/help", "are you there?", "/leave"):
            await s.send("ana", text)
        assert since(s, "ana", before) == []
        await s.move_clock(timedelta(hours=20))
        s.world.faults.clear()
        await s.restart()
        await s.settle()
        [message] = since(s, "ana", before)
        assert message.text.index("/checkin") < message.text.index("I'm a program") < message.text.index(QUESTION)
        assert labels(message) == ["Not now"]
        await s.press("ana", "Not now")
        assert "/checkin" in s.phone("ana").received[-2].text

    async def test_a_late_go_now_is_dropped_and_a_late_welcome_back_comes(self, s: Stage) -> None:
        await come(s, "ana")
        for text in ("/leave", "Swimming", "in two days at 18:00", "1 hour", *["/skip"] * 4, "/stop"):
            await s.send("ana", text)
        await s.move_clock(timedelta(days=2, hours=7, minutes=55))
        before = len(s.phone("ana").received)
        s.world.faults.add(Fault(kind="500", method="sendMessage", times=None))
        await s.move_clock(timedelta(minutes=6))
        async with s.coach.store.transaction() as t:
            waiting = await t.waiting_in(s.phone("ana").user.id, 9)
        assert [row.tone for row in waiting] == ["nudge"], "it is time to go, and that cannot be said"
        await s.move_clock(timedelta(minutes=90))
        s.world.faults.clear()
        await s.restart()
        await s.settle()
        [back] = since(s, "ana", before)
        assert "Need longer" in labels(back) or "back" in back.text.lower()
        async with s.coach.store.transaction() as t:
            assert await t.pending_count() == 0

    async def test_what_is_still_in_time_comes(self, s: Stage) -> None:
        await come(s, "ana")
        for text in ("/leave", "Swimming", "in two days at 18:00", "1 hour", *["/skip"] * 4, "/stop"):
            await s.send("ana", text)
        await s.move_clock(timedelta(days=2, hours=7, minutes=55))
        before = len(s.phone("ana").received)
        s.world.faults.add(Fault(kind="500", method="sendMessage", times=None))
        await s.move_clock(timedelta(minutes=6))
        s.world.faults.clear()
        await s.restart()
        await s.move_clock(timedelta(minutes=5))
        assert len(since(s, "ana", before)) == 1


class TestNoRoomForNudges:
    async def test_while_none_could_go_none_is_taken_and_everybody_is_answered(self, s: Stage) -> None:
        """Where it is stored, a nudge is still told to be stale; and what people write does not wait for any."""
        await come(s, "ana")
        for text in ("/space", "20 min"):
            await s.send("ana", text)
        delivery = s.coach.deliverer
        delivery._limits.rest_all(9999.0, delivery._monotonic())
        before = len(s.phone("ana").received)
        await s.phone("ana").send("/help")
        await s.move_clock(timedelta(minutes=25))
        async with s.coach.store.transaction() as t:
            waiting = [nudge.reason for nudge in await t.waiting_nudges(s.phone("ana").user.id)]
            assert "back" in waiting
            assert await t.inputs_waiting(s.phone("ana").user.id, 9) == 0
        await s.restart()
        await s.settle()
        assert len(since(s, "ana", before)) == 2, "the answer, and the nudge once there is room"

    async def test_who_writes_just_now_waits_for_no_second_nudge(self, s: Stage) -> None:
        await come(s, "ana", "ben", "cleo")
        for name in ("ana", "ben", "cleo"):
            for text in ("/space", "20 min"):
                await s.send(name, text)
        s.world.clock.advance(timedelta(minutes=25))
        assert [await s.coach.turns.take(8) for _ in range(4)] == [1, 1, 1, 0]
