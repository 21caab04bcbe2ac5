"""Presses as people see them, through the whole coach: answered once, and without effect only there."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.playground.clock import MovableClock
from bot.playground.faults import Fault
from bot.playground.server import serve
from bot.playground.world import World
from tests.stage import MORNING, Stage, coach_in, stage

STALE = {
    "en": "That button is out of date. Let's go on from here.",
    "es": "Ese botón ya no sirve. Seguimos desde aquí.",
}


async def old_button(s: Stage, language: str = "en") -> tuple[int, str]:
    """A button of Ana's check-in whose question is answered, with another question open beneath it."""
    await s.welcome("ana", language)
    await s.send("ana", "/checkin")
    message = s.phone("ana").received[-1]
    old = str(message.buttons[0][2]["callback_data"])
    await s.phone("ana").press_data(message.message_id, str(message.buttons[0][0]["callback_data"]))
    await s.settle()
    return message.message_id, old


def said(s: Stage) -> list[tuple[int, str]]:
    return [(m.message_id, m.text) for m in s.phone("ana").received]


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_press_without_effect_says_so_in_its_answer_alone(tmp_path: Path, language: str) -> None:
    async with stage(tmp_path) as s:
        message, data = await old_button(s, language)
        before = said(s)
        await s.phone("ana").press_data(message, data)
        await s.settle()
        assert s.phone("ana").presses[-1].text == STALE[language]
        assert said(s) == before
        assert [p.text for p in s.phone("ana").presses[:-1]] == [""] * (len(s.phone("ana").presses) - 1)


async def test_an_open_question_that_telegram_refused_is_shown_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        message, data = await old_button(s)
        before = said(s)
        with closing(sqlite3.connect(tmp_path / "coach.db")) as db, db:
            db.execute("UPDATE outbox SET state = 'aside', message_id = NULL WHERE message_id = ?", (before[-1][0],))
        await s.phone("ana").press_data(message, data)
        await s.settle()
        assert s.phone("ana").presses[-1].text == STALE["en"]
        assert [text for _, text in said(s)[len(before) :]] == [before[-1][1]]


async def test_a_press_in_a_group_that_is_nobodys_changes_nothing_and_says_nothing_there(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        message, data = await old_button(s)
        await s.phone("ana").press_data(message, data)
        state = s.world.state
        press = state.presses[s.phone("ana").presses[-1].id]
        update = state.updates[-1]
        shown = update.payload["message"]
        assert isinstance(shown, dict)
        group = {**shown, "chat": {"id": -5, "type": "group", "title": "Us"}}
        state.updates[-1] = update.model_copy(update={"payload": {**update.payload, "message": group}})
        await s.settle()
        assert press.text == STALE["en"]
        async with s.coach.store.transaction() as t:
            assert await t.pending_count() == 0, "nothing for the group"


async def test_what_takes_too_long_is_answered_before_its_turn_and_then_not_again(tmp_path: Path) -> None:
    world, over = World(MovableClock(MORNING, frozen=True)), asyncio.Event()

    async def patience(seconds: float) -> None:
        assert seconds == 3.0
        await over.wait()

    async with serve(world) as url, coach_in(world, url, tmp_path, patience=patience) as coach:
        s = Stage(world, coach)
        message, data = await old_button(s)
        await s.phone("ana").press_data(message, data)
        await coach.intake.receive()
        press = world.state.presses[s.phone("ana").presses[-1].id]
        assert not press.answered
        over.set()
        await world.changes.until(lambda: press.answered, 10)
        world.faults.add(again := Fault(kind="500", method="answerCallbackQuery"))
        assert await coach.turns.take()
        await coach.presses.drain()
        assert (press.text, again.struck) == ("", 0)


async def test_a_restart_answers_no_press_twice(tmp_path: Path) -> None:
    """The first process ends between receiving a press and its turn; the second takes the turn."""
    world = World(MovableClock(MORNING, frozen=True))
    async with serve(world) as url:
        async with coach_in(world, url, tmp_path) as coach:
            s = Stage(world, coach)
            message, data = await old_button(s)
            await s.phone("ana").press_data(message, data)
            await coach.intake.receive()
            assert not s.phone("ana").presses[-1].answered
        assert s.phone("ana").presses[-1].answered, "without words, as the process ended"
        world.faults.add(again := Fault(kind="500", method="answerCallbackQuery"))
        async with coach_in(world, url, tmp_path) as coach:
            assert await coach.turns.take(), "its turn is still taken"
            await coach.presses.drain()
        assert again.struck == 0
