"""What the tests of wording say, to whom, and when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.engine.kinds import kind_of
from bot.engine.kinds.kind import Asked
from bot.engine.step import Question
from bot.model.asks import Ask
from bot.model.events import OpenQuestion, Prompt, Say
from bot.model.script import Visibility
from bot.model.state import Person
from bot.model.values import Variable
from bot.script.keyboard import Key
from bot.script.load import load_library
from bot.script.wording import Wording
from tests.script.small_house import SMALL

LIBRARY = load_library(SMALL / "dialogs")
ANA = Person(id=1, name="Ana", language="en")
LUIS = Person(id=2, name="Luis", language="es-MX")
NAMES: dict[str, Variable] = {"reader": "Ana", "other": "Luis", "me": "Ana", "partner": "Luis", "linked": True}
ASK = "abcdefghij"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
EVA = Person(id=3, name="Eva", language="es", zone="Europe/Madrid", city="Madrid")
JO = Person(id=4, name="Jo", language="en", zone="America/New_York", city="New York")


def say(name: str, dialog: str = "walk", /, **values: Variable) -> Say:
    return Say(to=1, prompt=Prompt(dialog, name), values={**NAMES, **values})


def question(step: str, *controls: str, visibility: Visibility = "private", dialog: str = "walk") -> Say:
    shown = open_question(dialog, Ask(ASK, step), ANA, controls, visibility)
    return Say(to=1, prompt=Prompt(dialog, step), values=NAMES, question=shown)


def open_question(
    dialog: str, ask: Ask, reader: Person, controls: tuple[str, ...] = (), visibility: Visibility = "private"
) -> OpenQuestion:
    """A question of the small house as the engine would show it."""
    step = LIBRARY.dialogs[dialog].steps[ask.step]
    assert isinstance(step, Question)
    kind, so_far = kind_of(step), Asked(step, ask, NOW, ZoneInfo(reader.zone))
    taps, back = kind.taps(so_far), kind.takes_back(so_far)
    return OpenQuestion(ASK, dialog, step.id, visibility, controls, (), tuple(ask.picked), taps, back)


def labels(rows: tuple[tuple[Key, ...], ...]) -> list[list[str]]:
    return [[key.label for key in row] for row in rows]


def asked(
    wording: Wording, step: str, reader: Person = ANA, /, controls: tuple[str, ...] = (), **so_far: Any
) -> tuple[tuple[Key, ...], ...]:
    """The buttons of a question of the trip; `so_far` is what its ask holds."""
    given = open_question("trip", Ask(ASK, step, **so_far), reader, controls)
    return wording.message(Say(to=1, prompt=Prompt("trip", step), values=NAMES, question=given), reader, NOW).rows


def data(rows: tuple[tuple[Key, ...], ...]) -> list[str]:
    return [key.data.removeprefix(f"a:{ASK}:") for row in rows for key in row]
