"""Moments, days and times of day as people type them, as tables; and what holds for any text at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.understand.day_alone import read_day
from bot.understand.hour_alone import read_hour
from bot.understand.moment import MOST_OPTIONS, Moment, Unclear, read_moment
from bot.understand.until import read_until

HERE = Path(__file__).parent
LANGUAGES = ("en", "es", "en-US", "en-GB", "es-MX")
ZONES = ("Europe/Madrid", "Europe/London", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe")
TABLES = ("moments.en.yaml", "moments.es.yaml", "dst.yaml", "days.yaml", "clocks.yaml")
AT_LEAST = 100
MADRID = ZoneInfo("Europe/Madrid")
WEDNESDAY = datetime(2026, 11, 25, 15, tzinfo=MADRID)


def load(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def moments(name: str) -> Iterator[tuple[datetime, str, str, str | None]]:
    for table in load(name):
        now = datetime.fromisoformat(table["now"][-16:]).replace(tzinfo=ZoneInfo(table["zone"]))
        for typed, understood in table["typed"].items():
            yield now, table["language"], typed, understood


def as_in_the_table(read: Moment | Unclear | None, zone: ZoneInfo) -> str | None:
    if read is None:
        return None
    if isinstance(read, Moment):
        return f"{read.at.astimezone(zone):%a %Y-%m-%d %H:%M}" + ("" if read.day_said else " (day concluded)")
    wall = [option.astimezone(zone) for option in read.options]
    days = [
        f"{day:%a %Y-%m-%d} " + ", ".join(f"{at:%H:%M}" for at in times)
        for day, times in groupby(wall, key=datetime.date)
    ]
    return f"ask {read.reason}" + (": " if days else "") + " | ".join(days)


@pytest.mark.parametrize(
    ("start", "language", "typed", "minutes"),
    [
        (datetime.fromisoformat(str(table["start"])), table["language"], typed, minutes)
        for table in load("until.yaml")
        for typed, minutes in table["typed"].items()
    ],
)
def test_a_length_told_by_its_end(start: datetime, language: str, typed: str, minutes: int | None) -> None:
    read = read_until(typed, language, start.replace(tzinfo=MADRID))
    assert (read if isinstance(read, int) else None) == minutes


@pytest.mark.parametrize(
    ("now", "language", "typed", "understood"), [*moments("moments.en.yaml"), *moments("moments.es.yaml")]
)
def test_a_moment(now: datetime, language: str, typed: str, understood: str | None) -> None:
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)
    assert as_in_the_table(read_moment(typed, language, now), zone) == understood


@pytest.mark.parametrize(("now", "language", "typed", "understood"), list(moments("dst.yaml")))
def test_a_moment_on_an_odd_day(now: datetime, language: str, typed: str, understood: str) -> None:
    read = read_moment(typed, language, now)
    if isinstance(read, Moment):
        shown = read.at.astimezone(now.tzinfo).isoformat(" ", "minutes")
        assert f"{shown[:16]} {shown[16:]}" == understood
    else:
        assert isinstance(read, Unclear)
        assert understood == "ask"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_tables_of_moments_are_long_enough(language: str) -> None:
    cases = {typed for _, _, typed, _ in moments(f"moments.{language}.yaml")}
    assert len(cases) >= AT_LEAST


def days() -> Iterator[tuple[date, str, str, date | None]]:
    for table in load("days.yaml"):
        yield from ((table["today"], table["language"], typed, day) for typed, day in table["typed"].items())


@pytest.mark.parametrize(("today", "language", "typed", "day"), list(days()))
def test_a_day(today: date, language: str, typed: str, day: date | None) -> None:
    assert read_day(typed, language, today) == day


def clocks() -> Iterator[tuple[str, list[int], str, str | None]]:
    for table in load("clocks.yaml"):
        yield from ((table["language"], table["near"], typed, clock) for typed, clock in table["typed"].items())


@pytest.mark.parametrize(("language", "near", "typed", "clock"), list(clocks()))
def test_a_time_of_day(language: str, near: list[int], typed: str, clock: str | None) -> None:
    read = read_hour(typed, language, near)
    assert (f"{read // 60:02}:{read % 60:02}" if read is not None else None) == clock


@pytest.mark.parametrize("name", TABLES)
def test_no_line_of_a_table_is_lost(name: str) -> None:
    def keys(node: yaml.Node) -> Iterator[list[str]]:
        if isinstance(node, yaml.MappingNode):
            yield [key.value for key, _ in node.value]
            for _, value in node.value:
                yield from keys(value)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                yield from keys(item)

    tree = yaml.compose((HERE / name).read_text(encoding="utf-8"))
    assert tree is not None
    assert [key for block in keys(tree) for key in set(block) if block.count(key) > 1] == []


def test_a_known_day_waits_for_its_hour() -> None:
    asked = read_moment("mañana", "es", WEDNESDAY)
    assert isinstance(asked, Unclear)
    assert asked.days == (date(2026, 11, 26),)
    answer = read_moment("a las seis", "es", WEDNESDAY, asked.days[0])
    assert answer == Moment(datetime(2026, 11, 26, 17, tzinfo=UTC), day_said=True, clock_said=True)


def test_a_known_day_gives_way_to_another_that_is_said() -> None:
    answer = read_moment("mejor el sábado a las seis", "es", WEDNESDAY, date(2026, 11, 26))
    assert answer == Moment(datetime(2026, 11, 28, 17, tzinfo=UTC), day_said=True, clock_said=True)


def test_a_known_day_alone_is_no_answer() -> None:
    assert read_moment("hola", "es", WEDNESDAY, date(2026, 11, 26)) is None


def test_two_days_are_both_in_question() -> None:
    asked = read_moment("saturday at 6 or sunday at 7", "en", WEDNESDAY)
    assert isinstance(asked, Unclear)
    assert asked.days == (date(2026, 11, 28), date(2026, 11, 29))


def test_now_must_know_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        read_moment("at six", "en", datetime(2026, 11, 25, 15))


MONTHS = {
    "en": """January February March April May June July August September October November December""",
    "es": """enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre""",
}
NOWS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.sampled_from(ZONES).map(ZoneInfo))


@given(now=NOWS, minutes=st.integers(1, 300 * 24 * 60), language=st.sampled_from(["en", "es"]))
def test_a_moment_said_back_is_understood(now: datetime, minutes: int, language: str) -> None:
    zone = now.tzinfo
    wall = (now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone).replace(second=0, microsecond=0)
    month = MONTHS[language].split()[wall.month - 1]
    said = f"{wall:%d} {month} {wall:%H:%M}" if language == "en" else f"{wall.day} de {month} a las {wall:%H:%M}"
    read = read_moment(said, language, now)
    assert isinstance(read, Moment)
    assert read.at.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None)
    assert read_moment(f"{wall:%d} {month} {wall:%H:%M}", language, now) == read


PIECES = """
    at six 6 6:30 18h 10:00 12/5 2026-12-05 5 dec . , - ? : tomorrow mañana pasado el viernes next friday sat
    sun a las la una y media menos cuarto half past to quarter or o de por tonight esta noche in dentro two
    dos hours horas week semana que viene noon medianoche am pm last ago hace not no the 5th before until 99
    1/2 31 feb 29 febrero weekend ½ h min from now 24:00 00:00
"""
WORDS = st.sampled_from(PIECES.split())
ANY_TEXT = st.one_of(
    st.text(max_size=4096),
    st.text(st.characters(categories=["Cf", "Mn", "Nd", "Zs", "Po", "Sm"]), max_size=200),
    st.lists(WORDS, max_size=14).map(" ".join),
    st.lists(WORDS, max_size=14).map("".join),
)
# Repeated to the length of the longest message, and to the length at which nobody is taken to mean a time any more.
REPEATED = ["9", "1:", "1 h ", "in 1 h ", "in 1h30 ", "las ", "las 6 ", "at six ", "- ", "a", "<", "mañana ", "sábdo ",
            "\ufdfa", " ", "5 ", "p . m ", "hora y ", "next friday ", "5 dec ", "half ", "de 6 a "]  # fmt: skip


def holds(text: str, language: str, now: datetime, day: date | None = None) -> None:
    read = read_moment(text, language, now, day)
    if isinstance(read, Moment):
        assert read.at >= now
        assert read.at.utcoffset() == timedelta(0)
    if isinstance(read, Unclear):
        assert len(read.options) <= MOST_OPTIONS
        assert list(read.options) == sorted(set(read.options))
        assert all(at >= now and at.utcoffset() == timedelta(0) for at in read.options)
        assert all(day >= now.date() for day in read.days)
    named = read_day(text, language, now.date())
    assert named is None or named >= now.date()
    hour = read_hour(text, language, (22 * 60,))
    assert hour is None or 0 <= hour < 24 * 60


@given(text=ANY_TEXT, language=st.sampled_from(LANGUAGES), now=NOWS, ahead=st.none() | st.integers(-3, 400))
@example(text="\ud800 tomorrow", language="en", now=WEDNESDAY, ahead=None)
def test_no_text_breaks_it_or_leads_to_the_past(text: str, language: str, now: datetime, ahead: int | None) -> None:
    holds(text, language, now, None if ahead is None else now.date() + timedelta(days=ahead))


@pytest.mark.parametrize("length", [999, 4096])
@pytest.mark.parametrize("text", REPEATED)
def test_no_long_text_breaks_it(text: str, length: int) -> None:
    for language in ("en", "es"):
        holds((text * length)[:length], language, WEDNESDAY)


@pytest.mark.parametrize("now", [datetime(9999, 12, 31, 23, tzinfo=UTC), datetime(1, 1, 1, 1, tzinfo=UTC)])
def test_the_ends_of_the_calendar_break_nothing(now: datetime) -> None:
    for text in ("tomorrow at six", "in two hours", "5 dec 10:00", "next friday", "yesterday at six", "midnight"):
        holds(text, "en", now)
