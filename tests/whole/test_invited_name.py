"""An invitation that came to nothing leaves no name of whoever sent it with whoever opened it: at the latest when it
runs out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.stage import Stage, button, stage
from tests.unsealed import Opener

NAME = "Zeisig"


def state_of(s: Stage, folder: Path, name: str) -> str:
    """What is known of somebody, who is linked with nobody."""
    id = str(s.phone(name).user.id)
    [state] = [body.decode() for body in Opener(folder / "coach.db").bodies("conversation") if id in body.decode()]
    return state


@pytest.mark.parametrize("end", ["cancelled", "made anew", "forgotten", "let run out"])
@pytest.mark.parametrize("guest", ["new here", "asked", "has said yes"])
async def test_no_name_is_left(tmp_path: Path, end: str, guest: str) -> None:
    async with stage(tmp_path) as s:
        await s.send("ana", "/start")
        await s.press("ana", "18")
        await s.press("ana", "I agree")
        await s.send("ana", NAME)
        for _ in range(4):
            await s.send("ana", "/skip")
        await s.send("ana", "/invite")
        link = next(word for word in s.screen("ana").split() if word.startswith("https://t.me/"))
        if guest != "new here":
            await s.welcome("ben")
        await s.send("ben", link)
        assert NAME in state_of(s, tmp_path, "ben")
        if guest == "has said yes":
            await s.phone("ben").press_data(*button(s.phone("ben"), 0))
            await s.settle()
        if end == "cancelled":
            await s.press("ana", "Cancel")
        elif end == "made anew":
            await s.send("ana", "/invite")
        elif end == "forgotten":
            await s.send("ana", "/forget")
            await s.press("ana", "Yes, forget me")
        await s.move_clock(timedelta(hours=48, minutes=1))
        assert NAME not in state_of(s, tmp_path, "ben")
