"""One world on the worst of its days: people, a Bot API server, a coach that is killed, and what goes wrong."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final
from unittest.mock import patch

from bot.playground import bot_api, methods
from bot.playground.clock import MovableClock
from bot.playground.files import Upload
from bot.playground.server import serve
from bot.playground.world import World
from bot.store.open import read_agenda
from tests.chaos.account import Account, applied, delivered, fired, received
from tests.chaos.coach import Coach, End
from tests.chaos.disk import Disk
from tests.chaos.door import Door
from tests.chaos.kills import Killer
from tests.chaos.left import Calls, in_flight, kept, left
from tests.chaos.people import Person, Stuck
from tests.chaos.troubles import Api, Disks
from tests.stage import MORNING, Stage, coach_in
from tests.whole.killing import environment

NAMES: Final = ("Ana", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gil", "Hana", "Ida", "Jon")
"""The first four are two couples; everybody else is alone."""

COUPLES: Final = (("Ana", "Ben"), ("Cleo", "Dan"))

STEP, PACE, LEAP = 0.25, 30.0, 240.0
"""The clock's step in seconds that pass; how far it goes with each, and how far while all only wait for that."""

SETTLED: Final = 90.0
"""Seconds in which everything is to be worked off in the end."""

GRACE: Final = 15.0
"""Seconds after a trouble of the disk in which a coach may still end for it."""


FOR_EVER: Final = 1e6


@dataclass(frozen=True)
class Plan:
    """What is to happen in one world. `disks` are numbers of kinds of disk trouble, in their order."""

    seed: int
    kills: int
    people: int = len(NAMES)
    disks: tuple[int, ...] = ()
    seconds: float = 15.0
    minute: float = 60.0


class Run:
    """One world from beginning to end."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self._plan, self._chance = plan, random.Random(plan.seed)
        self._world = World(MovableClock(MORNING, frozen=True))
        self._disk = Disk(folder)
        self._came: Counter[tuple[int, str]] = Counter()
        self._in_flight: Calls = {}
        self._handed_out = self._first = 0
        self._account = Account()
        self._bad_until: float | None = 0.0
        """Until when the disk is in trouble, or just was; None while it is."""
        self._over = False

    async def whole(self) -> Account:
        """Live through it, and tell."""
        try:
            async with serve(self._world) as url:
                people = await self._begin(url)
                door = Door(int(url.rpartition(":")[2]))
                await door.open()
                await self._live(people, url, door)
                await door.close()
            self._tell(people)
        finally:
            self._disk.close()
        return self._account

    async def _begin(self, url: str) -> list[Person]:
        """Everybody has been welcomed, and who are two are linked, by a coach that lives."""
        people, names = [], NAMES[: self._plan.people]
        linked = {name for couple in COUPLES for name in couple if set(couple) <= set(names)}
        async with coach_in(self._world, url, self._disk.folder) as living:
            stage = Stage(self._world, living)
            for name in names:
                await stage.welcome(name)
                chance = random.Random(self._chance.random())
                people.append(Person(self._world, name, stage.phone(name), name in linked, chance))
            for one, other in COUPLES:
                if one in linked:
                    await stage.link(one, other)
        before = kept(self._disk.database).messages
        self._came.update(before)
        self._first = self._world.state.last_update_id
        return people

    async def _live(self, people: list[Person], url: str, door: Door) -> None:
        env = environment(f"http://127.0.0.1:{door.port}", self._disk.folder)
        self._coach = coach = Coach(env | {"COACH_CLOCK_URL": f"{url}/_play/clock"}, self._ended)
        self._killer = Killer(coach, self._plan.kills, self._chance)
        self._api = Api(self._world, door, [person.id for person in people], self._chance, self._cut)
        self._disks = Disks(self._disk, coach, self._plan.seconds, self._plan.minute)
        try:
            with _listening(self._world, self._call):
                coach.begin()
                await self._days(people)
                if await coach.stop() != 0:
                    self._account.counts["ends that were none of ours"] += 1
        finally:
            coach.end()

    async def _days(self, people: list[Person]) -> None:
        """People live, time passes, and everything goes wrong; in the end nothing more does, and all is worked off."""
        lives = [asyncio.create_task(self._live_one(person)) for person in people]
        time, api = (asyncio.create_task(job) for job in (self._time(people), self._api.go_on()))
        await self._coach.unless_it_fails(asyncio.gather(self._killer.go_on(), self._bad_disks()))
        api.cancel()
        self._api.over()
        self._over = True
        await asyncio.gather(*lives)
        await self._settle()
        time.cancel()
        for ended in await asyncio.gather(time, api, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended

    async def _live_one(self, person: Person) -> None:
        try:
            await person.live(lambda: self._over)
        except Stuck as stuck:
            self._account.counts["people who waited in vain"] += 1
            self._account.trouble.append(str(stuck))

    async def _time(self, people: list[Person]) -> None:
        while True:
            await asyncio.sleep(STEP)
            idle = all(person.waiting == "the end" for person in people) and self._bad_until is not None
            self._world.clock.advance(LEAP if idle else PACE)
            self._world.changes.touch()

    async def _bad_disks(self) -> None:
        """The troubles of the disk, spread over the kills."""
        for n, number in enumerate(self._plan.disks, 1):
            after = self._plan.kills * n / (len(self._plan.disks) + 1)
            await self._world.changes.until(partial(self._killer.has_done, after), FOR_EVER)
            self._bad_until = None
            await self._disks.one(number)
            self._bad_until = asyncio.get_running_loop().time() + GRACE

    async def _call(self, method: str, raw: Mapping[str, object], uploads: Mapping[str, Upload] | None) -> object:
        result = await self._killer.call(method, partial(methods.call, self._world, method, raw, uploads))
        if method == "sendMessage":
            self._came[int(str(raw["chat_id"])), str(raw["text"])] += 1
        if method == "getUpdates" and isinstance(result, list) and result:
            self._handed_out = result[-1]["update_id"]
        return result

    def _ended(self, end: End) -> None:
        """Look at what a process has left, before the next begins."""
        found = left(self._disk.database, self._world.clock.unix()) if self._disk.database.exists() else None
        if found is not None:
            self._in_flight |= found.in_flight
        if not self._killer.seen.is_set():
            place = found.place(end.polled, self._handed_out) if found is not None else "starting up"
            self._killer.fell(place)
        self._handed_out = 0
        now = asyncio.get_running_loop().time()
        expected = end.code in (-9, 0) or (end.code == 2 and (self._bad_until is None or now < self._bad_until))
        if not expected:
            self._account.counts["ends that were none of ours"] += 1
            self._account.trouble.append(f"ended with {end.code}: {self._coach.log[-1] if self._coach.log else ''}")

    def _cut(self) -> None:
        """Connections are cut: what is being sent just now may come all the same."""
        self._in_flight |= in_flight(self._disk.database)

    async def _settle(self) -> None:
        """Wait until nothing is left to do."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while loop.time() < begun + SETTLED:
            agenda = read_agenda(f"sqlite:///{self._disk.database}")
            late = agenda.due is not None and agenda.due <= self._world.clock.now()
            if not (self._world.updates.waiting or agenda.inputs or agenda.unsent or late):
                return
            await asyncio.sleep(0.2)
        self._account.trouble.append("in the end something was left to do")

    def _tell(self, people: list[Person]) -> None:
        found, typed = kept(self._disk.database), [(person.id, person.expected) for person in people]
        counts, groups = self._account.counts, self._account.groups
        bound = Counter(self._in_flight.values())
        counts["kills"] = self._killer.done
        counts["of that: being sent when a process ended, or connections were cut"] = bound.total()
        counts["of that: carried out, and its outcome unknown by a fault"] = self._api.unknown.total()
        for part in (
            received(range(self._first + 1, self._world.state.last_update_id + 1), found),
            applied(typed, found),
            fired(typed, found),
            delivered(self._came, found, bound + self._api.unknown),
        ):
            counts.update(part)
        groups["where the kills fell"] = Counter(self._killer.places)
        groups["trouble of the API"] = self._api.counts
        groups["disks"] = Counter({self._disk.how: 1})
        groups["trouble of the disk"] = self._disks.counts
        groups["ends by itself, started again after a second"] = Counter(
            {f"exit code {code}": n for code, n in self._coach.codes.items() if code > 0}
        )
        said = {line.replace(str(self._disk.database), "…"): times for line, times in self._coach.said.items()}
        groups["what it said then"] = Counter(said)
        if self._account.broken:
            self._account.trouble += [f"log: {line}" for line in list(self._coach.log)[-20:]]


_Call = Callable[[str, Mapping[str, object], Mapping[str, Upload] | None], Awaitable[object]]

_listeners: dict[int, _Call] = {}
"""Where calls of each world go first."""


async def _to_listener(world: World, method: str, raw: Mapping[str, object], uploads: Mapping[str, Upload]) -> object:
    found = _listeners.get(id(world))
    return await (found(method, raw, uploads) if found else methods.call(world, method, raw, uploads))


_patched = patch.object(bot_api, "call", _to_listener)


@contextmanager
def _listening(world: World, listener: _Call) -> Iterator[None]:
    """Let all calls of a world's bot go through a listener. Several worlds come and go in any order."""
    if not _listeners:
        _patched.start()
    _listeners[id(world)] = listener
    try:
        yield
    finally:
        del _listeners[id(world)]
        if not _listeners:
            _patched.stop()
