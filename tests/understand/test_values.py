"""What people type at a question for a name, a city, a number, or yes and no: each line of values/ is one case.

`right` is what it comes to, or several things joined by " or ": "ASK" is a question back, "None" that it does not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.engine.steps.ask import AskStep
from bot.model.state import Person
from bot.model.values import City, Number, Option, Unclear, Value, Words
from bot.runtime.reading import READERS, Typed
from bot.understand.control import read_control

HERE = Path(__file__).parent / "values"
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
ASKS: Mapping[str, Mapping[str, object]] = {
    "names": {"kind": "name", "max": 40},
    "cities": {"kind": "city"},
    "numbers": {"kind": "number", "from": 0, "to": 10},
    "yes_no": {"kind": "yes_no"},
}


def _cases() -> Iterator[tuple[str, str, str, str]]:
    for path in sorted(HERE.glob("*.yaml")):
        about, language, _ = path.name.split(".")
        if about in ASKS:
            for case in yaml.safe_load(path.read_text(encoding="utf-8")):
                yield about, language, case["say"], case["right"]


def _read(about: str, language: str, text: str) -> Value | Unclear | None:
    step = AskStep.model_validate({"ask": "it", **ASKS[about]}).with_(low=0, high=10)
    return READERS[step.kind](Typed(text, step, {}, Person(1, "Ana", language), NOW))


def _told(value: Value | Unclear | None) -> str:
    match value:
        case Words(text):
            return text
        case City():
            return f"{value.name} {value.country} {value.zone}"
        case Number(n):
            return str(n)
        case Option(id):
            return id
        case Unclear():
            return "ASK"
    return "None"


def _yes_no(language: str, text: str) -> str:
    """A yes or no before a control word, as at the question itself; what is neither is asked again."""
    told = _told(_read("yes_no", language, text))
    later = read_control(text) == "later"
    return told if told in ("yes", "no") else "later" if later else "ASK"


def _other(about: str) -> Callable[[str, str], str]:
    def told(language: str, text: str) -> str:
        said = _told(_read(about, language, text))
        if read_control(text) is None:
            return said
        # A control word that is a name as well ("Salta") is asked about.
        return "ASK" if about == "cities" and said != "None" else "None"

    return told


COMES_TO: Mapping[str, Callable[[str, str], str]] = {about: _other(about) for about in ASKS} | {"yes_no": _yes_no}


@pytest.mark.parametrize(("about", "language", "text", "right"), list(_cases()))
def test_what_is_said_comes_to_what_is_right(about: str, language: str, text: str, right: str) -> None:
    assert COMES_TO[about](language, text) in right.split(" or ")
