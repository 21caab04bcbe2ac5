"""The world kept in one file, so that a playground that is started again shows the same chats."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from bot.playground.state import State
from bot.playground.world import World

_PAUSE_SECONDS = 0.3
# What was sent within the pause before a crash is not in the file: its ids must not be given out again.
_GAP = 100


def load_state(path: Path) -> State | None:
    """Return the kept state, None when there is no file; raises ValueError when it is not one of ours."""
    if not path.exists():
        return None
    state = State.model_validate_json(path.read_bytes())
    state.last_message_id += _GAP
    for group in state.groups.values():
        group.last_message_id += _GAP
    state.last_update_id += _GAP
    state.last_press += _GAP
    state.last_file += _GAP
    return state


def save_state(world: World, path: Path) -> None:
    """Replace the file by the world as it is now, in one step."""
    world.state.clock_offset = world.clock.offset
    draft = path.with_suffix(".tmp")
    with draft.open("wb") as file:
        os.chmod(draft, 0o600)
        file.write(world.state.model_dump_json(exclude_defaults=True).encode("utf-8"))
    os.replace(draft, path)


async def keep(world: World, path: Path) -> None:
    """Save the world after its changes, a few times a second at most, until cancelled; then once more."""
    try:
        saved = -1
        while True:
            if saved == world.changes.version:
                await world.changes.wait(None)
            saved = world.changes.version
            save_state(world, path)
            await asyncio.sleep(_PAUSE_SECONDS)
    finally:
        save_state(world, path)
