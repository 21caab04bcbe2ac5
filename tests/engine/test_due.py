"""When the nudges of an outing are due: days on which clocks change, midnight, the leap day, zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.due import due_time, next_time
from bot.engine.quiet import in_quiet, outside_quiet, quiet_end
from bot.model.rhythm import Rhythm, falls_on, is_rhythm
from bot.model.state import Item, Person
from tests.engine.driver import HERE

CASES = yaml.safe_load((HERE / "due_cases.yaml").read_text(encoding="utf-8"))
RECURRING = yaml.safe_load((HERE / "recurring.yaml").read_text(encoding="utf-8"))
MOMENTS = ("eve", "start", "until", "next_evening")
ZONES = st.sampled_from(
    ["UTC", "Europe/Madrid", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Asia/Kolkata"]
)
NIGHTS = st.tuples(st.integers(0, 1439), st.integers(0, 1439))


def instant(text: object) -> datetime:
    """An instant of a case, in UTC; the loader may have read it already."""
    found = text if isinstance(text, datetime) else datetime.fromisoformat(str(text))
    assert found.tzinfo is not None
    return found.astimezone(UTC)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_nudge_is_due_at_its_time(case: dict[str, object]) -> None:
    person = Person(1, "Anna", "en", zone=str(case["zone"]))
    if isinstance(night := case.get("quiet"), list):
        person.quiet_from, person.quiet_to = night
    item = Item("outing", "outing", 1, instant(case["end"]), instant(case["start"]))
    found = {at: due_time(person, item, at, instant(case["now"])) for at in MOMENTS}
    wanted = case["due"]
    assert isinstance(wanted, dict)
    assert {at: due for at, due in found.items() if due is not None} == {at: instant(t) for at, t in wanted.items()}


@pytest.mark.parametrize("case", RECURRING, ids=lambda case: case["case"])
def test_what_comes_again_comes_at_the_hour_of_its_readers_clock(case: dict[str, object]) -> None:
    person = Person(1, "Anna", "en", zone=str(case["zone"]))
    start, now, due = instant(case["start"]), instant(case["now"]), case["due"]
    rhythm = case["rhythm"]
    assert isinstance(due, list)
    assert is_rhythm(rhythm)
    item = Item("ritual", "ritual", 1, start, start, rhythm=rhythm)
    for wanted in map(instant, due):
        found = due_time(person, item, "recurring", now)
        assert found == wanted
        now = found


@st.composite
def instants(draw: st.DrawFn) -> datetime:
    """Any minute of the days around the changes of the clocks, or of the years about them."""
    year = draw(st.integers(2026, 2028))
    day = draw(st.sampled_from([(3, 8), (3, 29), (4, 5), (10, 4), (10, 25), (11, 1), (2, 28), (12, 31), (7, 7)]))
    return datetime(year, *day, tzinfo=UTC) + timedelta(minutes=draw(st.integers(-2000, 3000)))


@given(zone=ZONES, night=NIGHTS, now=instants(), ahead=st.integers(1, 20_000), lasts=st.integers(5, 20_000))
@settings(max_examples=300)
def test_the_eve_is_ahead_before_the_start_and_outside_quiet_hours(
    zone: str, night: tuple[int, int], now: datetime, ahead: int, lasts: int
) -> None:
    person = Person(1, "Anna", "en", zone=zone, quiet_from=night[0], quiet_to=night[1])
    start = now + timedelta(minutes=ahead)
    item = Item("outing", "outing", 1, start + timedelta(minutes=lasts), start)
    due = due_time(person, item, "eve", now)
    assert due is None or now < due < start
    assert due is None or not in_quiet(person, due)
    assert due_time(person, item, "start", now) == start
    assert due_time(person, item, "until", now) == item.until


@given(zone=ZONES, rhythm=st.sampled_from(get_args(Rhythm)), start=instants(), ahead=st.integers(-20_000, 20_000))
@settings(max_examples=300)
def test_what_comes_again_keeps_its_hour_and_its_days(zone: str, rhythm: Rhythm, start: datetime, ahead: int) -> None:
    now = start + timedelta(minutes=ahead)
    due = next_time(start, rhythm, ZoneInfo(zone), now)
    here, first = due.astimezone(ZoneInfo(zone)), start.astimezone(ZoneInfo(zone))
    assert due >= start
    assert now < due <= max(now, start) + timedelta(days=8)
    assert falls_on(rhythm, here.date(), first.date())
    # An hour that is missing on that day comes right after the gap.
    assert here.time() == first.time() or not datetime_exists(here.replace(hour=first.hour, minute=first.minute))


def datetime_exists(local: datetime) -> bool:
    """Whether a clock of that zone shows this."""
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(fold=0) == local.replace(fold=0)


@given(zone=ZONES, night=NIGHTS, now=instants())
@settings(max_examples=300)
def test_quiet_hours_end_later_and_within_a_day_and_an_hour(zone: str, night: tuple[int, int], now: datetime) -> None:
    person = Person(1, "Anna", "en", zone=zone, quiet_from=night[0], quiet_to=night[1])
    assert now < quiet_end(person, now) <= now + timedelta(hours=25)
    awake = outside_quiet(now, [person])
    assert awake >= now
    assert not in_quiet(person, awake)


@given(zones=st.tuples(ZONES, ZONES), nights=st.tuples(NIGHTS, NIGHTS), now=instants())
@settings(max_examples=300)
def test_for_two_it_is_outside_the_quiet_hours_of_both_or_they_never_overlap(
    zones: tuple[str, str], nights: tuple[tuple[int, int], tuple[int, int]], now: datetime
) -> None:
    two = [
        Person(n, "", "en", zone=zone, quiet_from=night[0], quiet_to=night[1])
        for n, (zone, night) in enumerate(zip(zones, nights, strict=True))
    ]
    moment = outside_quiet(now, two)
    if any(in_quiet(person, moment) for person in two):
        assert moment == now
        ahead = (now + timedelta(minutes=n) for n in range(0, 24 * 60, 15))
        free = [m for m in ahead if not any(in_quiet(person, m) for person in two)]
        assert len(free) <= 4, "there was an hour for both"


def test_in_an_hour_that_comes_twice_quiet_hours_end_in_the_second_too() -> None:
    person = Person(1, "Anna", "en", zone="Europe/Madrid", quiet_from=22 * 60, quiet_to=150)
    assert quiet_end(person, instant("2026-10-25T02:10+01:00")) == instant("2026-10-25T02:30+01:00")
