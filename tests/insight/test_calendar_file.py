"""The calendar file: the right hour in every calendar, also on the days when the clock changes; and nobody's name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from dateutil.rrule import rrulestr
from icalendar import Calendar

from bot.insight.calendar_file import outing_event

CASES = yaml.safe_load((Path(__file__).parent / "calendar.yaml").read_text(encoding="utf-8"))
MADE = datetime(2026, 3, 1, 12, tzinfo=UTC)
NINE = datetime(2026, 11, 28, 9, tzinfo=UTC)


def instant(value: str | datetime) -> datetime:
    """A time of the cases, which YAML reads as a string: there are no seconds in it."""
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


def event_of(file: bytes) -> Any:
    return only(Calendar.from_ical(file).walk("VEVENT"))


def only(parts: list[Any]) -> Any:
    (part,) = parts
    return part


@pytest.mark.parametrize("case", CASES["events"])
def test_an_outing_stands_where_it_was_planned(case: str) -> None:
    given = CASES["events"][case]
    start, end = instant(given["start"]), instant(given["end"])
    file = outing_event("1@coach", start, end, given["zone"], "Open studio", "", made=MADE)
    event = event_of(file)
    # In UTC, because Python finds no time equal to one in the hour that comes twice.
    assert [event[name].dt.astimezone(UTC) for name in ("DTSTART", "DTEND")] == [start, end]
    assert event["DTSTAMP"].dt == MADE
    assert [event[name].to_ical().decode() for name in ("DTSTART", "DTEND")] == [given["from"], given["to"]]
    zones = Calendar.from_ical(file).walk("VTIMEZONE")
    zone = None if given["from"].endswith("Z") else given["zone"]
    assert [str(table["TZID"]) for table in zones] == ([zone] if zone else [])
    assert [event[name].params.get("TZID") for name in ("DTSTART", "DTEND")] == [zone, zone]


def recurring(given: dict[str, Any], **more: Any) -> bytes:
    start = instant(given["start"])
    end = start + timedelta(minutes=15)
    return outing_event("1@coach", start, end, given["zone"], "Tea", "", made=MADE, rhythm=given["rhythm"], **more)


@pytest.mark.parametrize("case", CASES["recurring"])
def test_what_comes_again_stands_at_the_same_hour_on_each_of_its_days(case: str) -> None:
    given = CASES["recurring"][case]
    event = event_of(recurring(given))
    assert event["RRULE"].to_ical().decode() == given["rule"]
    begins, zone = event["DTSTART"].dt, event["DTSTART"].dt.tzinfo
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=begins.replace(tzinfo=None))
    wanted = [datetime.fromisoformat(str(at)) for at in given["times"]]
    assert [at.replace(tzinfo=zone).astimezone(UTC) for at in islice(rule, len(wanted))] == wanted
    assert event["DTEND"].dt - begins == timedelta(minutes=15)


@pytest.mark.parametrize("zone", CASES["zones"])
def test_the_file_of_what_comes_again_tells_the_hours_of_years(zone: str) -> None:
    file = recurring({"zone": zone, "rhythm": "daily", "start": "2026-06-15T12:00"})
    rules = onsets(only(Calendar.from_ical(file).walk("VTIMEZONE")))
    at, end = datetime(2026, 6, 15, tzinfo=UTC), datetime(2036, 6, 1, tzinfo=UTC)
    while at < end:
        assert offset(rules, at) == at.astimezone(ZoneInfo(zone)).utcoffset(), at
        at += timedelta(hours=11)


def test_what_comes_again_is_moved_and_called_off_as_the_same_event() -> None:
    given = CASES["recurring"]["every Sunday in New York, through autumn"]
    files = [recurring(given), recurring(given, sequence=1), recurring(given, sequence=2, cancelled=True)]
    told = [(str(event["UID"]), int(event["SEQUENCE"]), "STATUS" in event) for event in map(event_of, files)]
    assert told == [("1@coach", 0, False), ("1@coach", 1, False), ("1@coach", 2, True)]


@pytest.mark.parametrize("zone", CASES["zones"])
def test_the_file_alone_tells_every_hour_of_its_zone(zone: str) -> None:
    # Noon, so that the hour stands once wherever the zone is.
    start = datetime(2026, 6, 15, 12, tzinfo=ZoneInfo(zone))
    file = outing_event("1@coach", start, start + timedelta(hours=1), zone, "Out", "", made=MADE)
    rules = onsets(only(Calendar.from_ical(file).walk("VTIMEZONE")))
    at, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
    while at < end:
        assert offset(rules, at) == at.astimezone(ZoneInfo(zone)).utcoffset(), at
        at += timedelta(minutes=30)


def onsets(zone: Any) -> list[tuple[datetime, timedelta]]:
    """Each onset in UTC with the offset from then on, read as RFC 5545 says: on the clock before the change."""
    found = []
    for part in zone.subcomponents:
        onset = part["DTSTART"].dt - part["TZOFFSETFROM"].td
        found.append((onset.replace(tzinfo=UTC), part["TZOFFSETTO"].td))
    return sorted(found)


def offset(rules: list[tuple[datetime, timedelta]], at: datetime) -> timedelta:
    return [after for onset, after in rules if onset <= at][-1]


def test_a_moved_event_is_the_same_one_with_a_higher_sequence() -> None:
    files = [
        outing_event("1@coach", start, start + timedelta(hours=1), "Europe/Madrid", "Out", "", made=MADE, sequence=n)
        for n, start in enumerate((NINE, NINE + timedelta(days=1)))
    ]
    told = [(str(event["UID"]), int(event["SEQUENCE"])) for event in map(event_of, files)]
    assert told == [("1@coach", 0), ("1@coach", 1)]


def test_a_cancelled_event_is_the_same_one_and_says_that_it_is_off() -> None:
    made = partial(outing_event, "1@coach", NINE, NINE + timedelta(hours=1), "Europe/Madrid", "Out", "", made=MADE)
    file = made(sequence=2, cancelled=True)
    event, calendar = event_of(file), Calendar.from_ical(file)
    told = (str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"]), str(calendar["METHOD"]))
    assert told == ("1@coach", 2, "CANCELLED", "CANCEL")
    going_on = made(sequence=2)
    assert "STATUS" not in event_of(going_on)
    assert "METHOD" not in Calendar.from_ical(going_on)


def test_summer_time_is_called_so() -> None:
    file = outing_event("1@coach", NINE, NINE + timedelta(hours=1), "Europe/Madrid", "Out", "", made=MADE)
    zone = only(Calendar.from_ical(file).walk("VTIMEZONE"))
    assert [(part.name, str(part["TZNAME"])) for part in zone.subcomponents][:3] == [
        ("STANDARD", "CET"),
        ("DAYLIGHT", "CEST"),
        ("STANDARD", "CET"),
    ]


@pytest.mark.parametrize("words", [*CASES["words"].values(), "half a character \ud83e"], ids=ascii)
def test_words_come_through_and_stay_words(words: str) -> None:
    file = outing_event("1@coach", NINE, NINE + timedelta(hours=2), "Europe/Madrid", words, words, made=MADE)
    event = event_of(file)
    told = words.replace("\r\n", "\n").replace("\ud83e", "?")
    assert str(event["SUMMARY"]) == str(event["DESCRIPTION"]) == told
    assert set(event) == {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CLASS"}
    assert event.subcomponents == []
    lines = file.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


def test_the_file_says_no_more_than_it_was_given() -> None:
    file = outing_event("1@coach", NINE, NINE + timedelta(hours=2), "Europe/Madrid", "Out", "", made=MADE)
    calendar, event = Calendar.from_ical(file), event_of(file)
    assert set(calendar) == {"VERSION", "PRODID"}
    assert set(event) == {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "CLASS"}
    assert event["CLASS"] == "PRIVATE"
    assert event["UID"] == "1@coach"
    assert not calendar.errors
    assert not event.errors


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after"):
        outing_event("1@coach", NINE, NINE, "Europe/Madrid", "Out", "", made=MADE)
