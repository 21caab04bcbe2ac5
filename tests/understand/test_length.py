"""How long somebody will be away, as people type it: each line of the tables is a test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.understand.duration import LONGEST
from bot.understand.length import MOST_LENGTHS, Lengths, read_length

HERE = Path(__file__).parent / "lengths"
PLACES = {"en": ("en-GB", "Europe/London"), "es": ("es-ES", "Europe/Madrid")}
SATURDAY = datetime(2026, 11, 28, 10)
MOST_ENDS = 4


def load(name: str) -> list[dict[str, Any]]:
    table: list[dict[str, Any]] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return table


def said(table: str) -> Iterator[tuple[str, str, str]]:
    for language in PLACES:
        yield from ((language, each["say"], str(each["right"])) for each in load(f"{table}.{language}.yaml"))


def start(language: str) -> datetime:
    return SATURDAY.replace(tzinfo=ZoneInfo(PLACES[language][1]))


def end(words: list[str], begins: datetime) -> datetime:
    """ "22:00" on the day of the start, "Sun 22:00" on the next such day."""
    hour, minute = map(int, words[-1].split(":"))
    ahead = next(n for n in range(7) if words[0] in (f"{begins + timedelta(days=n):%a}", words[-1]))
    return (begins + timedelta(days=ahead)).replace(hour=hour, minute=minute)


def shown(read: int | Lengths | None, begins: datetime) -> str:
    """What was read, as the table of questions writes it: the reason, and what can be tapped."""
    if isinstance(read, Lengths):
        ends = [f"{at.astimezone(begins.tzinfo):%a %H:%M}" for at in read.ends]
        return " ".join([read.reason, *map(str, read.minutes), *([", ".join(ends)] if ends else [])])
    return str(read)


@pytest.mark.parametrize(("language", "text", "right"), list(said("said")))
def test_what_people_say(language: str, text: str, right: str) -> None:
    begins = start(language)
    read = read_length(text, PLACES[language][0], begins)
    came = "ASK" if isinstance(read, Lengths) else str(read)
    fine = {
        str(int((end(way.split()[1:], begins) - begins).total_seconds()) // 60) if way.startswith("until") else way
        for way in right.split(" or ")
    }
    assert came in fine, shown(read, begins)


@pytest.mark.parametrize(("language", "text", "right"), list(said("asked")))
def test_what_is_asked_back(language: str, text: str, right: str) -> None:
    assert shown(read_length(text, PLACES[language][0], start(language)), start(language)) == right


def test_of_both_ones_in_the_evening_the_next_is_offered_first() -> None:
    evening = datetime(2026, 11, 28, 22, tzinfo=ZoneInfo("Europe/Madrid"))
    read = read_length("until one", "en", evening)
    assert shown(read, evening) == "till_when Sun 01:00, Sun 13:00"


PIECES = """
    an hour hours 2 3 or to a half day all the few until till back by 6 six sunday tomorrow night overnight weekend
    una hora o dos medio dia todo el toda la tarde hasta las 22 vuelvo unos dias rato y pico - + : , min 1h30 10:00
    not no more than less each 99999999 fin de semana month 0
"""
WORDS = st.sampled_from(PIECES.split())
ANY_TEXT = st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=12).map(" ".join))
STARTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(ZoneInfo("America/New_York")))


@given(text=ANY_TEXT, language=st.sampled_from(["en", "es", "es-MX"]), begins=STARTS)
@example(text="\ud800 all day", language="en", begins=datetime(2026, 1, 1, 23, 59, tzinfo=UTC))
def test_no_text_breaks_it_and_no_end_is_before_the_start(text: str, language: str, begins: datetime) -> None:
    read = read_length(text, language, begins)
    if isinstance(read, Lengths):
        assert len(read.minutes) <= MOST_LENGTHS
        assert len(read.ends) <= MOST_ENDS
        assert all(0 < minutes <= LONGEST for minutes in read.minutes)
        assert all(at > begins and at.utcoffset() == timedelta(0) for at in read.ends)
        assert list(read.minutes) == sorted(set(read.minutes))
        assert list(read.ends) == sorted(set(read.ends))
    elif read is not None:
        assert 0 < read <= LONGEST


@pytest.mark.parametrize("text", ["hour ", "2-", "until ", "all day ", "9", "an hour or ", "medio dia ", "y "])
def test_no_long_text_breaks_it(text: str) -> None:
    for language in ("en", "es"):
        read_length((text * 4096)[:4096], language, start("en"))
