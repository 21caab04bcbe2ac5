"""Writes the databases that are kept here. It runs only on the code of their time: what it wrote is not written anew.

    python -m tests.databases.write two_in_the_middle

plays `story.txt` of a folder – acts as in `tests/dialogs/README.md`, with time passing from one due moment to the
next – and writes beside it what the phones showed, `coach.db` with its key, and `telegram.json`: what Telegram knows of
the people, their chats and every button, so that a coach of any later time can be put in between the two.
`left.json` says what there is: the time, each open question with the data of its buttons as they were sent, the nudges
that wait (instants in UTC), and how many memory items each person has of a kind.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import sys
from contextlib import AbstractAsyncContextManager, closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.app import open_coach
from bot.config import Settings
from bot.playground.clock import MovableClock
from bot.playground.server import TOKEN, serve
from bot.playground.state import Message
from bot.playground.world import World
from bot.runtime.limits import UNLIMITED
from bot.service import Coach
from bot.store.codec import of_person
from tests.dialogs.acts import UNITS, Act
from tests.dialogs.transcript import Player
from tests.stage import SeededIds, Stage, WorldClock
from tests.unsealed import Opener, rows

HERE = Path(__file__).parent
BEGINS = datetime(2026, 11, 9, 18, 0, tzinfo=UTC)
KEY = "only-a-test-key--it-keeps-no-secret-it-says"
"""What locks these databases, in the form of COACH_KEY: everybody may know it."""

_NEXT = "SELECT min(due) FROM nudge WHERE state = 'waiting'"


class Writer(Player):
    """A player for whom time stops at whatever is due on the way."""

    def __init__(self, stage: Stage, database: Path) -> None:
        super().__init__(stage, "en", pace=0.0)
        self._database = database

    async def _do(self, act: Act) -> None:
        if act.kind != "pass":
            await super()._do(act)
            return
        clock = self._stage.world.clock
        end = clock.now() + UNITS[act.words["unit"]] * act.count
        while (due := self._next()) is not None and due <= end:
            clock.set(max(due, clock.now()))
            await self._stage.settle()
        clock.set(end)

    def _next(self) -> datetime | None:
        [(due,)] = rows(self._database, _NEXT)
        return datetime.fromtimestamp(due / 1_000_000, UTC) if isinstance(due, int) else None


async def write(folder: Path) -> None:
    """Play a folder's story and keep what comes of it."""
    story = folder / "story.txt"
    if (folder / "coach.db").exists():
        raise SystemExit(
            f"{folder.name} stays as the coach of its time has written it: tell a story in another folder."
        )
    world = World(MovableClock(BEGINS, frozen=True))
    with TemporaryDirectory() as made:
        database = Path(made) / "coach.db"
        key = database.with_name("coach.db.key")
        key.write_text(KEY + "\n", "ascii")
        async with serve(world) as url, _coach(world, url, database) as coach:
            shown = await Writer(Stage(world, coach), database).play(story.read_text("utf-8"))
            await coach.store.housekeeping(world.clock.now())
        with closing(sqlite3.connect(database)) as whole:
            whole.execute("VACUUM")
        for file in (database, key):
            shutil.copyfile(file, folder / file.name)
    story.write_text(shown, "utf-8")
    left = _left(world, folder / database.name)
    (folder / "left.json").write_text(json.dumps(left, ensure_ascii=False, indent=1) + "\n", "utf-8")
    world.state.updates.clear()
    world.state.presses.clear()
    kept = world.state.model_dump_json(indent=1, exclude_defaults=True)
    (folder / "telegram.json").write_text(kept + "\n", "utf-8")
    print(f"written; the clock stands at {world.clock.now().isoformat()}")


def _left(world: World, database: Path) -> dict[str, object]:
    names = {user.id: user.first_name for user in world.state.users.values()}
    return {
        "clock": world.clock.now().isoformat(),
        "questions": [
            {
                "person": names[message.chat_id],
                "message": message.message_id,
                "says": message.text,
                "buttons": _buttons(message),
            }
            for chat in world.state.chats.values()
            for message in chat.messages.values()
            if any(data.endswith(":!later") for _, data in _buttons(message))
        ],
        **_kept(database, names),
    }


def _buttons(message: Message) -> list[tuple[str, str]]:
    return [(str(b["text"]), str(b.get("callback_data", ""))) for row in message.buttons for b in row]


def _kept(database: Path, names: dict[int, str]) -> dict[str, object]:
    opener = Opener(database)
    nudges: list[dict[str, object]] = []
    for id, due, body, row in rows(
        database, "SELECT person, due, body, id AS row FROM nudge WHERE state = 'waiting' ORDER BY due"
    ):
        assert isinstance(id, int)
        assert isinstance(due, int)
        inner = json.loads(opener.open("nudge", of_person(id), body, row, due))
        at = datetime.fromtimestamp(due / 1_000_000, UTC).isoformat()
        nudges.append({"person": names[id], "due": at, "reason": inner["reason"], "prompt": inner["prompt"]})
    memory: dict[str, dict[str, int]] = {name: {} for name in names.values()}
    for id, body, *place in rows(database, "SELECT person, body, id, revision FROM memory ORDER BY rowid"):
        assert isinstance(id, int)
        kind = opener.open("memory", of_person(id), body, *place).split(b"\n")[0].decode()
        memory[names[id]][kind] = memory[names[id]].get(kind, 0) + 1
    return {"nudges": nudges, "memory": memory}


def _coach(world: World, url: str, database: Path) -> AbstractAsyncContextManager[Coach]:
    settings = Settings(
        telegram_bot_token=SecretStr(TOKEN),
        telegram_api_url=url,
        coach_database=f"sqlite:///{database}",
        _env_file=None,
    )
    return open_coach(settings, clock=WorldClock(world), ids=SeededIds("written"), allowance=UNLIMITED)


if __name__ == "__main__":
    asyncio.run(write(HERE / sys.argv[1]))
