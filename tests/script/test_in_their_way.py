"""Times and lengths in the real prompts, as they are written in Mexico and in the United States."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from bot.model.events import Prompt, Say
from bot.model.state import Person
from bot.model.values import Duration, Instant, TimeOfDay, Variable, Words
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.wording import Wording

NOW = datetime(2026, 11, 27, 16, tzinfo=UTC)
TODAY = Instant(datetime(2026, 11, 28, 2, tzinfo=UTC))
TOMORROW = Instant(datetime(2026, 11, 29, 2, tzinfo=UTC))
NAMES: dict[str, Variable] = {"reader": "Ana", "other": "Ben", "me": "Ana", "partner": "Ben", "linked": True}
MEXICAN = Person(1, "Ana", "es", zone="America/Mexico_City", city="Puebla", country="MX")
AMERICAN = Person(2, "Ana", "en", zone="America/Chicago", city="Chicago", country="US")
TWO_HOURS = Duration(120)


@cache
def wording() -> Wording:
    return Wording(prompts_folder(), load_library(dialogs_folder()), "coach_bot")


def shown(where: str, reader: Person, **values: Variable) -> str:
    dialog, _, name = where.partition(".")
    text = wording().message(Say(reader.id, Prompt(dialog, name), {**NAMES, **values}), reader, NOW).text
    return text.translate({0x202F: " ", 0xA0: " "})


@pytest.mark.parametrize(
    ("where", "values", "reader", "said"),
    [
        (
            "common.length_understood",
            {"length": TWO_HOURS, "until": TODAY},
            MEXICAN,
            "2 horas, de vuelta a las 8:00 p.m.",
        ),
        (
            "common.length_understood",
            {"length": TWO_HOURS, "until": TOMORROW},
            MEXICAN,
            "2 horas, de vuelta el sábado 28 de noviembre, 8:00 p.m.",
        ),
        ("common.length_understood", {"length": TWO_HOURS, "until": None}, MEXICAN, "2 horas."),
        ("common.length_understood", {"length": TWO_HOURS, "until": TODAY}, AMERICAN, "2 hours, back at 8:00 PM."),
        (
            "common.length_understood",
            {"length": TWO_HOURS, "until": TOMORROW},
            AMERICAN,
            "2 hours, back on Saturday, November 28, 8:00 PM.",
        ),
        ("common.moment_understood", {"moment": TODAY}, MEXICAN, "O sea, viernes 27 de noviembre, 8:00 p.m."),
        ("longer.until_then", {"until": TODAY}, MEXICAN, "Bien. No te digo nada hasta las 8:00 p.m."),
        (
            "common.hours_understood",
            {"first": TimeOfDay(1320), "last": TimeOfDay(420)},
            MEXICAN,
            "O sea, de 10:00 p.m. a 7:00 a.m.",
        ),
    ],
)
def test_what_is_understood_is_said_as_its_reader_writes_it(
    where: str, values: dict[str, Variable], reader: Person, said: str
) -> None:
    assert shown(where, reader, **values).replace("p. m.", "p.m.").replace("a. m.", "a.m.") == said


@pytest.mark.parametrize("reader", [MEXICAN, AMERICAN])
@pytest.mark.parametrize("at", [TODAY, TOMORROW])
def test_no_sentence_ends_twice(reader: Person, at: Instant) -> None:
    values: dict[str, Variable] = {"until": at, "new_when": at, "how_long": TWO_HOURS}
    for where in ("space.partner_hears", "space.until", "longer.they_hear", "move_plan.moved"):
        text = shown(where, reader, **values)
        assert ".." not in text
        assert ". ." not in text


def test_people_s_own_full_stops_stay() -> None:
    assert "“wait..”" in shown("common.changed_answer", AMERICAN, words=Words("wait.."))


@pytest.mark.parametrize("reader", [MEXICAN, AMERICAN])
def test_a_plan_is_told_with_its_day_whatever_today_is(reader: Person) -> None:
    day = "27 de noviembre" if reader is MEXICAN else "November 27"
    values: dict[str, Variable] = {
        "what": Words("a swim"),
        "when": TODAY,
        "how_long": TWO_HOURS,
        "until": None,
        "ours": False,
    }
    for where in ("leave.planned", "leave.told_plan", "common.plan_item"):
        assert day in shown(where, reader, **values)


def test_an_hour_of_another_day_has_its_day_however_soon_it_is() -> None:
    late = Person(3, "Ana", "en", zone="Europe/Madrid", city="Madrid")
    soon = Instant(datetime(2026, 11, 27, 23, 30, tzinfo=UTC))
    say = Say(3, Prompt("longer", "until_then"), {**NAMES, "until": soon})
    text = wording().message(say, late, datetime(2026, 11, 27, 22, 30, tzinfo=UTC)).text
    assert text == "Fine. I'm quiet until Saturday 28 November, 00:30."
