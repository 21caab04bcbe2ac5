"""Databases that an earlier coach has left, each with what Telegram knew then: played on with the coach of today."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.playground.clock import MovableClock
from bot.playground.phone import Phone
from bot.playground.server import serve
from bot.playground.state import State
from bot.playground.world import World
from tests.stage import Stage, coach_in

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is open in a kept database: on whose phone, in which message, and its buttons as they were sent,
    each a label and its callback data."""

    person: str
    message: int
    says: str
    buttons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What there is in a kept database: the time at which it was left, its open questions, and how many memory items
    each person has of a kind."""

    clock: datetime
    questions: tuple[Question, ...]
    memory: dict[str, dict[str, int]]


def read_left(name: str) -> Left:
    """What a kept database says of itself."""
    read = json.loads((HERE / name / "left.json").read_text("utf-8"))
    questions = (
        Question(q["person"], q["message"], q["says"], tuple((label, data) for label, data in q["buttons"]))
        for q in read["questions"]
    )
    return Left(datetime.fromisoformat(read["clock"]), tuple(questions), read["memory"])


@asynccontextmanager
async def kept(name: str, folder: Path) -> AsyncIterator[Stage]:
    """A stage with a copy of a kept database in `folder`, at the time at which it was left, with everybody's phone."""
    for file in (HERE / name).glob("coach.db*"):
        shutil.copyfile(file, folder / file.name)
        (folder / file.name).chmod(0o600)
    state = State.model_validate_json((HERE / name / "telegram.json").read_bytes())
    world = World(MovableClock(read_left(name).clock, frozen=True), state=state)
    async with serve(world) as url, coach_in(world, url, folder) as coach:
        stage = Stage(world, coach)
        stage.phones |= {user.first_name: Phone(world, user) for user in state.users.values()}
        yield stage
