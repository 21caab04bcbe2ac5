"""What the tests of wording say, to whom, and when."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.model.events import Control, OpenQuestion, Prompt, Say
from bot.model.script import Visibility
from bot.model.state import Person
from bot.model.values import Variable
from bot.script.keyboard import Key
from bot.script.wording import Wording

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


def question(step: str, *controls: Control, visibility: Visibility = "private", dialog: str = "walk") -> Say:
    asked = OpenQuestion(ASK, dialog, step, visibility, controls)
    return Say(to=1, prompt=Prompt(dialog, step), values=NAMES, question=asked)


def labels(rows: tuple[tuple[Key, ...], ...]) -> list[list[str]]:
    return [[key.label for key in row] for row in rows]


def asked(wording: Wording, step: str, reader: Person = ANA, **shown: object) -> tuple[tuple[Key, ...], ...]:
    given = OpenQuestion(ASK, "trip", step, "private", **shown)  # type: ignore[arg-type]
    return wording.message(Say(to=1, prompt=Prompt("trip", step), values=NAMES, question=given), reader, NOW).rows


def data(rows: tuple[tuple[Key, ...], ...]) -> list[str]:
    return [key.data.removeprefix(f"a:{ASK}:") for row in rows for key in row]
