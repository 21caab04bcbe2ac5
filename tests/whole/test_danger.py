"""Words of danger through the whole coach: help without a sound, nothing for the other, and the words in no row."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

import pytest
import yaml
from pydantic import SecretStr

from bot.app import open_coach
from bot.config import Settings
from bot.playground.clock import MovableClock
from bot.playground.faults import Fault, FaultKind
from bot.playground.server import TOKEN, serve
from bot.playground.state import Message
from bot.playground.world import World
from bot.runtime.limits import UNLIMITED
from bot.understand.danger import notice
from tests.stage import MORNING, SeededIds, Stage, WorldClock
from tests.unsealed import BODIES, Opener, raw
from tests.whole.test_bad_input import ANA, BEN, STATES, Case, Scene, State, scene

CANARY: Final = "kanarienvogel"
HELP: Final = "I'm stopping here for a moment."
AGAIN: Final = "I read that, too."
ASKED_FOR: Final = "Here's what you asked for."
CHECK: Final = "One thing before I go on."
NEUTRAL: Final = "I'm back. Write whenever it suits you."
COUNTRY: Final = "Which country are you in?"
ASKED: Final = "What did ben do this week"

PLACES = ("a stranger", "at words", "out", "partner waiting")


def cases() -> list[tuple[Case, str]]:
    """The cases of `danger.yaml`, each with what the coach answers first."""
    text = Path(__file__).with_name("danger.yaml").read_text(encoding="utf-8")
    listed = yaml.safe_load(text.replace("CANARY", CANARY))
    first = [{"unsure": CHECK, "safe word": ASKED_FOR}.get(case.pop("kind", ""), HELP) for case in listed]
    return [(Case(fields=case.pop("with", {}), **case), answer) for case, answer in zip(listed, first, strict=True)]


CASES = cases()


@pytest.fixture(scope="module", autouse=True)
def _read_once() -> Iterator[None]:
    """The same few texts are read many times here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.runtime.turns.notice", cache(notice))
        yield


def shown(s: Stage, name: str) -> list[Message]:
    """All that the coach's side of a phone shows."""
    return [message.model_copy(deep=True) for message in s.phone(name).received]


def new(s: Stage, name: str, before: list[Message]) -> list[Message]:
    """What has come since."""
    known = {message.message_id for message in before}
    return [message for message in s.phone(name).received if message.message_id not in known]


def stands_in(database: Path, words: str = CANARY) -> dict[str, int]:
    """How many rows of each kind hold the words, for whoever has the key."""
    opener = Opener(database)
    found = {kind: sum(words.encode() in body for body in opener.bodies(kind)) for kind in BODIES}
    return {kind: number for kind, number in found.items() if number}


def without_doubt(bodies: list[bytes]) -> list[bytes]:
    """Conversations without the words of which somebody is being asked how they were meant."""
    told = [json.loads(body) for body in bodies]
    for conversation in told:
        for person in conversation["people"].values():
            person["doubt"] = None
    return [json.dumps(conversation).encode() for conversation in told]


async def answered(here: Scene, case: Case, first: str) -> list[str]:
    """Send one thing, say what is not as it should be, and bring the state back."""
    s, before = here.stage, await here.conversations()
    hers, his = shown(s, ANA), shown(s, BEN)
    here.happen(case)
    await s.settle()
    got, wrong = new(s, ANA, hers), []
    helping = [message for message in got if COUNTRY not in message.text]
    if not helping or not helping[0].text.startswith(first):
        wrong.append(f"it is answered by {[message.text[:40] for message in got]}")
    if len(helping) > 1 or (helping and got[-1] is not helping[-1]):
        wrong.append("something comes beneath it")
    if not all(message.silent for message in got):
        wrong.append("it makes a sound")
    if shown(s, BEN) != his:
        wrong.append("the other sees something")
    states = Opener(here.database).bodies("conversation")
    if CANARY.encode() in b"".join(without_doubt(states) if first == CHECK else states):
        wrong.append("it stands in the state")
    await here.bring_back(before, await here.conversations())
    return [f"{case.name}: {what}" for what in wrong]


@pytest.mark.parametrize("state", [pytest.param(STATES[name], id=name) for name in PLACES])
async def test_in_whatever_it_comes(tmp_path: Path, state: State, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with scene(tmp_path, state) as here:
        wrong = [what for case, first in CASES for what in await answered(here, case, first)]
        assert not wrong, "\n".join(["", *wrong])
        assert stands_in(here.database) == {"inbox": len(CASES)}, "once each, as it came"
    assert CANARY.encode() not in raw(here.database)
    assert CANARY not in caplog.text


async def test_after_a_start(tmp_path: Path) -> None:
    async with scene(tmp_path, STATES["nothing open"]) as here:
        wrong = [
            what
            for words in ("/start he hits me", "/start aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa he hits me")
            for what in await answered(here, Case(words, text=words), HELP)
        ]
        assert not wrong, "\n".join(["", *wrong])


class House:
    """Ana and Ben, linked, and a coach that can be switched off and on; Ana is at words that would be for both."""

    def __init__(self, world: World, url: str, folder: Path) -> None:
        self.database = folder / "coach.db"
        self._settings = Settings(
            telegram_bot_token=SecretStr(TOKEN),
            telegram_api_url=url,
            coach_database=f"sqlite:///{self.database}",
            _env_file=None,
        )
        self._world, self._coaches, self._open = world, 0, AsyncExitStack()

    async def on(self) -> None:
        """A coach begins where the last one ended."""
        self._coaches += 1
        clock, ids = WorldClock(self._world), SeededIds(f"coach {self._coaches}")
        opening = open_coach(self._settings, clock=clock, ids=ids, allowance=UNLIMITED)
        coach = await self._open.enter_async_context(opening)
        if self._coaches == 1:
            self.s = Stage(self._world, coach)
        self.s.coach = coach

    async def off(self) -> None:
        """The coach is gone; what is written to it waits at Telegram."""
        await self._open.aclose()

    async def begin(self) -> None:
        """Ana and Ben are there, and Ana is asked."""
        await self.on()
        for name in (ANA, BEN):
            self.s.phone(name)
            await self.s.welcome(name)
        await self.s.link(ANA, BEN)
        for words in ("/checkin", "/skip", "/skip", "/skip", "/skip"):
            await self.s.send(ANA, words)
        assert ASKED in self.s.screen(ANA)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    world = World(MovableClock(MORNING, frozen=True))
    async with serve(world) as url:
        found = House(world, url, tmp_path)
        await found.begin()
        yield found
        await found.off()


async def test_a_flood_while_the_coach_was_off(house: House) -> None:
    """Each is answered, the words once and then the numbers alone; after it the question is there as before."""
    s, his, hers = house.s, shown(house.s, BEN), shown(house.s, ANA)
    await house.off()
    for number in range(30):
        await s.phone(ANA).send(f"he hits me {CANARY} {number}")
    s.world.clock.advance(2 * 60)
    await house.on()
    await s.settle()
    got = new(s, ANA, hers)
    told = [message.text for message in got if COUNTRY not in message.text]
    assert len(told) == 30
    assert told[0].startswith(HELP)
    assert all(text.startswith(AGAIN) for text in told[1:])
    assert all(message.silent for message in got)
    assert shown(s, BEN) == his
    assert stands_in(house.database) == {"inbox": 30}
    await s.press(ANA, "Go on")
    assert ASKED in s.screen(ANA)
    for words in ("the tea", "/skip"):
        await s.send(ANA, words)
    for name in (ANA, BEN):
        await s.move_clock(timedelta(days=2))
        assert CANARY not in s.screen(name, last=50)


async def test_written_while_the_coach_was_down_for_hours(house: House) -> None:
    """Whoever holds the phone by now reads one neutral line; the help comes to whoever writes next."""
    s, his, hers = house.s, shown(house.s, BEN), shown(house.s, ANA)
    await house.off()
    await s.phone(ANA).send(f"he hits me {CANARY}")
    s.world.clock.advance(3 * 60 * 60)
    await house.on()
    await s.settle()
    [line] = new(s, ANA, hers)
    assert line.text.startswith(NEUTRAL)
    assert line.silent
    assert line.buttons == []
    assert stands_in(house.database) == {"inbox": 1}
    hers = shown(s, ANA)
    await s.send(ANA, "hello")
    got = new(s, ANA, hers)
    assert got[-1].text.startswith(HELP)
    assert all(message.silent for message in got)
    assert shown(s, BEN) == his
    assert stands_in(house.database, "hello") == {"inbox": 1, "conversation": 1}, "not as an answer"


async def test_changed_hours_after_it_was_written(house: House) -> None:
    """It is as old as its change."""
    s = house.s
    mine = await s.phone(ANA).send("he hugs me")
    await s.settle()
    await s.move_clock(timedelta(hours=3))
    hers = shown(s, ANA)
    await s.phone(ANA).edit(mine.message_id, f"he hits me {CANARY}")
    await s.settle()
    assert new(s, ANA, hers)[-1].text.startswith(HELP)
    assert stands_in(house.database) == {"inbox": 1}


@pytest.mark.parametrize("kind", ["500", "403"])
async def test_help_that_telegram_did_not_take_in_time(house: House, kind: FaultKind) -> None:
    """The neutral line goes in its place, and the help with what she does next."""
    s, his, hers = house.s, shown(house.s, BEN), shown(house.s, ANA)
    s.world.faults.add(Fault(kind=kind, method="sendMessage", times=None, chat_id=s.phone(ANA).user.id))
    await s.send(ANA, f"he hits me {CANARY}")
    assert new(s, ANA, hers) == []
    s.world.clock.advance(6 * 60)
    s.world.faults.clear()
    await house.off()
    await house.on()  # a chat rests a while after a failed call, by a clock that cannot be moved
    await s.settle()
    if kind == "403":  # the chat is closed until she does something
        assert new(s, ANA, hers) == []
        await s.send(ANA, "/later")
    line = new(s, ANA, hers)[0]
    assert line.text.startswith(NEUTRAL)
    assert line.silent
    assert len(new(s, ANA, hers)) == (2 if kind == "403" else 1)
    before = shown(s, ANA)
    await s.press(ANA, "Not now")
    got = [message for message in new(s, ANA, before) if message.text.startswith((HELP, AGAIN))]
    assert len(got) == 1, s.screen(ANA, last=5)
    assert got[0].silent
    assert shown(s, BEN) == his
    assert stands_in(house.database) == {"inbox": 1}


async def test_words_wait_in_one_place_and_are_gone_after_a_week(house: House) -> None:
    """Those of which somebody is asked how they were meant wait in the state, until that is answered."""
    s, his = house.s, shown(house.s, BEN)
    await s.send(ANA, f"I'm scared to go home {CANARY}")
    assert stands_in(house.database) == {"inbox": 1, "conversation": 1}
    assert CANARY.encode() not in b"".join(without_doubt(Opener(house.database).bodies("conversation")))
    hers = shown(s, ANA)
    await s.press(ANA, "Not sure")
    got = new(s, ANA, hers)
    assert got[-1].text.startswith(HELP)
    assert all(message.silent for message in got)
    assert stands_in(house.database) == {"inbox": 1}
    assert shown(s, BEN) == his
    await s.send(ANA, "/privacy")
    await s.press(ANA, "Export everything")
    files = s.phone(ANA).documents()
    assert files
    assert all(CANARY.encode() not in file for _, file in files)
    await s.coach.store.housekeeping(s.world.clock.now() + timedelta(days=8))
    assert stands_in(house.database) == {}
