"""Killed between the pieces of an answer, before an edit or in the middle of a doubled press, the coach hears all of it
as one who was never killed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import pytest
import yaml

from bot.playground.clock import MovableClock
from bot.playground.people import ACT_SECONDS
from bot.playground.server import serve
from bot.playground.world import World
from tests.stage import MORNING, Stage, coach_in
from tests.whole.aftermath import count, rows
from tests.whole.killing import Killed, Moment, Switchboard, killed_coach, switchboard

__all__ = ["switchboard"]

Act = Mapping[str, str | float]

CASES = yaml.safe_load(Path(__file__).with_name("pieces.yaml").read_text(encoding="utf-8"))
PATIENCE = 60.0
"""Seconds after which what has not been worked off is stuck."""

_WAITING = "SELECT count(*) FROM inbox WHERE state = 'new'"
_LAST = "SELECT coalesce(max(update_id), 0) FROM inbox"


@dataclass
class Scene:
    """Ana and Ben, and the coach that is killed."""

    stage: Stage
    coach: Killed
    database: Path

    async def play(self, acts: list[Act]) -> None:
        """Do each act; wait for what comes of it only where the next does not follow at once."""
        for act in acts:
            clock = self.stage.world.clock
            if "after" not in act:
                await self.worked_off()
                clock.advance(ACT_SECONDS)
            else:
                clock.advance(float(act["after"]))
            if "killed" in act:
                await self.coach.alive()
                self.coach.arm(moment(str(act["killed"])))
            await self._do(act)
            if "killed" in act:
                await asyncio.wait_for(self.coach.struck(), PATIENCE)
        await self.worked_off()

    async def _do(self, act: Act) -> None:
        ana = self.stage.phone("Ana")
        if "says" in act:
            await ana.send(str(act["says"]))
        elif "changes" in act:
            mine = next(m for m in ana.messages if m.text == act["changes"])
            await ana.edit(mine.message_id, str(act["to"]))
        elif "again" in act:
            last = ana.presses[-1]
            await ana.press_data(last.message_id, last.data)
        else:
            await ana.press(str(act["presses"]))

    async def worked_off(self) -> None:
        """Wait until the coach has taken everything and everything is delivered."""
        async with asyncio.timeout(PATIENCE):
            while not self._done():
                await self.stage.world.changes.wait(0.05)

    def _done(self) -> bool:
        # In the order of a message's way: each look is at a later moment.
        [(last,)] = rows(self.database, _LAST)
        [(waiting,)] = rows(self.database, _WAITING)
        unsent = count(self.database, "state IN ('pending', 'sending')")
        return last == self.stage.world.state.last_update_id and waiting == 0 and unsent == 0


def moment(words: str) -> Moment:
    """When the coach is killed, as the cases say it."""
    if words == "at once":
        return Moment("")
    method, when = words.split()
    return Moment(method, cast("Literal['asked', 'done', 'answered']", when))


async def begin(stage: Stage) -> None:
    """Both are at the check-in: Ben is done, Ana is asked what she was glad of."""
    for name in ("Ana", "Ben"):
        await stage.welcome(name)
    await stage.link("Ana", "Ben")
    await stage.send("Ana", "/checkin")
    for name in ("Ana", "Ben"):
        for _ in range(4):
            await stage.send(name, "/skip")
    for words in ("the soup", "one whole day"):
        await stage.send("Ben", words)


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
async def test_nothing_is_heard_differently_for_a_kill(
    case: Mapping[str, list[Act]], tmp_path: Path, switchboard: Switchboard
) -> None:
    world = World(MovableClock(MORNING, frozen=True))
    async with serve(world) as url:
        async with coach_in(world, url, tmp_path) as living:
            stage = Stage(world, living)
            await begin(stage)
        async with killed_coach(world, url, tmp_path, switchboard) as coach:
            before = len(stage.phone("Ana").received)
            await Scene(stage, coach, tmp_path / "coach.db").play(case["acts"])
    for name in ("Ana", "Ben"):
        told = {m.text for m in stage.phone(name).received if "seen by two" in m.text}
        assert len(told) == 1, stage.screen(name, 9)
        for words in case["read"]:
            assert str(words) in "".join(told), stage.screen(name, 9)
    texts = [message.text for message in stage.phone("Ana").received[before:]]
    assert not any("Was that your answer" in text for text in texts), "nobody is asked what the dates tell"
    for words in case.get("once", []):
        assert sum(str(words) in text for text in texts) == 1
    assert coach.kills == sum("killed" in act for act in case["acts"])
    log = coach.log()
    assert " ERROR " not in log
    assert "Traceback" not in log
