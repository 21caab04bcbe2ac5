"""The calendar files of a plan that two know of: each has the same entry, and the partner's says nothing untold."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.stage import Stage, stage

WHAT, WHEN, LONG = "What", "When", "How long"


@pytest.fixture
async def s(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as opened:
        for name in ("ana", "ben"):
            await opened.welcome(name)
            await opened.send(name, "/stop")
        await opened.link("ana", "ben")
        yield opened


async def tell(s: Stage, *picks: str) -> None:
    """Ana plans an hour of pottery, and tells Ben these of its answers."""
    for act in ("/leave", "pottery", "tomorrow at 18:00", "1 hour", "/skip", "/skip", "/skip", "/skip"):
        await s.send("ana", act)
    for pick in (*picks, "Preview", "Share"):
        await s.press("ana", pick)


async def change(s: Stage, how: str, *then: str) -> None:
    """Ana moves the plan, or calls it off."""
    await s.send("ana", "/plans")
    await s.press("ana", "1")
    await s.press("ana", how)
    for act in then:
        await s.send("ana", act)


def entries(s: Stage, name: str) -> list[tuple[str, str, str, str]]:
    """Of each calendar file that somebody got: sequence, status, summary and beginning."""
    found = []
    for _, file in s.phone(name).documents():
        [event] = Calendar.from_ical(file).walk("VEVENT")
        begins = event.decoded("DTSTART").strftime("%d %H:%M")
        found.append((str(event["SEQUENCE"]), str(event.get("STATUS", "")), str(event["SUMMARY"]), begins))
    return found


def uids(s: Stage) -> set[str]:
    files = [file for name in ("ana", "ben") for _, file in s.phone(name).documents()]
    return {str(Calendar.from_ical(file).walk("VEVENT")[0]["UID"]) for file in files}


async def test_planned_moved_and_called_off_it_is_one_entry_for_both(s: Stage) -> None:
    await tell(s, WHAT, WHEN, LONG)
    await change(s, "Move it", "tomorrow at 20:00")
    await s.press("ana", "Share")
    await change(s, "Cancel it")
    await s.press("ana", "Share")
    expected = [
        ("0", "", "pottery", "23 18:00"),
        ("1", "", "pottery", "23 20:00"),
        ("2", "CANCELLED", "pottery", "23 20:00"),
    ]
    assert entries(s, "ana") == expected
    assert entries(s, "ben") == expected
    assert len(uids(s)) == 1


async def test_the_planner_has_the_file_at_once_and_the_partner_only_with_the_message(s: Stage) -> None:
    await tell(s, WHAT, WHEN, LONG)
    await change(s, "Move it", "tomorrow at 20:00")
    assert [entry[0] for entry in entries(s, "ana")] == ["0", "1"]
    assert [entry[0] for entry in entries(s, "ben")] == ["0"]
    await s.press("ana", "Keep it")
    await change(s, "Cancel it")
    await s.press("ana", "Keep it")
    assert [entry[0] for entry in entries(s, "ana")] == ["0", "1", "2"]
    assert [entry[0] for entry in entries(s, "ben")] == ["0"]


async def test_what_was_not_told_stands_in_no_file(s: Stage) -> None:
    await tell(s, WHEN, LONG)
    assert entries(s, "ben") == [("0", "", "ana", "23 18:00")]
    assert b"pottery" not in s.phone("ben").documents()[0][1]


@pytest.mark.parametrize("picks", [(WHAT,), (WHAT, WHEN), (WHAT, LONG)], ids=str)
async def test_without_both_the_moment_and_the_length_there_is_no_file(s: Stage, picks: tuple[str, ...]) -> None:
    await tell(s, *picks)
    assert entries(s, "ben") == []
    assert "file" not in s.screen("ben", 2)


async def test_the_partners_file_does_not_tell_how_often_the_plan_was_moved_unsaid(s: Stage) -> None:
    await tell(s, WHAT, WHEN, LONG)
    await change(s, "Move it", "tomorrow at 20:00")
    await s.press("ana", "Keep it")
    await change(s, "Move it", "tomorrow at 21:00")
    await s.press("ana", "Keep it")
    await change(s, "Move it", "tomorrow at 19:00")
    await s.press("ana", "Share")
    assert [entry[0] for entry in entries(s, "ana")] == ["0", "1", "2", "3"]
    assert [entry[0] for entry in entries(s, "ben")] == ["0", "1"]
    await change(s, "Move it", "tomorrow at 22:00")
    await s.press("ana", "Keep it")
    await change(s, "Cancel it")
    await s.press("ana", "Share")
    assert [entry[0] for entry in entries(s, "ben")] == ["0", "1", "2"]
