"""When something goes wrong inside: who wrote hears of it, everybody else goes on, and no words reach the log."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.model.events import Say
from bot.model.state import Person
from bot.playground.clock import MovableClock
from bot.playground.server import serve
from bot.playground.state import Shape, Update
from bot.playground.world import World
from bot.script.wording import Message
from tests.stage import MORNING, Stage, coach_in, stage
from tests.whole.aftermath import rows

CANARY = "kanarienvogel"


def push(s: Stage, kind: str, payload: Shape) -> None:
    """Let an update wait that nobody sent."""
    state = s.world.state
    state.last_update_id += 1
    state.updates.append(Update(update_id=state.last_update_id, kind=kind, payload=payload, date=s.world.unix()))


def inbox(folder: Path) -> list[tuple[object, ...]]:
    """What was set aside, and why."""
    return rows(folder / "coach.db", "SELECT state, error FROM inbox WHERE state <> 'done' ORDER BY seq")


def break_prompt(s: Stage, monkeypatch: pytest.MonkeyPatch, prompt: str) -> None:
    """From now on this prompt cannot be rendered; the error quotes what it was given."""
    whole = s.coach.wording.message

    def broken(say: Say, reader: Person, now: datetime | None = None) -> Message:
        # A nudge has several wordings: "welcome_back_1" and so on.
        if say.prompt.name.startswith(prompt):
            raise ValueError(f"cannot render {say.values} for {CANARY}")
        return whole(say, reader, now)

    monkeypatch.setattr(s.coach.wording, "message", broken)


async def test_what_cannot_be_read_holds_up_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.phone("ana").send("/start")
        push(s, "message", {"from": {"id": s.phone("ana").user.id}, "text": CANARY})
        push(s, "message", {"text": CANARY})
        await s.phone("ben").send("/start")
        await s.settle()
        assert "18" in s.screen("ana")
        assert "18" in s.screen("ben")
        assert [state for state, _ in inbox(tmp_path)] == ["aside", "aside"]
        assert not any(CANARY in str(error) for _, error in inbox(tmp_path))


async def test_a_turn_that_fails_is_set_aside_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage(tmp_path) as s:
        for name in ("ana", "ben"):
            await s.welcome(name)
        break_prompt(s, monkeypatch, "own_time")
        await s.phone("ana").send("/checkin")
        await s.phone("ben").send("/space")
        await s.settle()
        assert "Something went wrong on my side" in s.screen("ana")
        assert "How long do you need" in s.screen("ben")
        assert inbox(tmp_path) == [("aside", "ValueError")]
        assert "a turn failed" in caplog.text
        assert "ValueError" in caplog.text
        assert "in broken" in caplog.text, "the traceback is there"
        assert CANARY not in caplog.text
        monkeypatch.undo()
        await s.send("ana", "/checkin")
        assert "too little" in s.screen("ana"), "nothing of the failed turn is left"


async def test_it_is_said_in_the_language_that_the_person_chose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage(tmp_path) as s:
        await s.welcome("ana")
        await s.send("ana", "/settings")
        await s.press("ana", "Español")
        break_prompt(s, monkeypatch, "own_time")
        await s.send("ana", "/checkin")
        assert "Algo" in s.screen("ana")


async def test_a_nudge_that_fails_holds_up_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage(tmp_path) as s:
        await s.welcome("ana")
        await s.send("ana", "/space")
        await s.press("ana", "15 min")
        break_prompt(s, monkeypatch, "welcome_back")
        s.world.clock.advance(20 * 60)
        await s.send("ana", "/menu")
        assert "What would you like" in s.screen("ana")
        assert "a turn failed" in caplog.text
        assert CANARY not in caplog.text


def damage(folder: Path, table: str, where: str) -> None:
    """Change one byte of bodies, as no coach would."""
    column = "state" if table == "conversation" else "body"
    with closing(sqlite3.connect(folder / "coach.db", isolation_level=None, timeout=10)) as connection:
        found = connection.execute(f"SELECT rowid, {column} FROM {table} WHERE {where}").fetchall()
        assert found
        for row, body in found:
            spoilt = body[:-1] + bytes([body[-1] ^ 1])
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (spoilt, row))


async def test_rows_that_cannot_be_opened_are_set_aside_and_hold_up_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A coach that starts goes on with all that can be opened of what the one before has left."""
    world = World(MovableClock(MORNING, frozen=True))
    async with serve(world) as url:
        async with coach_in(world, url, tmp_path) as coach:
            s = Stage(world, coach)
            for name in (CANARY, "ben"):
                s.phone(name)
                await s.welcome(name)
            before = {name: len(s.phone(name).received) for name in s.phones}
            for words in ("/help", "/space"):
                for name in s.phones:
                    await s.phone(name).send(words if name == "ben" else f"{words} {CANARY}")
                await coach.intake.receive()
                if words == "/help":
                    await coach.take_all()
        hers = s.phone(CANARY).user.id
        damage(tmp_path, "inbox", f"state = 'new' AND person = {hers}")
        damage(tmp_path, "outbox", f"state = 'pending' AND chat = {hers}")
        async with coach_in(world, url, tmp_path) as s.coach:
            await s.settle()
            assert len(s.phone(CANARY).received) == before[CANARY] + 1, "what she was to be told is lost"
            assert "I can't read some of what I'd kept for you any more" in s.screen(CANARY)
            assert len(s.phone("ben").received) == before["ben"] + 2
            assert "How long do you need" in s.screen("ben")
            lost = [("aside", "cannot be opened")]
            assert inbox(tmp_path) == lost
            assert rows(tmp_path / "coach.db", "SELECT state, error FROM outbox WHERE state <> 'sent'") == lost
            assert caplog.messages == ["what cannot be opened is set aside: 1 of inbox, 1 of outbox"]
            await s.send(CANARY, "/menu")
            assert "What would you like" in s.screen(CANARY), "her next message is answered"
    assert CANARY not in caplog.text


async def test_a_nudge_that_cannot_be_opened_is_dropped(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with stage(tmp_path) as s:
        for name in ("ana", "ben"):
            await s.welcome(name)
            await s.send(name, "/space")
            await s.press(name, "15 min")
        damage(tmp_path, "nudge", f"state = 'waiting' AND person = {s.phone('ana').user.id}")
        told = len(s.phone("ana").received)
        await s.move_clock(timedelta(minutes=20))
        assert len(s.phone("ana").received) == told
        assert "back" in s.screen("ben")
        assert len(caplog.messages) == 1
        assert "cannot be opened is set aside: 3 of nudge" in caplog.text, "the end of her time, a way back, the season"


async def test_whose_state_cannot_be_opened_hears_so_and_nobody_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage(tmp_path) as s:
        for name in (CANARY, "ben"):
            s.phone(name)
            await s.welcome(name)
        own = f"id = (SELECT conversation FROM person WHERE id = {s.phone(CANARY).user.id})"
        damage(tmp_path, "conversation", own)
        await s.phone(CANARY).send("/checkin")
        await s.phone("ben").send("/space")
        await s.settle()
        assert "I can't read some of what I'd kept for you any more" in s.screen(CANARY)
        assert "18" in s.screen(CANARY), "they begin anew"
        assert "How long do you need" in s.screen("ben")
        assert inbox(tmp_path) == []
    assert CANARY not in caplog.text


async def test_no_words_in_any_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """At the level that the coach runs with, through good days and bad: refusals, presses, errors of the network."""
    caplog.set_level(logging.INFO)
    async with stage(tmp_path) as s:
        s.phone(CANARY)
        await s.welcome(CANARY)
        await s.send(CANARY, "/checkin")
        for answer in (CANARY, "/skip", "/skip", "/skip", "/skip", f"{CANARY} one", f"{CANARY} " * 400):
            await s.send(CANARY, answer)
        await s.send(CANARY, f"/{CANARY}")
        await s.send(CANARY, f"/start {CANARY}")
        await s.phone(CANARY).press_data(1, f"c:{CANARY}")
        await s.phone(CANARY).press_data(1, f"a:{CANARY}:{CANARY}")
        await s.phone(CANARY).send_media("photo", CANARY)
        push(s, "message", {"from": {"id": 5, "first_name": CANARY}, "text": CANARY, "chat": CANARY})
        await s.settle()
        s.phone(CANARY).user.first_name = f"{CANARY}<b>"
        await s.send(CANARY, CANARY)
    assert CANARY not in caplog.text
    assert caplog.text == "" or all(record.levelno < logging.ERROR for record in caplog.records)


async def test_a_disk_that_is_full_in_the_middle_of_a_turn_loses_nothing(tmp_path: Path) -> None:
    """The turn did nothing wrong, so it is not set aside: it is taken once there is room."""
    names = [f"ana{number}" for number in range(40)]
    async with stage(tmp_path) as s:
        for name in names:
            await s.phone(name).send("/start")
        await s.coach.intake.receive()
        connection = s.coach.store._connection  # type: ignore[attr-defined]
        [(pages,)] = await connection.execute_fetchall("PRAGMA page_count")
        await connection.execute_fetchall(f"PRAGMA max_page_count = {pages + 40}")
        with pytest.raises(DatabaseError, match="full"):
            await s.coach.take_all()
        waiting = inbox(tmp_path)
        assert 0 < len(waiting) < len(names)
        assert set(waiting) == {("new", None)}
        await connection.execute_fetchall("PRAGMA max_page_count = 1000000")
        await s.settle()
        assert all("18" in s.screen(name) for name in names)
