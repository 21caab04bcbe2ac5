"""The phrases are the same for the same seed, and what they mean follows the rules by hand-counted examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.understand.said_times import Asked, Saying, Taken, Verdict, judge, sayings
from tests.understand.said_times.calendar import (
    UnclearError,
    coming_day_of_month,
    coming_weekday,
    easter,
    later,
    months_later,
    nth_weekday,
)
from tests.understand.said_times.meaning import meaning
from tests.understand.said_times.saying import Clock, Day, Meaning, Seat

WEDNESDAY = Seat("en-GB", "Europe/London", datetime(2026, 12, 9, 15, 5))
TODAY, TOMORROW = date(2026, 12, 9), date(2026, 12, 10)
NO_DAY, LATER, NOW = Day("", "no_day"), Day("tomorrow", "tomorrow", (TOMORROW,)), Day("today", "today", (TODAY,))


def bare(hour: int, minute: int = 0, figures: bool = False) -> Clock:
    return Clock("", "bare", hour * 60 + minute, sure=False, figures=figures)


def at(day: int, hour: int, minute: int = 0) -> Meaning:
    return Meaning(frozenset({datetime(2026, 12, day, hour, minute)}))


def asked(*days: date) -> Meaning:
    return Meaning(frozenset(), frozenset(days))


@pytest.mark.parametrize(
    ("day", "clock", "meant"),
    [
        (NO_DAY, bare(6), at(9, 18)),
        (NO_DAY, bare(2), at(10, 14)),
        (NO_DAY, bare(8), at(9, 20)),
        (NO_DAY, bare(10), at(9, 22)),
        (NO_DAY, bare(10, figures=True), asked(TODAY, TOMORROW)),
        (NO_DAY, Clock("", "", 7 * 60 + 30), at(10, 7, 30)),
        (NO_DAY, Clock("", "", 24 * 60), at(10, 0)),
        (NOW, bare(8), at(9, 20)),
        (NOW, bare(10), at(9, 22)),
        (LATER, bare(3), at(10, 15)),
        (LATER, bare(12), at(10, 12)),
        (LATER, bare(7), asked(TOMORROW)),
        (LATER, bare(9), at(10, 9)),
        (LATER, bare(10, figures=True), at(10, 10)),
        (LATER, Clock("", "", 24 * 60), at(11, 0)),
        (LATER, Clock("", "", 26 * 60), at(11, 2)),
        (LATER, None, asked(TOMORROW)),
        (Day("", "", (TODAY, date(2026, 12, 16))), Clock("", "", 18 * 60), asked(TODAY, date(2026, 12, 16))),
        (Day("", "", (TODAY, date(2026, 12, 16))), Clock("", "", 9 * 60), at(16, 9)),
    ],
)
def test_a_day_and_a_clock_time_mean_what_the_rules_say(day: Day, clock: Clock | None, meant: Meaning) -> None:
    assert meaning(day, clock, WEDNESDAY) == meant


@pytest.mark.parametrize(
    ("day", "clock"), [(NOW, bare(2)), (NOW, Clock("", "", 15 * 60)), (NO_DAY, bare(3)), (NO_DAY, None)]
)
def test_what_is_past_or_says_nothing_is_no_question(day: Day, clock: Clock | None) -> None:
    with pytest.raises(UnclearError):
        meaning(day, clock, WEDNESDAY)


def test_days_are_counted_as_the_calendar_has_them() -> None:
    assert [easter(year) for year in (2024, 2026, 2027)] == [date(2024, 3, 31), date(2026, 4, 5), date(2027, 3, 28)]
    assert nth_weekday(2026, 11, 3, 4) == date(2026, 11, 26)
    assert nth_weekday(2027, 1, 4, -1) == date(2027, 1, 29)
    assert coming_weekday(TODAY, 2) == date(2026, 12, 16)
    assert coming_day_of_month(date(2027, 1, 31), 30) == date(2027, 3, 30)
    assert months_later(date(2026, 11, 30), 1) == date(2026, 12, 30)
    assert later(datetime(2026, 10, 24, 22, 40), "Europe/Madrid", timedelta(hours=6)) == datetime(2026, 10, 25, 3, 40)


@pytest.mark.parametrize("language", ["en", "es"])
def test_phrases_are_many_and_each_has_its_value(language: str) -> None:
    made = sayings(language, 3, 1500)
    assert made == sayings(language, 3, 1500)
    assert len({(saying.text, saying.locale, saying.now) for saying in made}) == 1500
    assert sum(saying.ask is not None for saying in made) <= 0.12 * 1500
    assert all(len(saying.right) == 1 for saying in made if saying.ask is None)
    assert all(moment >= saying.now for saying in made for moment in saying.right)


SIX, SEVEN = datetime(2026, 12, 10, 18), datetime(2026, 12, 10, 19)
PLAIN = Saying("tomorrow at 6", "en-GB", "Europe/London", WEDNESDAY.now, frozenset({SIX}), None, "")
OPEN = replace(PLAIN, text="tomorrow", right=frozenset(), ask=frozenset({TOMORROW}))


@pytest.mark.parametrize(
    ("saying", "read", "verdict"),
    [
        (PLAIN, Taken(SIX), "right"),
        (PLAIN, Taken(SEVEN), "wrong"),
        (PLAIN, None, "asked"),
        (PLAIN, Asked(), "asked"),
        (PLAIN, Asked((SEVEN,), (TOMORROW,)), "asked"),
        (PLAIN, Asked((SEVEN,), (TODAY,)), "wrong"),
        (OPEN, Taken(SIX), "wrong"),
        (OPEN, None, "right"),
        (OPEN, Asked(days=(TOMORROW,)), "right"),
        (OPEN, Asked(days=(TODAY,)), "wrong"),
        (OPEN, Asked(options=(datetime(2026, 12, 11, 0),)), "right"),
        (OPEN, Asked(options=(datetime(2026, 12, 12, 9),)), "wrong"),
        (replace(OPEN, ask=frozenset()), Asked(days=(TODAY,)), "right"),
    ],
)
def test_a_reading_is_judged(saying: Saying, read: Taken | Asked | None, verdict: Verdict) -> None:
    assert judge(saying, read) == verdict
