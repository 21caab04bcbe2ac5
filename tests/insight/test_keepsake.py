"""A card of people's own words: all of them on it, inside its frame, or none of it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image, ImageChops

from bot.insight.canvas import PAPER, WIDTH
from bot.insight.keepsake import can_be_drawn, keepsake
from bot.insight.lettering import pieces

CASES = yaml.safe_load((Path(__file__).parent / "keepsake.yaml").read_text(encoding="utf-8"))["cards"]
DRAWN = [case for case in CASES if case["drawn"]]
every_card = pytest.mark.parametrize("case", DRAWN, ids=lambda case: case["case"])


def a_card(case: dict[str, Any]) -> Image.Image:
    return Image.open(BytesIO(keepsake(case["passages"], case["to"], case["by"]))).convert("RGB")


def inked(picture: Image.Image, box: tuple[int, int, int, int]) -> bool:
    part = picture.crop(box)
    drawn = ImageChops.difference(part, Image.new("RGB", part.size, PAPER)).convert("L")
    return drawn.point(lambda level: 255 * (level > 12)).getbbox() is not None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_what_can_be_drawn_is_known_before_it_is(case: dict[str, Any]) -> None:
    assert can_be_drawn(case["passages"]) is case["drawn"]
    if not case["drawn"]:
        with pytest.raises(ValueError, match="every letter"):
            keepsake(case["passages"], case["to"], case["by"])


@every_card
def test_a_card_fits_a_phone_and_says_nothing_of_the_machine(case: dict[str, Any]) -> None:
    png = keepsake(case["passages"], case["to"], case["by"])
    picture = Image.open(BytesIO(png))
    assert len(png) < 60_000
    assert (picture.format, picture.size) == ("PNG", (WIDTH, 1350))
    assert picture.info.keys() <= {"transparency", "gamma"}


@every_card
def test_its_words_stay_inside_the_frame(case: dict[str, Any]) -> None:
    picture = a_card(case)
    for left, right in ((78, 120), (WIDTH - 120, WIDTH - 78)):
        assert not inked(picture, (left, 90, right, 1260))
    for top, bottom in ((256, 285), (1075, 1122)):
        assert not inked(picture, (90, top, WIDTH - 90, bottom))
    assert inked(picture, (120, 290, WIDTH - 120, 1070))


def test_names_are_written_where_they_can_be() -> None:
    of_two = a_card({"passages": ["Glad"], "to": "Ben", "by": "Ana"})
    of_one = a_card({"passages": ["Glad"], "to": "", "by": "谢"})
    top, bottom = (200, 130, WIDTH - 200, 205), (200, 1180, WIDTH - 200, 1250)
    assert (inked(of_two, top), inked(of_two, bottom)) == (True, True)
    assert (inked(of_one, top), inked(of_one, bottom)) == (False, False)


def test_what_is_written_changes_the_card_and_emoji_do_not() -> None:
    plain = keepsake(["You did it"], "Ben", "Ana")
    assert plain != keepsake(["You did that"], "Ben", "Ana")
    assert plain == keepsake(["You did it 🎓"], "Ben", "Ana")


def test_a_word_is_broken_between_the_letters_that_one_sees() -> None:
    assert pieces("e\u0301a") == ["e\u0301", "a"]
    assert pieces("می\u200cخ") == ["م", "ی\u200cخ"]
