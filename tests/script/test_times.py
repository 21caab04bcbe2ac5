"""Days and times as one reader reads them; the cases are data."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from bot.model.state import Person
from bot.script.times import Times, locale_of, times_for, times_told

CASES = yaml.load((Path(__file__).parent / "times.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
NEAR = {"en": ("Today", "Tomorrow"), "es": ("Hoy", "Mañana")}


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def times_of(case: dict[str, str]) -> Times:
    set_at_all = case["zone"] != "somewhere"
    reader = Person(1, "Ana", case["who"], country=case.get("country"))
    if set_at_all:
        reader.zone, reader.city = case["zone"], "Somewhere"
    now = instant(case["now"]) if "now" in case else None
    if "told" in case:
        return times_told(reader, case["who"], now)
    return times_for(reader, case["who"], now, NEAR[case["who"]])


def name(case: dict[str, str]) -> str:
    return " ".join(case[key] for key in ("who", "country", "zone", "at", "now", "told") if key in case)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_moment_is_shown_as_people_there_write_it(case: dict[str, str]) -> None:
    times, at = times_of(case), instant(case["at"])
    shown = times.moment(at)
    # Between the clock and PM stands a narrow space that does not break.
    got = [text.replace("\u202f", " ") for text in (shown.html, shown.full.html, times.moment_key(at))]
    assert got == [case["text"], case["full"], case["key"]]


@pytest.mark.parametrize(
    ("locale", "on", "text", "key"),
    [
        ("en_GB", date(2026, 11, 22), "Sunday 22 November", "Today"),
        ("en_GB", date(2026, 11, 23), "Monday 23 November", "Tomorrow"),
        ("en_GB", date(2026, 11, 28), "Saturday 28 November", "Sat 28"),
        ("en_US", date(2026, 11, 28), "Saturday, November 28", "Sat 28"),
        ("es_ES", date(2026, 11, 28), "sábado 28 de noviembre", "Sáb 28"),
        ("es_MX", date(2027, 1, 1), "viernes 1 de enero de 2027", "Vie 1"),
        ("en_GB", date(2026, 11, 21), "Saturday 21 November", "Sat 21"),
    ],
)
def test_a_day_is_shown_with_its_weekday(locale: str, on: date, text: str, key: str) -> None:
    language = locale[:2]
    times = Times(language, locale, None, datetime(2026, 11, 22, 9, tzinfo=UTC), NEAR["en"])
    assert (times.day(on), times.day_key(on)) == (text, key)


@pytest.mark.parametrize(
    ("locale", "minutes", "key"),
    [
        ("en_GB", 1080, "18:00"),
        ("en_US", 1080, "6 PM"),
        ("en_US", 1110, "6:30 PM"),
        ("en_US", 0, "12 AM"),
        ("es_ES", 545, "09:05"),
        ("es_MX", 1080, "6 p.m."),
    ],
)
def test_hours_fit_their_buttons(locale: str, minutes: int, key: str) -> None:
    assert Times(locale[:2], locale).hour_key(minutes).replace("\u202f", " ") == key


@pytest.mark.parametrize(
    ("language", "region", "locale"),
    [
        ("en", None, "en_GB"),
        ("en", "US", "en_US"),
        ("en", "AR", "en_GB"),
        ("es", None, "es_ES"),
        ("es", "MX", "es_MX"),
        ("es", "PL", "es_ES"),
        ("es", "??", "es_ES"),
    ],
)
def test_a_locale_that_nobody_writes_in_is_the_usual_one(language: str, region: str | None, locale: str) -> None:
    assert locale_of(language, region) == locale


def test_a_zone_that_is_none_is_as_good_as_unknown() -> None:
    reader = Person(1, "Ana", "en", zone="Mars/Olympus", city="Olympus")
    assert times_for(reader, "en").zone is None
    assert times_for(Person(1, "Ana", "en", zone="UTC", city="Reykjavík"), "en").zone is not None
