"""Killed again and again in the middle of everything, the coach loses nothing and does nothing twice.

Each part of the story is played with a coach in a process of its own, which gets SIGKILL at every step; the measure is
the same story with a coach that lives. Nothing is left to chance but how far the process has come by the moment.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.playground.clock import MovableClock
from bot.playground.people import People
from bot.playground.phone import Phone
from bot.playground.server import serve
from bot.playground.state import State
from bot.playground.world import World
from tests.knobs import knob
from tests.stage import MORNING, Stage, coach_in
from tests.whole.aftermath import Rows, count, rows, state_of
from tests.whole.killing import Killed, Moment, Switchboard, killed_coach, switchboard
from tests.whole.story import Heard, Step, all_heard, can_do, cast, do, doubt, heard, heard_there, read_story, typed

__all__ = ["switchboard"]

STORY = read_story()
PARTS = 4
AT_ONCE = (range(2), range(2, PARTS))
"""Which parts are played side by side."""
ROUNDS = knob("KILL_ROUNDS", 1)
"""How often all parts are played, killed at other moments each time."""
WHOLE = knob("KILL_SECONDS", 240)
"""Seconds after which the test itself is stuck, on a machine that has little else to do."""

PATIENCE = 60.0
"""Seconds after which something that has not come is lost. Two starts on a busy machine take half of it."""


def moments(seed: int) -> list[Moment | None]:
    """A moment for each step, but for every third, which goes undisturbed: every kind in turn, the rest by chance."""
    chance = random.Random(seed)
    found: list[Moment | None] = []
    while len(found) < len(STORY):
        some = [
            Moment("getUpdates", "answered", chance.uniform(0, 15)),
            Moment("sendMessage", "done"),
            Moment("", ms=chance.uniform(0, 400)),
            Moment("getUpdates", "asked", chance.uniform(0.1, 30)),
            Moment("sendMessage", "asked"),
            Moment("", ms=chance.uniform(400, 1600)),
            Moment("sendMessage", "answered", chance.uniform(0, 6)),
            Moment("editMessageReplyMarkup", "done"),
            Moment("", again=chance.choice(["getMe", "deleteWebhook", "setMyCommands", "getUpdates"])),
            Moment("getUpdates", "asked", chance.uniform(0.1, 10)),
            Moment("sendMessage", "answered", chance.uniform(0, 1)),
            Moment("sendMessage", "asked"),
        ]
        drawn = chance.sample(some, len(some))
        for one, other in zip(drawn[::2], drawn[1::2], strict=True):
            found += [one, other, None]
    return found


@dataclass(frozen=True)
class Lived:
    """What a coach that lived had come to after each step: its state, its rows, and what all phones and the group had
    got."""

    state: list[Mapping[str, Rows]]
    heard: list[Heard]

    def said_there(self, step: int) -> bool:
        """Whether a step makes the coach say something in the group."""
        before, after = (self.heard[n] if n >= 0 else {} for n in (step - 1, step))
        return any(before.get(place) != after[place] for place in after if place.startswith("-"))


@dataclass(frozen=True)
class Report:
    """One part of the story, survived."""

    kills: int
    there: int
    messages: int
    twice: Counter[str]
    doubts: int

    def __str__(self) -> str:
        """One line for whoever runs the tests."""
        moments = "; ".join(f"{moment}: {times}" for moment, times in sorted(self.twice.items()) if times)
        return (
            f"{self.kills} kills, {self.there} of them as it spoke in the group, {self.messages} messages, "
            f"{self.twice.total()} of them sent twice ({moments}), {self.doubts} answers asked about"
        )


async def lived(folder: Path) -> Lived:
    """The story with a coach that lives."""
    found = Lived([], [])
    world = World(MovableClock(MORNING, frozen=True))
    phones = cast(world)
    async with serve(world) as url, coach_in(world, url, folder) as coach:
        stage = Stage(world, coach)
        for step in STORY:
            await do(world, phones, step)
            await stage.settle()
            found.state.append(state_of(folder / "coach.db"))
            found.heard.append(all_heard(phones) | heard_there(world))
    return found


class Part:
    """A part of the story with a coach that is killed at each step."""

    def __init__(self, world: World, phones: Mapping[str, Phone], coach: Killed, database: Path) -> None:
        self.world, self.phones, self.coach, self.database = world, phones, coach, database
        self.twice: Counter[str] = Counter()
        self.doubts: dict[tuple[str, str], set[int]] = {}
        self._copies = 0

    async def play(self, step: Step, expected: Heard, moment: Moment | None) -> None:
        """Do a step, kill the coach at the moment, and wait until everybody has heard what they are to hear."""
        await self._until(lambda: can_do(self.world, self.phones, step), f"the buttons for {step}")
        await self._people_take_their_time()
        await self.coach.alive()
        if moment is not None:
            self.coach.arm(moment)
        await do(self.world, self.phones, step)
        await self._until(lambda: self._all_heard(expected), f"the answers to {step}, killed at {moment},")
        await self.coach.struck(now=True)
        copies = sum((self.meant(name) - expected[name]).total() for name in expected)
        self.twice[str(moment or "later")] += max(0, copies - self._copies)
        self._copies = max(copies, self._copies)

    async def rest(self) -> None:
        """Wait until nothing is left to do."""
        while count(self.database, "state IN ('pending', 'sending')"):
            await self.world.changes.wait(0.05)

    def meant(self, name: str) -> Counter[str]:
        """What came to a phone, or to the group, without the questions whether words were meant as an answer."""
        if name not in self.phones:
            return heard_there(self.world)[name]
        aside = {id for (who, _), ids in self.doubts.items() if who == name for id in ids}
        return heard([m for m in self.phones[name].received if m.message_id not in aside])

    def _all_heard(self, expected: Heard) -> bool:
        for name, phone in self.phones.items():
            for message in phone.received:
                if yes := doubt(message):
                    copies = self.doubts.setdefault((name, yes), set())
                    if not copies:
                        # "Was that your answer?" It was.
                        People(self.world).press(phone.user.id, message.message_id, yes)
                    copies.add(message.message_id)
        return all(expected[name] <= self.meant(name) for name in expected)

    async def _until(self, true: Callable[[], bool], what: str) -> None:
        came = await self.world.changes.until(true, PATIENCE)
        screens = "\n".join(f"--- {name}\n{phone.screen(3)}" for name, phone in self.phones.items())
        assert came, f"{what} did not come:\n{screens}\n--- log\n{self.coach.log()[-3000:]}"

    async def _people_take_their_time(self) -> None:
        """Nobody answers in the very milliseconds between Telegram's answer and its record."""
        while self.coach.at_work and count(self.database, "state = 'sending'"):
            await self.world.changes.wait(0.02)


async def survive(number: int, round: int, folder: Path, board: Switchboard, reference: Lived) -> Report:
    """Play one part: what comes before it with a coach that lives, then the part itself."""
    folder.mkdir()  # noqa: ASYNC240 - one folder, on this machine
    begin, end = (len(STORY) * n // PARTS for n in (number, number + 1))
    world = World(MovableClock(MORNING, frozen=True))
    phones, database = cast(world), folder / "coach.db"
    async with serve(world) as url:
        async with coach_in(world, url, folder) as living:
            for step in STORY[:begin]:
                await do(world, phones, step)
                await Stage(world, living).settle()
        async with killed_coach(world, url, folder, board) as coach:
            part = Part(world, phones, coach, database)
            planned = moments(number + PARTS * round)[: end - begin]
            for step, expected, moment in zip(STORY[begin:end], reference.heard[begin:end], planned, strict=True):
                await part.play(step, expected, moment)
            await part.rest()
    assert coach.process.ended_with == 0
    nothing_lost(part, reference.state[end - 1], reference.heard[end - 1])
    there = sum(moment is not None and reference.said_there(begin + n) for n, moment in enumerate(planned))
    return Report(coach.kills, there, count(database, "kind = 'send'"), part.twice, len(part.doubts))


def nothing_lost(part: Part, state: Mapping[str, Rows], expected: Heard) -> None:
    """The coach knows what it would know had it never died, and everybody has got every message."""
    found = state_of(part.database)
    for name in state:
        assert found[name] == state[name], name
    assert {name: set(part.meant(name)) for name in expected} == {n: set(c) for n, c in expected.items()}
    sent = count(part.database, "state = 'sent' AND kind = 'send'")
    assert sent == sum(c.total() for c in expected.values()) + len(part.doubts), "each message was said once"
    # What only changes a message in the group waits for nobody: it is left out while somebody else is there.
    assert rows(part.database, "SELECT * FROM outbox WHERE state <> 'sent' AND (chat > 0 OR kind = 'send')") == []
    updates = rows(part.database, "SELECT state, count(*) FROM inbox GROUP BY state")
    assert updates == [("done", part.world.state.last_update_id - State().last_update_id)]
    log = part.coach.log()
    assert " ERROR " not in log
    assert "Traceback" not in log
    assert [words for words in typed(STORY) if words in log] == [], "people's words are in no log"
    due = "SELECT * FROM nudge WHERE state = 'waiting' AND due <= ?"
    assert rows(part.database, due, int(part.world.clock.unix() * 1_000_000)) == []


@pytest.mark.parametrize("numbers", AT_ONCE, ids=["alone and as two", "as two, with a group"])
@pytest.mark.parametrize("round", range(ROUNDS))
async def test_a_coach_killed_at_every_step_loses_nothing(
    round: int, numbers: range, tmp_path: Path, switchboard: Switchboard, capsys: pytest.CaptureFixture[str]
) -> None:
    async with asyncio.timeout(WHOLE):
        reference = await lived(tmp_path)
        reports = await asyncio.gather(
            *(survive(number, round, tmp_path / str(number), switchboard, reference) for number in numbers)
        )
    with capsys.disabled():
        print(*("", *reports), sep="\n")
    assert sum(report.kills for report in reports) >= 20
    if numbers is AT_ONCE[-1]:
        assert sum(report.there for report in reports) >= 6, "the group is in play"
