"""Whoever blocks the coach or deletes their account looks like silence to the other: in what comes, how, and when."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from tests.stage import Stage, button, stage

LEADS: Final = {
    "at a barrier": ("checkin", ["ana"] * 6),
    "at a gate": ("listen", ["ana"]),
    "in turns": ("listen", ["ana", "ben"]),
}
"""How the two come to where Ben is asked: a dialog, and whose first button is pressed, one after the other."""

LAST: Final = {"at a barrier": "A minute", "at a gate": "Can you", "in turns": "I miss our mornings"}
"""What Ben has read last by then."""


async def _ana_gets(folder: Path, lead: str, ben: str) -> list[object]:
    command, presses = LEADS[lead]
    async with stage(folder) as s:
        for name in ("ana", "ben"):
            await s.welcome(name)
        await s.link("ana", "ben")
        await s.send("ana", f"/{command}")
        for who in presses:
            await _first(s, who)
        if lead == "in turns":
            await s.send("ana", "I miss our mornings")
        assert LAST[lead] in s.screen("ben")
        match ben:
            case "blocks":
                await s.phone("ben").block()
            case "deletes":
                s.world.state.users[s.phone("ben").user.id].deleted = True
        await s.settle()
        for hours in (1, 11, 12, 24, 24, 12):
            await s.move_clock(timedelta(hours=hours))
        await s.send("ana", f"/{command}")
        labels = [[b["text"] for row in m.buttons for b in row] for m in s.phone("ana").received]
        got = zip(s.phone("ana").received, labels, strict=True)
        return [(m.date, m.text, m.silent, m.edit_date, *shown) for m, shown in got]


async def _first(s: Stage, who: str) -> None:
    """Press the first button of the newest message that has any."""
    phone = s.phone(who)
    await phone.press_data(*button(phone, 0))
    await s.settle()


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """A database for each thing that Ben may do."""
    found = {ben: tmp_path / ben for ben in ("is silent", "blocks", "deletes")}
    for folder in found.values():
        folder.mkdir()
    return found


@pytest.mark.parametrize("lead", LEADS)
async def test_who_cannot_be_reached_looks_like_silence(folders: dict[str, Path], lead: str) -> None:
    silence, *others = [await _ana_gets(folder, lead, ben) for ben, folder in folders.items()]
    assert all(other == silence for other in others)
