"""Somebody who can write to the file edits the table of invitations: nobody is linked who has not agreed to it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.stage import Stage, button, stage

EDITS = {
    "another guest": "UPDATE invitation SET claimed_by = :cleo WHERE inviter = :ana",
    "another inviter": "UPDATE invitation SET inviter = :cleo WHERE inviter = :ana",
    "another guest in a new row": (
        "UPDATE invitation SET id = id || 'x', state = 'void';"
        "INSERT INTO invitation (id, token_hash, inviter, created_at, expires_at, state, claimed_by) "
        "SELECT rtrim(id, 'x'), x'00', inviter, created_at, expires_at, 'claimed', :cleo FROM invitation"
    ),
}


async def accepted(on: Stage) -> None:
    """Ana has invited, Ben has said yes, and Cleo has agreed to nothing."""
    for name in ("Ana", "Ben", "Cleo"):
        await on.welcome(name)
    await on.send("Ana", "/invite")
    link = next(word for word in on.screen("Ana").split() if word.startswith("https://t.me/"))
    await on.send("Ben", link)
    await on.phone("Ben").press_data(*button(on.phone("Ben"), 0))
    await on.settle()


@pytest.mark.parametrize("edit", EDITS)
async def test_an_edited_row_links_nobody(edit: str, tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await accepted(on)
        ids = {name.lower(): on.phone(name).user.id for name in ("Ana", "Cleo")}
        with sqlite3.connect(tmp_path / "coach.db") as database:
            for statement in EDITS[edit].split(";"):
                database.execute(statement, {k: v for k, v in ids.items() if f":{k}" in statement})
        before = on.screen("Cleo", 50)
        await on.press("Ana", "Yes, link us")
        assert "can't be made any more" in on.screen("Ana")
        assert on.screen("Cleo", 50) == before
        for name in ("Ana", "Ben", "Cleo"):
            await on.send(name, "/checkin")
        await on.send("Cleo", "/unlink")
        assert "no link here to end" in on.screen("Cleo")
        with sqlite3.connect(tmp_path / "coach.db") as database:
            assert database.execute("SELECT count(*) FROM couple").fetchone() == (0,)


async def test_without_an_edit_they_are_linked(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await accepted(on)
        await on.press("Ana", "Yes, link us")
        assert "You and Ben are linked" in on.screen("Ana")
