"""Many messages of one person at once: each is read, nobody else waits for them, and one line stands for many."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.engine import notes as engine_notes
from bot.store.sqlite import store as sqlite
from tests.stage import Stage, stage
from tests.unsealed import Opener

READING = {"en": "I'm reading all of it", "es": "los leo todos"}
REFUSED = {"en": "weren't kept", "es": "no se guardaron"}
MENU = "What would you like?"


@pytest.fixture
async def s(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as opened:
        yield opened


async def come(s: Stage, name: str, language: str = "en") -> None:
    """Somebody has been welcomed and is at nothing."""
    await s.welcome(name, language)
    await s.send(name, "/stop")


async def pile_up(s: Stage, name: str, *texts: str) -> list[str]:
    """All of it is sent before any is taken; what the coach says to it, in order."""
    before = len(s.phone(name).received)
    for text in texts:
        await s.phone(name).send(text)
    await s.settle()
    return [message.text for message in s.phone(name).received[before:]]


def notes(folder: Path) -> list[str]:
    """The notes that are kept."""
    found = [body.decode().partition("\n") for body in Opener(folder / "coach.db").bodies("memory")]
    return [content for kind, _, content in found if kind == "note"]


class TestOneLine:
    async def test_up_to_twenty_behind_each_is_answered(self, s: Stage) -> None:
        await come(s, "ana")
        said = await pile_up(s, "ana", *["hm"] * 21)
        assert len(said) == 21
        assert READING["en"] not in "".join(said)

    @pytest.mark.parametrize("language", ["en", "es"])
    async def test_a_pile_gets_one_line_and_the_last_is_answered(self, s: Stage, language: str) -> None:
        await come(s, "ana", language)
        said = await pile_up(s, "ana", *["hm"] * 40)
        assert sum(READING[language] in text for text in said) == 1
        assert READING[language] in "".join(said[:2])
        assert len(said) <= 6
        assert s.phone("ana").received[-1].buttons

    async def test_the_next_pile_gets_its_own_line(self, s: Stage) -> None:
        await come(s, "ana")
        await pile_up(s, "ana", *["hm"] * 30)
        assert len(await pile_up(s, "ana", "hm")) == len(await pile_up(s, "ana", "hm"))
        assert sum(READING["en"] in text for text in await pile_up(s, "ana", *["hm"] * 30)) == 1

    async def test_the_question_stands_beneath_the_last_alone(self, s: Stage) -> None:
        await come(s, "ana")
        await s.send("ana", "/leave")
        question = s.phone("ana").received[-1].text.splitlines()[-1]
        said = await pile_up(s, "ana", *["/repeat"] * 30)
        assert [question in text for text in said].count(True) == 1
        assert question in said[-1]

    async def test_whatever_is_not_said_again_is_done(self, s: Stage, tmp_path: Path) -> None:
        await come(s, "ana")
        await s.send("ana", "/leave")
        await pile_up(s, "ana", *[f"thought {n}" for n in range(40)])
        kept = " ".join(
            body.decode() for kind in ("memory", "conversation") for body in Opener(tmp_path / "coach.db").bodies(kind)
        )
        assert all(f"thought {n}" in kept for n in range(40))

    async def test_danger_in_the_midst_brings_help(self, s: Stage) -> None:
        await come(s, "ana")
        said = await pile_up(s, "ana", *["hm"] * 15, "I want to kill myself", *["hm"] * 30)
        assert any("112" in text or "In danger now" in text for text in said)


class TestOthers:
    async def test_somebody_else_is_answered_in_between(self, s: Stage) -> None:
        for name in ("ana", "ben"):
            await come(s, name)
        order: list[str] = []
        for _ in range(30):
            await s.phone("ana").send("hm")
        await s.phone("ben").send("/menu")
        before = len(s.phone("ben").received)
        await s.coach.intake.receive()
        while len(order) < 2 and await s.coach.turns.take():
            await s.coach.deliverer.drain()
            order.append("ben" if len(s.phone("ben").received) > before else "ana")
        assert order == ["ana", "ben"]

    async def test_somebody_elses_nudge_comes_in_between(self, s: Stage) -> None:
        for name in ("ana", "ben"):
            await come(s, name)
        for act in ("/space", "20 min"):
            await s.send("ben", act)
        for _ in range(30):
            await s.phone("ana").send("hm")
        before = len(s.phone("ben").received)
        s.world.clock.advance(timedelta(minutes=25))
        await s.coach.intake.receive()
        for _ in range(2):
            await s.coach.turns.take()
        await s.coach.deliverer.drain()
        assert len(s.phone("ben").received) == before + 1


class TestBounds:
    @pytest.mark.parametrize("language", ["en", "es"])
    async def test_what_is_refused_is_said_once_and_counted(
        self, s: Stage, language: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sqlite, "MOST_WAITING", 30)
        await come(s, "ana", language)
        said = await pile_up(s, "ana", *["hm"] * 37)
        [refused] = [text for text in said if REFUSED[language] in text]
        assert " 7 " in refused
        assert not any(REFUSED[language] in text for text in await pile_up(s, "ana", "hm"))

    async def test_danger_beyond_the_bound_is_kept_and_answered(
        self, s: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sqlite, "MOST_WAITING", 5)
        await come(s, "ana")
        said = await pile_up(s, "ana", *["hm"] * 7, "I want to kill myself", "hm")
        assert any("In danger now" in text for text in said)
        assert any("Your last 3 messages" in text for text in said)

    async def test_help_is_to_be_had_beyond_the_bound(self, s: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sqlite, "MOST_WAITING", 5)
        await come(s, "ana")
        said = await pile_up(s, "ana", *["hm"] * 7, "/help_now")
        assert any("In danger now" in text for text in said)

    async def test_there_is_room_for_so_many_notes(
        self, s: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engine_notes, "MOST_NOTES", 1)
        await come(s, "ana")
        answered = next(message for message in s.phone("ana").received if message.buttons).message_id
        await s.send("ana", "one thing", reply_to=answered)
        assert len(notes(tmp_path)) == 1
        await s.send("ana", "and another", reply_to=answered)
        assert "couldn't keep" in s.screen("ana")
        assert ["one thing" in note for note in notes(tmp_path)] == [True]
