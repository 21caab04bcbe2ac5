"""What people say to "from ten until eight I keep quiet, does that suit you?", by what the question comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from _pytest.mark import ParameterSet

from bot.engine.world import World
from bot.model.values import Option, TimeOfDay
from bot.runtime.hearing import Ear
from tests.engine.driver import Stage
from tests.understand.test_near import house

VALUES = Path(__file__).parent / "values"
ANNA = 1


class Welcomed(Stage):
    """Anna, new here, at the question about quiet hours; heard and read as the house does."""

    def __init__(self, language: str) -> None:
        super().__init__(["anna"], linked=False, library=house()[0])
        self.person(ANNA).language = language
        self.person(ANNA).consented = False
        self.command(ANNA, "start")
        for _ in ("age", "consent"):
            self.press(ANNA, f"a:{self.question(ANNA).ask}:agree")
        for _ in ("name", "city"):
            self.press(ANNA, f"a:{self.question(ANNA).ask}:!skip")

    def world(self) -> World:
        library, wording, read = house()
        return replace(super().world(), read=read, hear=Ear(library, wording))

    def comes_to(self, text: str) -> str:
        """What a text comes to: yes, no, when quiet begins and ends as far as it says, or that it is asked again."""
        self.type(ANNA, text)
        run = next(run for run in self.of(ANNA).runs.values() if run.dialog == "welcome")
        hours = (("from", run.answer("quiet_from", ANNA)), ("to", run.answer("quiet_to", ANNA)))
        said = {word: a.value.minutes for word, a in hours if a is not None and isinstance(a.value, TimeOfDay)}
        if said:
            return " ".join(f"{word} {minutes // 60:02}:{minutes % 60:02}" for word, minutes in said.items())
        suits = run.answer("quiet", ANNA)
        return suits.value.id if suits is not None and isinstance(suits.value, Option) else "ASK"


def cases() -> Iterator[ParameterSet]:
    """Each line; one that is `not_yet` as it should be says why."""
    for path in sorted(VALUES.glob("quiet.*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            marks = [pytest.mark.xfail(strict=True, reason=case["not_yet"])] if "not_yet" in case else []
            yield pytest.param(path.name.split(".")[1], case["say"], case["right"], marks=marks)


@pytest.mark.parametrize(("language", "text", "right"), list(cases()))
def test_quiet_hours_in_words(language: str, text: str, right: str) -> None:
    assert Welcomed(language).comes_to(text) in right.split(" or ")


def test_what_is_left_unsaid_stays_as_it_was_offered_and_is_said_back() -> None:
    anna = Welcomed("en")
    anna.type(ANNA, "yes but from 11")
    assert (anna.person(ANNA).quiet_from, anna.person(ANNA).quiet_to) == (23 * 60, 8 * 60)
    assert "quiet_set" in [shown.name for shown in anna.phones[ANNA].shown]
    assert anna.question(ANNA).step == "brings"


def test_hours_that_were_said_can_be_said_anew() -> None:
    anna = Welcomed("en")
    anna.type(ANNA, "22:30 to 7")
    back = next(control for control in anna.question(ANNA).controls if control in ("back", "change"))
    anna.press(ANNA, f"a:{anna.question(ANNA).ask}:!{back}")
    assert anna.question(ANNA).step == "quiet"
    anna.type(ANNA, "until nine")
    assert (anna.person(ANNA).quiet_from, anna.person(ANNA).quiet_to) == (22 * 60 + 30, 9 * 60)
