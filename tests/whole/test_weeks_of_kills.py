"""The season once more, with a coach in a process of its own that is killed at random moments: it ends the same.

The measure is the same script with a coach that lives. Everybody acts only when all is done, so that nothing but the
kills makes a difference; what is killed in the middle is either an answer to somebody or something that became due.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.engine.world import Fresh
from bot.playground.clock import MovableClock
from bot.playground.phone import Phone
from bot.playground.server import serve
from bot.playground.world import World
from tests.knobs import knob
from tests.months.script import Script, read_script
from tests.months.telling import Telling
from tests.stage import MORNING, Stage, coach_in
from tests.whole import hurried
from tests.whole.aftermath import Rows, rows, state_of
from tests.whole.killing import Killed, Moment, Switchboard, killed_coach, switchboard
from tests.whole.story import Heard, all_heard, heard_there

__all__ = ["switchboard"]

SCRIPT = Path(__file__).parents[1] / "months" / "season.yaml"
SEEDS = range(5, 5 + knob("WEEKS_OF_KILLS", 1))
KILLS = 18
"""The most there are: chance may draw fewer."""
AT_AN_ACT, IN_THE_GROUP, WHEN_DUE = 1 / 60, 1 / 4, 1 / 12
"""How likely a kill is."""

WHOLE = knob("KILL_SECONDS", 280)
"""Seconds after which the test itself is stuck, on a machine that has little else to do."""

PATIENCE = 60.0
"""Seconds after which something that has not come is lost. Two starts on a busy machine take half of it."""

_DUE = "SELECT EXISTS (SELECT 1 FROM nudge WHERE state = 'waiting' AND due <= :now)"

_DONE = f"""
SELECT (SELECT coalesce(max(update_id), 0) FROM inbox) >= :update
AND NOT EXISTS (SELECT 1 FROM inbox WHERE state = 'new')
AND NOT EXISTS (SELECT 1 FROM outbox WHERE state IN ('pending', 'sending'))
AND NOT ({_DUE})
"""

_EVER_SENT = "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'"


class Plan:
    """When the coach is killed, drawn by chance as the weeks go on: more often when something is due, and in the group,
    than at an act in private."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.happened, self.there, self.moments = 0, 0, dict[int, Moment]()

    def next(self, who: str, place: str) -> Moment | None:
        """How the next thing to happen, somebody's act in a place or ("") what is due, is to be disturbed."""
        self.happened += 1
        likely = IN_THE_GROUP if place else AT_AN_ACT if who else WHEN_DUE
        if len(self.moments) == KILLS or self._chance.random() > likely:
            return None
        self.there += bool(place)
        kinds = (
            Moment("sendMessage", "asked"),
            Moment("sendMessage", "done"),
            Moment("sendMessage", "answered", self._chance.uniform(0, 4)),
            Moment("", ms=self._chance.uniform(0, 120)),
        )
        moment = self.moments[self.happened] = kinds[len(self.moments) % len(kinds)]
        return moment

    def __str__(self) -> str:
        """What was done, for whoever must look into a failure."""
        return "; ".join(f"at {number} {moment} +{moment.ms:.0f} ms" for number, moment in self.moments.items())


class Far(Stage):
    """A stage whose coach is another process: what is left to do there is seen in its database."""

    def __init__(self, world: World, coach: Killed, database: Path) -> None:
        self.world, self.phones = world, dict[str, Phone]()
        self._killed, self._database = coach, database
        self._view: sqlite3.Connection | None = None

    def close(self) -> None:
        """Look no more."""
        if self._view is not None:
            self._view.close()

    async def settle(self) -> None:
        """Wait until nothing is left to do, also after the kill that was planned for now."""
        if self._view is not None and self._is(_DUE):
            # What comes from Telegram wakes the coach at once; by itself it looks once a second.
            self.world.updates.push("edited_message", {"chat": {"id": -1, "type": "group"}})
        await self._nothing_left()
        await self._killed.struck(now=True)
        await self._killed.alive()
        await self._nothing_left()

    async def _nothing_left(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not (self._killed.at_work and self._is(_DONE)):
                    await self.world.changes.wait(0.01)
        except TimeoutError:
            pytest.fail(f"something is left to do\n--- log\n{self._killed.log()[-3000:]}", pytrace=False)

    def _is(self, query: str) -> bool:
        if self._view is None:
            self._view = sqlite3.connect(f"file:{self._database}?mode=ro", uri=True, timeout=10)
        now, updates = int(self.world.clock.unix() * 1_000_000), self.world.state.updates
        found = self._view.execute(query, {"now": now, "update": updates[-1].update_id if updates else 0}).fetchone()
        return bool(found[0])


async def lived(script: Script, folder: Path) -> Heard:
    """What everybody, and the group, has got in the end when the coach lives."""
    folder.mkdir()  # noqa: ASYNC240 - one folder, on this machine
    world = World(MovableClock(MORNING, frozen=True))
    async with serve(world) as url, coach_in(world, url, folder) as coach:
        stage = Stage(world, coach)
        await Telling(stage, script, folder / "coach.db").whole()
    return all_heard(stage.phones) | heard_there(world)


async def survived(script: Script, folder: Path, board: Switchboard, plan: Plan) -> tuple[Heard, Killed]:
    """The same when it is killed as planned; and what became of the coach."""
    folder.mkdir()  # noqa: ASYNC240 - one folder, on this machine
    world = World(MovableClock(MORNING, frozen=True))
    async with serve(world) as url, killed_coach(world, url, folder, board, "tests.whole.hurried") as coach:
        stage = Far(world, coach, folder / "coach.db")

        def before(who: str, place: str) -> None:
            if (moment := plan.next(who, place)) is not None:
                coach.arm(moment)

        try:
            await Telling(stage, script, folder / "coach.db", before).whole()
        finally:
            stage.close()
    assert coach.process.ended_with == 0
    return all_heard(stage.phones) | heard_there(world), coach


def _state(database: Path, end: datetime) -> Mapping[str, Rows]:
    """All that the coach knows in the end. What is over may have been cleared away since, or not."""
    state, now = dict(state_of(database)), int(end.timestamp() * 1_000_000)
    state["nudges"] = [row for row in state["nudges"] if row[-1] == "waiting"]
    state["invitations"] = [row for row in state["invitations"] if isinstance(row[2], int) and row[2] > now]
    return state


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_season_under_kills_ends_in_the_same_state(
    seed: int,
    tmp_path: Path,
    switchboard: Switchboard,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Fresh, "number", hurried.in_order)
    script, plan = read_script(SCRIPT), Plan(seed)
    try:
        async with asyncio.timeout(WHOLE):
            expected, (heard, coach) = await asyncio.gather(
                lived(script, tmp_path / "lived"), survived(script, tmp_path / "killed", switchboard, plan)
            )
    finally:
        print(f"seed {seed}, killed {plan}")
    end = script.ends.astimezone(UTC)
    assert _state(tmp_path / "killed" / "coach.db", end) == _state(tmp_path / "lived" / "coach.db", end)
    assert {name: expected[name] - heard[name] for name in expected} == {name: Counter() for name in expected}, "lost"
    assert {name: set(heard[name]) for name in heard} == {name: set(expected[name]) for name in expected}
    sent = [rows(tmp_path / run / "coach.db", _EVER_SENT) for run in ("lived", "killed")]
    assert sent[0] == sent[1], "each message was said once, whatever was delivered twice"
    log = coach.log()
    assert " ERROR " not in log
    assert "Traceback" not in log
    assert [words for words in script.typed() if words in log] == [], "people's words are in no log"
    twice = sum((heard[name] - expected[name]).total() for name in heard)
    with capsys.disabled():
        kills = f"{coach.kills} kills, {plan.there} of them in the group"
        print(f"\n{plan.happened} acts and due times, {kills}, {twice} messages sent twice")
    assert coach.kills == len(plan.moments) >= KILLS // 2, "every planned kill happened"
    assert plan.there > 0, "the group is in play"
