"""What is a person's own: files to take along, a chat that is hidden, and being forgotten."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from icalendar import Calendar
from PIL import Image

from bot.insight.export_parts import divided
from tests.stage import Stage, stage
from tests.unsealed import Opener, raw, rows

HERS, HIS = "kanarienvogel", "zeisig"


@pytest.fixture
async def s(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as opened:
        yield opened


async def come(s: Stage, name: str, language: str = "en") -> None:
    """Somebody has been welcomed and is at nothing."""
    await s.welcome(name, language)
    await s.send(name, "/stop")


async def plan(s: Stage, name: str, what: str, when: str) -> None:
    """Somebody plans an hour away."""
    for act in ("/leave", what, when, "1 hour", "/skip", "/skip", "/skip", "/skip"):
        await s.send(name, act)


async def face_guilt(s: Stage, name: str, before: int, after: int) -> None:
    """A small dose within the hour, and how loud the guilt was before and after it."""
    for act in ("/guilt", "/skip", "/skip", "/skip", str(before), "20 min", "in one hour"):
        await s.send(name, act)
    await s.move_clock(timedelta(hours=1, minutes=5))
    await s.move_clock(timedelta(minutes=30))
    await s.press(name, "Yes, now")
    await s.send(name, str(after))


def event(file: bytes) -> tuple[str, datetime, datetime]:
    """What a calendar file says: the summary and both ends, in UTC."""
    [found] = Calendar.from_ical(file).walk("VEVENT")
    return str(found["SUMMARY"]), *(found.decoded(end).astimezone(UTC) for end in ("DTSTART", "DTEND"))


def memory(folder: Path) -> list[tuple[str, str]]:
    """Kind and content of everything that is remembered."""
    found = [body.decode().partition("\n") for body in Opener(folder / "coach.db").bodies("memory")]
    return [(kind, content) for kind, _, content in found]


class TestFiles:
    async def test_a_plan_comes_as_a_calendar_file(self, s: Stage) -> None:
        await come(s, "ana")
        await plan(s, "ana", "pottery", "tomorrow at 18:00")
        [(name, file)] = s.phone("ana").documents()
        assert name == "coach.ics"
        at = datetime(2026, 11, 23, 18, tzinfo=UTC)
        assert event(file) == ("pottery", at, at + timedelta(hours=1))

    async def test_moved_the_calendar_moves_the_same_entry(self, s: Stage) -> None:
        await come(s, "ana")
        await plan(s, "ana", "pottery", "tomorrow at 18:00")
        await s.send("ana", "/plans")
        await s.press("ana", "1")
        await s.press("ana", "Move it")
        await s.send("ana", "tomorrow at 20:00")
        first, moved = (file for _, file in s.phone("ana").documents())
        at = datetime(2026, 11, 23, 20, tzinfo=UTC)
        assert event(moved) == ("pottery", at, at + timedelta(hours=1))
        entries = [Calendar.from_ical(file).walk("VEVENT")[0] for file in (first, moved)]
        assert entries[0]["UID"] == entries[1]["UID"]
        assert [str(entry["SEQUENCE"]) for entry in entries] == ["0", "1"]

    async def test_its_times_are_those_of_the_place(self, s: Stage) -> None:
        s.phone("ana")
        await s.send("ana", "/start")
        await s.press("ana", "18")
        await s.press("ana", "I agree")
        await s.send("ana", "/skip")
        await s.send("ana", "Madrid")
        await s.send("ana", "/stop")
        await plan(s, "ana", "pottery", "tomorrow at 18:00")
        [(_, file)] = s.phone("ana").documents()
        assert b"DTSTART;TZID=Europe/Madrid:20261123T180000" in file
        assert event(file)[1] == datetime(2026, 11, 23, 17, tzinfo=UTC)

    async def test_from_three_times_on_guilt_is_drawn(self, s: Stage) -> None:
        await come(s, "ana")
        for before, after in ((8, 6), (7, 4)):
            await face_guilt(s, "ana", before, after)
        assert s.phone("ana").photos() == []
        await face_guilt(s, "ana", 5, 1)
        [(caption, file)] = s.phone("ana").photos()
        assert all(said in caption for said in ("3 times", "from 8 to 6", "from 5 to 1"))
        assert Image.open(BytesIO(file)).size == (1080, 1080)

    async def test_without_its_file_the_text_comes_alone(self, s: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(recipe: object) -> None:
            raise ValueError(f"no calendar for {HERS}")

        monkeypatch.setattr("bot.runtime.deliver.make", fail)
        await come(s, "ana")
        await plan(s, "ana", "pottery", "tomorrow at 18:00")
        assert s.phone("ana").documents() == []
        assert "pottery" in s.screen("ana")


class TestRemembered:
    async def test_what_is_removed_is_gone(self, s: Stage, tmp_path: Path) -> None:
        await come(s, "ana")
        await plan(s, "ana", HERS, "tomorrow at 18:00")
        await s.send("ana", "/mine")
        await s.press("ana", "What I love")
        await s.press("ana", "1")
        assert HERS in s.screen("ana")
        await s.press("ana", "Remove")
        await s.press("ana", "Only this")
        assert [kind for kind, _ in memory(tmp_path)] == ["outing"]
        await s.send("ana", "/plans")
        await s.press("ana", "1")
        await s.press("ana", "Cancel")
        assert memory(tmp_path) == []


class TestExport:
    async def test_it_holds_ones_own_words_and_not_the_partners(self, s: Stage) -> None:
        for name in ("ana", "ben"):
            await come(s, name)
        await s.link("ana", "ben")
        await plan(s, "ana", HERS, "tomorrow at 18:00")
        await s.send("ana", "/stop")
        await plan(s, "ben", HIS, "tomorrow at 19:00")
        await s.send("ben", "/stop")
        for name in ("ana", "ben"):
            await s.send(name, "/checkin")
            for _ in range(4):
                await s.send(name, "/skip")
            await s.send(name, f"{HERS if name == 'ana' else HIS} again")
        await s.send("ana", "/privacy")
        await s.press("ana", "Export everything")
        files = dict(s.phone("ana").documents())
        page, tree = files["coach.html"].decode(), json.loads(files["coach.json"])
        for text in (page, files["coach.json"].decode()):
            assert f"{HERS} again" in text
            assert HIS not in text
            assert "ben" not in text
        assert tree["couple"]["linked"] is True
        assert [entry["title"] for entry in tree["outings"]] == [HERS]
        assert [run["kind"] for run in tree["runs"]] == ["check_in"]
        assert {entry["kind"] for entry in tree["nudges"]} == {"nudge"}
        ends_for_both = "2026-11-25T10:00:00Z"
        assert ends_for_both not in [entry["at"] for entry in tree["nudges"]]
        assert "What you've told me" not in page

    async def test_nobody_can_see_that_help_was_asked_for(self, s: Stage) -> None:
        await come(s, "ana")
        await s.send("ana", "help me now")
        await s.send("ana", "/export")
        files = dict(s.phone("ana").documents())
        tree = json.loads(files["coach.json"])
        assert tree["runs"] == []
        # No pause that people can choose lasts three days.
        assert "paused_until" not in [line["id"] for line in tree["settings"]]
        assert "help" not in files["coach.html"].decode().casefold()

    async def test_what_was_shown_is_told_by_its_questions(self, s: Stage) -> None:
        for name in ("ana", "ben"):
            await come(s, name)
        await s.link("ana", "ben")
        await plan(s, "ana", HERS, "tomorrow at 18:00")
        for label in ("What", "Preview", "Share"):
            await s.press("ana", label)
        await s.send("ana", "/export")
        tree = json.loads(dict(s.phone("ana").documents())["coach.json"])
        [shared] = [entry for entry in tree["memory"] if entry["kind"] == "shared"]
        assert [(line["id"], line["label"]) for line in shared["lines"]] == [("what", "What")]

    @pytest.mark.parametrize(
        ("most", "parts", "last"),
        [
            pytest.param(25, 6, "it came in 6 parts", id="in parts"),
            pytest.param(2, 2, "as much as I can send: 2 parts", id="as many as are sent"),
        ],
    )
    async def test_what_is_long_comes_in_parts(
        self, s: Stage, monkeypatch: pytest.MonkeyPatch, most: int, parts: int, last: str
    ) -> None:
        monkeypatch.setattr("bot.runtime.gathering.divided", partial(divided, size=100))
        monkeypatch.setattr("bot.runtime.exporting.MOST_PARTS", most)
        await come(s, "ana")
        for hour in (17, 18, 19):
            await plan(s, "ana", f"{HERS} {hour}", f"tomorrow at {hour}:00")
            await s.send("ana", "/stop")
        await s.send("ana", "/export")
        files = [(name, file) for name, file in s.phone("ana").documents() if not name.endswith(".ics")]
        names = ["coach", *(f"coach-{n}" for n in range(2, parts + 1))]
        assert [name for name, _ in files] == [f"{name}.{kind}" for name in names for kind in ("html", "json")]
        loaded = [json.loads(file) for name, file in files if name.endswith("json")]
        titles = [entry["title"] for part in loaded for entry in (*part["memory"], *part["outings"])]
        # What they love, then when they go.
        assert titles == ([f"{HERS} {hour}" for hour in (17, 18, 19)] * 2)[:parts]
        assert last in s.screen("ana")


class TestHiding:
    async def test_both_sides_messages_go_and_older_ones_stay(self, s: Stage) -> None:
        await come(s, "ana")
        old = {message.message_id for message in s.phone("ana").messages}
        await s.move_clock(timedelta(hours=47, minutes=30))
        later = {message.message_id for message in s.phone("ana").messages} - old
        for n in range(60):
            await s.send("ana", f"{HERS} {n}")
        await s.send("ana", "/privacy")
        await s.press("ana", "Hide this chat")
        await s.press("ana", "Yes")
        left = {message.message_id for message in s.phone("ana").messages}
        assert left == old
        assert later.isdisjoint(left)

    async def test_what_has_grown_too_old_meanwhile_does_not_keep_the_rest(self, s: Stage) -> None:
        await come(s, "ana")
        await s.move_clock(timedelta(hours=46))
        await s.send("ana", HERS)
        await s.send("ana", "/privacy")
        await s.press("ana", "Hide this chat")
        await s.phone("ana").press("Yes")
        await s.coach.intake.receive()
        await s.coach.take_all()
        s.world.clock.advance(timedelta(hours=3))
        await s.settle()
        assert HERS not in "".join(message.text for message in s.phone("ana").messages)


class TestForgetting:
    async def test_nothing_is_left_and_nothing_comes_to_the_partner(self, s: Stage, tmp_path: Path) -> None:
        for name in ("ana", "ben"):
            await come(s, name)
        await s.link("ana", "ben")
        await plan(s, "ana", HERS, "tomorrow at 18:00")
        await s.send("ana", "/stop")
        await s.send("ana", "/guilt")
        await s.send("ana", HERS)
        await plan(s, "ben", HIS, "tomorrow at 19:00")
        await s.send("ben", "/stop")
        database, ana = tmp_path / "coach.db", s.phone("ana").user.id
        assert HERS.encode() in Opener(database).all_bodies()
        await s.send("ana", "/stop")
        await s.send("ana", "/privacy")
        await s.press("ana", "Forget me")
        seen = len(s.phone("ben").received)
        await s.press("ana", "Yes")
        assert "nothing of you here any more" in s.screen("ana")
        assert len(s.phone("ben").received) == seen
        everything = Opener(database).all_bodies()
        assert HERS.encode() not in everything + raw(database)
        assert HIS.encode() in everything
        assert rows(database, "SELECT * FROM outbox WHERE chat = ?", ana) == []
        for table in ("memory", "nudge"):
            assert rows(database, f"SELECT * FROM {table} WHERE person = ?", ana) == []
        assert rows(database, "SELECT * FROM person WHERE id = ?", ana) == []
        await s.move_clock(timedelta(days=2))
        assert "nothing of you here any more" in s.screen("ana"), "no nudge comes any more"
        await s.send("ana", "/start")
        assert "18" in s.screen("ana")

    async def test_alone_too(self, s: Stage, tmp_path: Path) -> None:
        await come(s, "ana", "es")
        await s.send("ana", "/privacy")
        await s.press("ana", "Olvídame")
        await s.press("ana", "Sí")
        assert rows(tmp_path / "coach.db", "SELECT count(*) FROM conversation") == [(0,)]
        assert "/start" in s.screen("ana")
