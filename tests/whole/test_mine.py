"""Whatever is kept can be seen in /mine and removed there: after that the export is empty."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.stage import Stage, stage
from tests.unsealed import Opener
from tests.whole.diary import SECTIONS, Diary, words_of


@pytest.fixture
async def s(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as opened:
        yield opened


async def say(s: Stage, name: str, *texts: str) -> None:
    for text in texts:
        await s.send(name, text)


async def live(s: Stage) -> None:
    """Ana's life with everything in it: remembered, planned, over, shared, open, waiting, set."""
    for name in ("ana", "ben"):
        await s.welcome(name)
        await s.send(name, "/stop")
    await s.send("ana", "/invite")  # a link that the next one makes void
    await s.link("ana", "ben")
    await say(s, "ana", "/city", "Madrid", "/settings")
    await s.press("ana", "My country")
    await s.press("ana", "Spain")
    await say(s, "ana", "/before", "Ceramics", "In Lisbon", "/skip", "an hour at the wheel", "a class", "no")
    await _what_is_over(s)
    await _what_is_open(s)


async def _what_is_over(s: Stage) -> None:
    # Over: an outing that was shared, what was brought home, and guilt before and after.
    await say(s, "ana", "/leave", "pottery", "in one hour", "1 hour", "rest", "Mia", "in town", "no escape")
    for label in ("What", "Preview", "Share"):
        await s.press("ana", label)
    await s.press("ben", "One worry")
    await s.send("ben", "that you come late")
    await s.move_clock(timedelta(hours=2, minutes=30))
    await say(
        s, "ana", "/back", "an insight", "slow is fine", "/skip", "/skip", "5", "/skip", "/skip", "/skip", "/skip"
    )
    await s.press("ana", "Keep it")
    await say(s, "ana", "/guilt")
    await s.press("ana", "The kids")
    await say(s, "ana", "/skip", "/skip", "see you later", "back for the story", "5", "10 min", "in one hour")
    await s.move_clock(timedelta(hours=2))
    await s.press("ana", "Yes, now")
    await s.send("ana", "2")
    # Weeks, and what comes of them next week.
    for name in ("ana", "ben"):
        await say(s, name, "/checkin", "too little", "too much", "3", "2", f"{name} cooked", f"{name} walks")
        await s.send(name, "/stop")
    # Planned, undated, many notes.
    await say(s, "ana", "/leave", "a swim", "saturday at 10", "2 hours", "/skip", "/skip", "/skip", "/skip", "/stop")
    await say(s, "ana", "/leave", "the sea", "not sure yet", "/skip", "/skip", "/skip", "/skip", "/stop")
    first = s.phone("ana").received[0].message_id
    for n in range(1, 8):
        await s.send("ana", f"note number {n}", first)


async def _what_is_open(s: Stage) -> None:
    # Open: a dialog of one's own, one of two, words under way, and late words that wait.
    await say(s, "ana", "/before", "the piano")
    await say(s, "ana", "/checkin", "about right")
    await say(s, "ben", "/leave", "the gym", "tomorrow at 20:00", "1 hour", "/skip", "/skip", "/skip", "/skip")
    for label in ("What", "Preview", "Share"):
        await s.press("ben", label)
    await s.send("ana", "/stop")
    await s.send("ana", "/menu")
    await s.press("ana", "Where you were")
    await s.press("ana", "One worry")
    await s.phone("ana").send("that I sleep alone")
    await s.phone("ana").send("as last week")
    await s.settle()
    await say(s, "ana", "/space", "30 min", "/pause", "a week")


async def test_all_that_the_export_holds_is_seen_in_mine(s: Stage) -> None:
    await live(s)
    diary = Diary(s, "ana")
    tree = await diary.export()
    assert all(tree[section] for section in SECTIONS), {section: len(tree[section]) for section in SECTIONS}
    kinds = {entry["kind"] for entry in tree["memory"]}
    assert kinds == {"passion", "homecoming", "check_in", "note", "guilt", "goodbye", "shared"}
    seen = await diary.see_all()
    assert [words for words in words_of(tree) if words not in seen] == []
    assert all(text in seen for text in ("Madrid", "Spain", "as last week"))


async def test_after_all_is_removed_in_mine_the_export_is_empty_and_nothing_comes_later(s: Stage) -> None:
    await live(s)
    diary = Diary(s, "ana")
    assert await diary.remove_all() > 20
    tree = await diary.export()
    assert {section: tree[section] for section in SECTIONS} == {section: [] for section in SECTIONS}
    assert (tree["person"]["country"], tree["person"]["zone"]) == (None, "UTC")
    consent = {"of_age", "of_age_version", "agreed", "agreed_version"}
    assert {line["id"] for line in tree["settings"]} == {"quiet_hours", "nudges_a_day", "day_part", "season", *consent}
    await diary.open()
    assert "I don't remember anything about you yet" in s.screen("ana")
    before = len(s.phone("ana").received)
    await s.move_clock(timedelta(days=14))
    assert s.phone("ana").received[before:] == []


DARE = "that the door stays open"


async def to_what_is_safe(s: Stage) -> None:
    """Ana alone, before the question what makes it safe to say."""
    await s.welcome("ana")
    await s.send("ana", "/stop")
    await say(s, "ana", "/back", "just tired", "4", "/skip", "/skip", "/skip")


@pytest.mark.parametrize("tap", [None, "Don't keep this", "Keep it"])
async def test_what_could_hurt_outlives_its_dialog_only_where_it_was_asked_to(
    s: Stage, tmp_path: Path, tap: str | None
) -> None:
    await to_what_is_safe(s)
    if tap is not None:
        await s.press("ana", tap)
    mine = await s.phone("ana").send(DARE)
    await s.settle()
    kept = tap == "Keep it"
    bodies = [body for table in ("memory", "conversation") for body in Opener(tmp_path / "coach.db").bodies(table)]
    assert any(DARE.encode() in body for body in bodies) == kept
    diary = Diary(s, "ana")
    assert (DARE in json.dumps(await diary.export())) == kept
    assert (DARE in await diary.see_all()) == kept
    in_chat = any(message.message_id == mine.message_id for message in s.phone("ana").messages)
    assert in_chat == (tap != "Don't keep this")


async def test_while_its_dialog_is_open_it_is_in_no_list_either(s: Stage) -> None:
    await s.welcome("ana")
    await say(s, "ana", "/stop", "/back", "just tired", "4", "/skip", "/skip", DARE)
    diary = Diary(s, "ana")
    tree = await diary.export()
    [run] = tree["runs"]
    assert [line["id"] for line in run["lines"]] == ["brought", "alive", "different", "missed"]
    assert DARE not in json.dumps(tree)
    assert DARE not in await diary.see_all()


@pytest.mark.parametrize("words", ["he hit me again", "I can't go on like this", "help me now"])
async def test_words_of_danger_and_help_lines_are_in_no_list_while_they_are_open(s: Stage, words: str) -> None:
    await s.welcome("ana")
    await say(s, "ana", "/stop", "/back", "/skip", words)
    diary = Diary(s, "ana")
    tree = await diary.export()
    assert [run["kind"] for run in tree["runs"]] == ["come_back"]
    assert tree["nudges"] == []
    told = json.dumps(tree).casefold()
    assert not [trace for trace in (words, "help", "safe", "violence", "danger", "harm") if trace in told]
    for screen in ("c:mine.still_open", "c:mine.settings"):
        await diary.open()
        await diary.open_at(screen)
        assert words not in s.screen("ana", 1)
        assert "One question" not in s.screen("ana", 1)
        assert "Help lines" not in s.screen("ana", 1)
