from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.errors import OperatorError
from bot.playground import play
from bot.playground.phone import Phone, serve
from bot.playground.play import coach_environment
from bot.playground.process import CoachProcess
from bot.playground.server import TOKEN
from bot.playground.world import World

ECHO = Path(__file__).with_name("echo_bot.py")


@pytest.fixture
async def coach(world: World, tmp_path: Path) -> AsyncIterator[CoachProcess]:
    """The echo bot as a running child, served by `world`."""
    child = CoachProcess([sys.executable, str(ECHO)], {})
    child.on_change = world.changes.touch
    async with serve(world, coach=child) as address:
        child.env = coach_environment(address, TOKEN, tmp_path)
        await child.start()
        try:
            yield child
        finally:
            await child.stop()


async def test_a_child_is_killed_and_what_was_written_meanwhile_is_answered_by_the_next(
    coach: CoachProcess, ana: Phone
) -> None:
    await ana.send("/start")
    await ana.wait_for("Hello you", 30)
    await ana.press("Yes")
    await ana.wait_for("You pressed yes.")
    assert ana.toasts() == ["Noted: yes"]
    first = coach.pid
    await coach.kill()
    assert (coach.running, coach.ended_with) == (False, -signal.SIGKILL)
    await ana.send("still there?")
    await coach.start()
    assert coach.pid not in (None, first)
    await ana.wait_for("You said: still there?", 30)
    await coach.stop()
    assert (coach.running, coach.ended_with) == (False, 0)


async def test_a_child_that_ends_by_itself_is_noticed(world: World) -> None:
    child = CoachProcess([sys.executable, "-c", "raise SystemExit(3)"], {})
    child.on_change = world.changes.touch
    await child.start()
    await world.changes.until(lambda: not child.running, 30)
    assert child.ended_with == 3
    await child.kill()
    await child.stop()


async def test_play_runs_all_until_it_is_told_to_end_and_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(play, "COMMAND", (str(ECHO),))
    monkeypatch.setattr(play, "CHECK", ("-c", "raise SystemExit('a.yaml:1: no good')"))
    for name in ("dialogs", "prompts"):
        (tmp_path / name).mkdir()
        monkeypatch.setattr(play, f"{name}_folder", lambda name=name: tmp_path / name)
    leftover = tmp_path / "playground.db-wal"
    leftover.touch()
    sent = tmp_path / "playground.files"
    keys = []
    for fresh, messages in ((False, 0), (False, 1), (True, 0)):
        playing = asyncio.create_task(play.play(tmp_path, fresh=fresh, port=0))
        words = ""
        while "http://" not in words:
            await asyncio.sleep(0)
            assert not playing.done()
            words = capsys.readouterr().out
        async with httpx.AsyncClient(base_url=words.split()[2]) as client:
            view = (await client.get("/_play/state")).json()
            people = [phone["user"]["first_name"] for phone in view["phones"]]
            assert (people, view["coach"]["running"]) == (["Ana", "Ben"], True)
            assert (len(view["phones"][0]["messages"]), leftover.exists()) == (messages, not fresh)
            assert len(list(sent.iterdir())) == messages
            user = view["phones"][0]["user"]["id"]
            (tmp_path / "dialogs" / "a.yaml").touch()
            while (scripts := view["scripts"])["state"] != "wrong":
                view = (await client.get(f"/_play/state?since={view['version']}&wait=20", timeout=30)).json()
            assert scripts["findings"] == "a.yaml:1: no good"
            if not messages:
                body = {"kind": "document", "name": "a.txt", "content": "d29yZHM="}
                await client.post(f"/_play/users/{user}/file", json=body)
            else:
                assert (await client.get(view["phones"][0]["messages"][0]["file"]["url"])).content == b"words"
        os.kill(os.getpid(), signal.SIGTERM)
        await playing
        keys.append((tmp_path / "playground.db.key").read_text().strip())
        assert coach_environment("", "", tmp_path)["COACH_KEY"] == keys[-1], "and no other one, from a .env file"
    assert keys[0] == keys[1] != keys[2]


async def test_play_says_in_one_line_what_is_wrong(tmp_path: Path, address: str) -> None:
    with pytest.raises(OperatorError, match="cannot listen on port"):
        await play.play(tmp_path, fresh=False, port=int(address.rpartition(":")[2]))
    kept = tmp_path / "playground.json"
    kept.write_text("{", encoding="utf-8")
    with pytest.raises(OperatorError, match="--fresh"):
        await play.play(tmp_path, fresh=False, port=0)
