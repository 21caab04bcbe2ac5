"""What is typed at a question becomes its value, in the language, zone and country of whoever typed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from bot.engine.script import Library
from bot.engine.step import Question
from bot.engine.world import Read
from bot.model.state import Person
from bot.model.values import Day, Duration, Instant, Many, Number, Option, Unclear, Words
from bot.runtime.reading import reader
from bot.script.load import load_library
from bot.script.wording import Wording
from tests.script.small_house import small_house

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
TABLE = yaml.load((Path(__file__).parent / "reading.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
CASES = [(case, typed, meant) for case in TABLE for typed, meant in case["means"].items()]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Read]:
    dialogs, prompts = small_house(tmp_path_factory.mktemp("house"))
    library = load_library(dialogs)
    return library, reader(Wording(prompts, library, "coach_bot"))


def plain(value: object) -> object:
    """A value as the table writes it."""
    match value:
        case Option():
            return value.id
        case Words():
            return f"“{value.text}”"
        case Number():
            return value.n
        case Duration():
            return f"{value.minutes} min"
        case Many():
            return list(value.ids)
        case Day():
            return value.on
        case Instant():
            return f"{value.at:%Y-%m-%d %H:%M}"
        case Unclear():
            options = [f"{at:%Y-%m-%d %H:%M}" for at in value.options]
            shown: dict[str, object] = {"unclear": value.reason, "days": list(value.days), "options": options}
            return {key: part for key, part in shown.items() if part}
        case _:
            return value


def known_day(case: Mapping[str, object]) -> date | None:
    day = case.get("day")
    return day if isinstance(day, date) else None


@pytest.mark.parametrize(
    ("case", "typed", "meant"), CASES, ids=[f"{n} {case['ask']} {typed}" for n, (case, typed, _) in enumerate(CASES)]
)
def test_words_are_read_for_their_question(
    house: tuple[Library, Read], case: dict[str, str], typed: str, meant: object
) -> None:
    library, read = house
    dialog, _, name = case["ask"].partition(".")
    step = library.dialogs[dialog].steps[name]
    assert isinstance(step, Question)
    zone = case.get("zone", "Europe/Madrid")
    # Without a city nobody has set the zone.
    city = None if zone == "UTC" else "Here"
    writer = Person(1, "Ana", case.get("language", "en"), country=case.get("country", "ZZ"), zone=zone, city=city)
    assert plain(read(dialog, step, typed, writer, NOW, known_day(case))) == meant


def test_a_label_with_a_name_in_it_is_read_as_it_is_shown(house: tuple[Library, Read], tmp_path: Path) -> None:
    dialogs, prompts = small_house(tmp_path)
    file = prompts / "en" / "walk.j2"
    file.write_text(file.read_text(encoding="utf-8").replace("No walk", "Keep {{ reader }}"), encoding="utf-8")
    library = load_library(dialogs)
    step = library.dialogs["walk"].steps["how_far"]
    assert isinstance(step, Question)
    read = reader(Wording(prompts, library, "coach_bot"))
    assert read("walk", step, "keep ana", Person(1, "Ana", "en"), NOW) == Option("no_walk")
    assert read("walk", step, "keep ben", Person(1, "Ana", "en"), NOW) is None
