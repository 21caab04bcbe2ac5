"""Plays a script over its weeks, from one due time to the next, and tells it as a story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.dialogs.acts import Moment, TranscriptError
from tests.dialogs.transcript import Player
from tests.months.script import Scene, Script
from tests.stage import Stage
from tests.unsealed import rows

_NEXT = "SELECT min(due) FROM nudge WHERE state = 'waiting'"

PAUSE = timedelta(seconds=5)
"""How long people take from one act of a scene to the next."""


class Telling:
    """One playing of a script. `before` is called before each thing happens: with whoever acts and where, as an act
    says it; both are "" when time passes."""

    def __init__(
        self, stage: Stage, script: Script, database: Path, before: Callable[[str, str], None] = lambda who, place: None
    ) -> None:
        self._stage, self._script, self._database, self._before = stage, script, database, before
        self._player = Player(stage, "en", pace=0.0)
        self._story: list[str] = []
        self._day = ""
        self._time = ""

    async def whole(self) -> str:
        """Play all of it; the story. Raises TranscriptError with day, time and person where it cannot go on."""
        self._stage.world.clock.set(self._script.begins)
        await self._stage.settle()
        for name, language in self._script.people.items():
            self._stage.phone(name, language)
        for scene in self._script.scenes:
            await self._until(scene.at)
            await self._play(scene)
        await self._until(self._script.ends)
        return "\n".join(self._story).strip("\n") + "\n"

    async def _play(self, scene: Scene) -> None:
        for number, act in enumerate(scene.acts):
            if number:
                await self._until(self._stage.world.clock.now() + PAUSE)
            self._before(scene.who, act.place)
            try:
                shown = await self._player.moment(Moment((), (act,)))
            except TranscriptError as error:
                raise TranscriptError(f"{scene}: {error}") from error
            self._tell([act.line, *shown], scene.remark if number == 0 else "")

    async def _until(self, moment: datetime) -> None:
        """Let time pass, and whatever is due on the way happen at its own time."""
        clock = self._stage.world.clock
        assert moment >= clock.now(), f"what begins at {moment} comes before the end of what was begun"
        while (due := self._next()) is not None and due <= moment:
            assert due > clock.now(), f"what was due at {due} did not happen"
            clock.set(due)
            self._before("", "")
            if news := await self._player.news():
                self._tell(news)
        clock.set(moment)

    def _next(self) -> datetime | None:
        [(due,)] = rows(self._database, _NEXT)
        return datetime.fromtimestamp(due / 1_000_000, UTC) if isinstance(due, int) else None

    def _tell(self, lines: list[str], remark: str = "") -> None:
        now = self._stage.world.clock.now()
        local = now.astimezone(self._script.home)
        day = f"{local:%A} {local.day} {local:%B %Y}"
        if day != self._day:
            self._day, self._time = day, ""
            self._story += ["", "", day, "=" * len(day)]
        if remark:
            self._story += ["", f"# {remark}"]
        told, elsewhere = f"{local:%H:%M}", self._elsewhere(now, lines)
        if told + elsewhere not in (self._time, self._time.partition(" ")[0]):
            self._time = told + elsewhere
            self._story += ["", self._time]
        self._story += ["", *lines]

    def _elsewhere(self, now: datetime, lines: list[str]) -> str:
        """The clocks of those concerned who are not at home."""
        found = ""
        for name in self._script.people:
            local = now.astimezone(self._script.zone(name, now))
            concerned = any(line.startswith((f"{name}:", f"{name} ", f"  coach to {name}")) for line in lines)
            if concerned and local.utcoffset() != now.astimezone(self._script.home).utcoffset():
                found += f" (for {name}: {local:%A %H:%M})"
        return found
