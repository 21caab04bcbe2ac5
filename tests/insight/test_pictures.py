"""Pictures: light, readable without colour, fair to both, and silent about the machine they were drawn on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from PIL import Image, ImageChops, ImageStat

from bot.insight.canvas import PAPER, PLUM, TEAL, WIDTH
from bot.insight.lettering import drawable
from bot.insight.pictures import BalanceWords, GuiltWords, balance, guilt_curve
from bot.insight.series import Balance, BalanceWeek, GuiltPoint

CASES = yaml.safe_load((Path(__file__).parent / "pictures.yaml").read_text(encoding="utf-8"))
FIRST = date(2026, 9, 30)

GUILT = {
    "en": GuiltWords("en", "Guilt, before and after", "before", "after"),
    "es": GuiltWords("es", "La culpa, antes y después", "antes", "después"),
}
BALANCE = {
    "en": BalanceWords(
        language="en",
        title="Your last weeks",
        own_time="Time to myself",
        shared_time="Time together",
        closeness="How near (1–5)",
        freedom="How free (1–5)",
        too_little="Too little",
        right="About right",
        too_much="Too much",
        mine="You",
        theirs="Sam",
        partner="your partner",
    ),
    "es": BalanceWords(
        language="es",
        title="Las últimas semanas, una por una y sin prisa ninguna",
        own_time="Tiempo para mí",
        shared_time="Tiempo en común",
        closeness="Cercanía (1–5)",
        freedom="Libertad (1–5)",
        too_little="Demasiado poco",
        right="Lo justo",
        too_much="Demasiado",
        mine="Tú",
        theirs="Maximiliano",
        partner="tu pareja",
    ),
}


def times(values: Sequence[tuple[int, int]]) -> list[GuiltPoint]:
    return [GuiltPoint(FIRST + timedelta(days=9 * n), *value) for n, value in enumerate(values)]


def weeks(values: Sequence[Mapping[str, list[int | None]]]) -> list[BalanceWeek]:
    return [
        BalanceWeek(FIRST + timedelta(weeks=n), **{who: Balance(*items) for who, items in week.items()})
        for n, week in enumerate(values)
    ]


def assert_fit_for_a_phone(png: bytes) -> None:
    assert len(png) < 60_000
    picture = Image.open(BytesIO(png))
    assert picture.format == "PNG"
    assert picture.width == WIDTH == 1080
    assert 1080 <= picture.height <= 1350
    assert picture.info.keys() <= {"transparency", "gamma"}
    grey = picture.convert("L")
    darkest, lightest = ImageStat.Stat(grey).extrema[0]
    assert lightest > 240
    assert darkest < 60
    assert ImageStat.Stat(grey).mean[0] > 225
    paper = Image.new("RGB", picture.size, PAPER)
    drawn = ImageChops.difference(picture.convert("RGB"), paper).convert("L").point(lambda level: 255 * (level > 12))
    left, top, right, bottom = drawn.getbbox() or (0, 0, 0, 0)
    assert left >= 40
    assert right <= WIDTH - 40
    assert top >= 40
    assert bottom <= picture.height - 20


def ink(png: bytes, colour: str | None = None) -> float:
    """How dark a picture is in all; or, with a colour, how many of its pixels are about that."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    if colour is None:
        return 255 - ImageStat.Stat(picture.convert("L")).mean[0]
    apart = ImageChops.difference(picture, Image.new("RGB", picture.size, colour)).convert("L")
    return sum(apart.histogram()[:6])


@pytest.mark.parametrize(("typed", "drawn"), list(CASES["drawable"].items()))
def test_only_what_has_a_glyph_is_drawn(typed: str, drawn: str) -> None:
    assert drawable(typed) == drawn


@pytest.mark.parametrize(("case", "language"), [*((case, "en") for case in CASES["guilt"]), ("never equal", "es")])
def test_a_guilt_curve_fits_a_phone(case: str, language: str) -> None:
    assert_fit_for_a_phone(guilt_curve(times(CASES["guilt"][case]), GUILT[language]))


@pytest.mark.parametrize(("case", "language"), [*((case, "en") for case in CASES["balance"]), ("gaps", "es")])
def test_a_balance_fits_a_phone(case: str, language: str) -> None:
    assert_fit_for_a_phone(balance(weeks(CASES["balance"][case]), BALANCE[language]))


@pytest.mark.parametrize("name", CASES["names"])
def test_any_name_can_stand_in_any_place(name: str) -> None:
    drawn = weeks(CASES["balance"]["gaps"])
    assert_fit_for_a_phone(balance(drawn, replace(BALANCE["en"], mine=name, theirs=name)))
    assert_fit_for_a_phone(guilt_curve(times(CASES["guilt"]["three"]), GuiltWords("en", name + "·", name, name)))


def test_a_name_that_cannot_be_drawn_gives_way_to_the_word_for_a_partner() -> None:
    drawn = weeks(CASES["balance"]["gaps"])
    assert balance(drawn, replace(BALANCE["en"], theirs="🌊")) == balance(
        drawn, replace(BALANCE["en"], theirs="your partner")
    )


def test_nobody_stands_out() -> None:
    course = [Balance(0, 1, 4, 2), Balance(-1, 0, 3, 3), Balance(0, 0, 5, 4), Balance(1, -1, 2, 1)]
    words = replace(BALANCE["en"], mine="Sam", theirs="Sam")
    days = [FIRST + timedelta(weeks=n) for n in range(len(course))]
    mine = balance([BalanceWeek(day, mine=one) for day, one in zip(days, course, strict=True)], words)
    theirs = balance([BalanceWeek(day, theirs=one) for day, one in zip(days, course, strict=True)], words)
    shared = ink(balance([BalanceWeek(days[0], mine=Balance(own_time=0))], replace(words, mine="·")))
    assert (ink(mine) - shared) == pytest.approx(ink(theirs) - shared, rel=0.05)


def test_two_of_one_mind_are_both_seen() -> None:
    alike = weeks(CASES["balance"]["in one mind"])
    apart = [replace(week, theirs=Balance(1, -1, 1, 1)) for week in alike]
    together, beside = (balance(shown, BALANCE["en"]) for shown in (alike, apart))
    for colour in (TEAL, PLUM):
        assert ink(together, colour) > 0.8 * ink(beside, colour)


def test_before_and_after_differ_without_colour() -> None:
    there = times([(8, 2), (7, 3), (6, 4)])
    back = [GuiltPoint(point.day, point.after, point.before) for point in there]
    words = GuiltWords("en", "Guilt", "same", "same")
    first, second = (Image.open(BytesIO(guilt_curve(points, words))).convert("L") for points in (there, back))
    assert sum(ImageChops.difference(first, second).histogram()[100:]) > 3_000


def test_only_the_latest_are_drawn() -> None:
    many = times(CASES["guilt"]["more than are shown"])
    assert guilt_curve(many, GUILT["en"]) == guilt_curve(many[-16:], GUILT["en"])
    all_weeks = weeks(CASES["balance"]["more than are shown"])
    assert balance(all_weeks, BALANCE["en"]) == balance(all_weeks[-8:], BALANCE["en"])


def test_years_are_told_where_they_differ() -> None:
    days = [date(2026, 12, 30), date(2027, 1, 2), date(2027, 2, 1)]
    points = [GuiltPoint(day, 5, 4 - n) for n, day in enumerate(days)]
    within = [replace(point, day=point.day.replace(year=2027)) for point in points]
    assert ink(guilt_curve(points, GUILT["es"])) > ink(guilt_curve(within, GUILT["es"]))


def test_a_picture_needs_something_to_show() -> None:
    with pytest.raises(ValueError, match="3 times"):
        guilt_curve(times([(5, 4), (4, 3)]), GUILT["en"])
    with pytest.raises(ValueError, match="a value"):
        balance([BalanceWeek(FIRST), BalanceWeek(FIRST, Balance(), Balance())], BALANCE["en"])


def test_the_heavy_libraries_are_loaded_only_when_needed() -> None:
    code = (
        "import sys, bot.insight.pictures, bot.insight.export, bot.insight.calendar_file;"
        "print(*sorted({'matplotlib', 'numpy', 'PIL', 'icalendar'} & sys.modules.keys()))"
    )
    root = Path(__file__).parents[2]
    told = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == ""


def test_drawing_leaves_no_global_figure() -> None:
    guilt_curve(times(CASES["guilt"]["three"]), GUILT["en"])
    assert "matplotlib.pyplot" not in sys.modules
