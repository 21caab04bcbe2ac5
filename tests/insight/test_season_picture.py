"""A season as a calendar: its days, and how they are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image, ImageChops

from bot.insight.calendar_days import SeasonDays, weeks_of
from bot.insight.canvas import PAPER, WIDTH
from bot.insight.days import locale_of
from bot.insight.season_picture import SeasonWords, season_calendar

CASES = yaml.safe_load((Path(__file__).parent / "season.yaml").read_text(encoding="utf-8"))
FIRST = date(2026, 3, 2)
WORDS = {
    "en": SeasonWords("en-US", "These weeks", "Off on your own", "A breather", "Something brought home"),
    "es": SeasonWords(
        "es", "Estas semanas, una por una", "A lo tuyo", "Un respiro", "Algo que trajiste a casa contigo"
    ),
}


def a_season(case: Mapping[str, Any]) -> SeasonDays:
    on = {what: tuple(FIRST + timedelta(days=n) for n in case[what]) for what in ("away", "breathers", "home")}
    return SeasonDays(FIRST, FIRST + timedelta(days=case["days"] - 1), **on)


@pytest.mark.parametrize("case", CASES["weeks"], ids=lambda case: case["case"])
def test_weeks_begin_where_they_begin_for_their_reader(case: dict[str, Any]) -> None:
    weeks = weeks_of(SeasonDays(case["from"], case["to"]), locale_of(case["language"]))
    assert [[day.day if day is not None else "–" for day in week] for week in weeks] == case["rows"]


def test_of_many_weeks_the_latest_are_shown() -> None:
    weeks = weeks_of(SeasonDays(FIRST, FIRST + timedelta(weeks=20)), locale_of("es"))
    assert len(weeks) == 8
    assert weeks[-1][0] == FIRST + timedelta(weeks=20)


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("case", CASES["drawn"])
def test_a_calendar_fits_a_phone(case: str, language: str) -> None:
    png = season_calendar(a_season(CASES["drawn"][case]), WORDS[language])
    assert len(png) < 60_000
    picture = Image.open(BytesIO(png))
    assert (picture.format, picture.width) == ("PNG", WIDTH)
    assert picture.height <= 1350
    assert picture.info.keys() <= {"transparency", "gamma"}
    paper = Image.new("RGB", picture.size, PAPER)
    drawn = ImageChops.difference(picture.convert("RGB"), paper).convert("L").point(lambda level: 255 * (level > 12))
    left, top, right, bottom = drawn.getbbox() or (0, 0, 0, 0)
    assert min(left, top, WIDTH - right) >= 40
    assert bottom <= picture.height - 20


def test_each_kind_of_day_looks_different_without_colour() -> None:
    words = WORDS["en"]
    days = ({"away": (FIRST,)}, {"breathers": (FIRST,)}, {"home": (FIRST,)}, {"away": (FIRST,), "home": (FIRST,)})
    pictures = [season_calendar(SeasonDays(FIRST, FIRST + timedelta(days=6), **on), words) for on in days]
    grey = [Image.open(BytesIO(png)).convert("L") for png in pictures]
    for n, one in enumerate(grey):
        for other in grey[n + 1 :]:
            assert sum(ImageChops.difference(one, other).histogram()[80:]) > 200


def test_what_lies_outside_of_the_season_is_not_drawn() -> None:
    within = SeasonDays(FIRST, FIRST + timedelta(days=6), away=(FIRST,))
    beyond = SeasonDays(within.first, within.last, away=(FIRST, FIRST - timedelta(days=1), FIRST + timedelta(days=7)))
    assert season_calendar(beyond, WORDS["es"]) == season_calendar(within, WORDS["es"])


def test_a_calendar_needs_something_to_show() -> None:
    with pytest.raises(ValueError, match="a day"):
        season_calendar(SeasonDays(FIRST, FIRST, away=(FIRST + timedelta(days=1),)), WORDS["en"])
    with pytest.raises(ValueError, match="begins"):
        SeasonDays(FIRST, FIRST - timedelta(days=1))
