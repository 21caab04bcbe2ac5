"""Each kind of question: what its buttons are, what each comes to, how typed words are read. kinds/README.md says how
the cases are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.kinds import KINDS
from bot.engine.kinds.kind import Asked
from bot.engine.steps.ask import AskStep
from bot.model.asks import Ask
from bot.model.values import City
from bot.runtime.reading import READERS
from bot.script.keyboard import DATA_BYTES, IN_A_ROW, answer_data
from tests.engine.asking import Asking, dialog_of
from tests.engine.driver import HERE

T = TypeVar("T")
WAYS_OUT = ("skip", "later")


@dataclass(frozen=True)
class Case:
    """One question as it stands, after what was `before`."""

    kind: str
    name: str
    ask: dict[str, object]
    before: list[str]
    buttons: list[list[str]]
    controls: list[str]
    remembered: list[str]
    gives: dict[str, object]
    listed: list[str]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


def _cases() -> list[Case]:
    found = []
    for path in sorted((HERE / "kinds").glob("*.yaml")):
        for entry in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader):
            ask = {"kind": path.stem, **entry.get("ask", {})}
            rows = [row.split() for row in entry.get("buttons", [])]
            before, controls, remembered = (entry.get(key, []) for key in ("before", "controls", "remembered"))
            case = Case(
                path.stem, entry["case"], ask, before, rows, controls, remembered, entry["gives"], entry.get("list", [])
            )
            found.append(case)
    return found


CASES = _cases()


def _stand(case: Case, folder: Path) -> Asking:
    stage = Asking(dialog_of(folder, case.ask), remembered=case.remembered)
    for said in [*case.listed, "!done"] if case.listed else []:
        stage.give(said)
    for said in case.before:
        stage.give(said)
    return stage


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_kind_of_question(case: Case, tmp_path: Path) -> None:
    stage = _stand(case, tmp_path)
    assert stage.rows == case.buttons
    assert [c for c in stage.asked.controls if c not in WAYS_OUT] == case.controls
    assert {given: _stand(case, tmp_path).give(given) for given in case.gives} == case.gives


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_question_has_cases_and_a_reader(kind: str) -> None:
    assert any(case.kind == kind for case in CASES), f"tests/engine/kinds/{kind}.yaml is missing"
    assert kind in READERS, f"bot/runtime/reading.py does not read a {kind}"


NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
names = st.from_regex(r"[a-r][a-z_]{0,8}", fullmatch=True)
minutes = st.integers(0, 1439)


def several(values: st.SearchStrategy[T], most: int = 8) -> st.SearchStrategy[list[T]]:
    return st.lists(values, max_size=most, unique=True)


@st.composite
def questions(draw: st.DrawFn, kind: str) -> Asked:
    """A question of a kind with anything that its script and its ask may hold, at any time of day."""
    low = draw(st.integers(0, 50))
    step = AskStep.model_validate({"ask": "it", "kind": kind}).with_(
        low=low,
        high=low + draw(st.integers(1, 40)),
        presets=tuple(draw(several(minutes))),
        options=KINDS[kind].options(tuple(draw(several(names)))),
    )
    cities = st.builds(City, names, st.just("Europe/Madrid"))
    ask = Ask(
        "it",
        "it",
        picked=draw(several(st.sampled_from(step.options))) if step.options else [],
        moments=[NOW + timedelta(minutes=n) for n in draw(several(minutes))],
        day=draw(st.none() | st.dates(date(2026, 3, 1), date(2026, 3, 12))),
        cities=draw(several(cities)),
        suggestions=draw(several(st.text(min_size=1, max_size=20), most=4)),
    )
    zone = ZoneInfo(draw(st.sampled_from(["UTC", "Pacific/Kiritimati", "America/St_Johns"])))
    return Asked(step, ask, NOW + timedelta(minutes=draw(minutes)), zone)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=30)
@given(data=st.data())
def test_a_button_is_read_as_the_value_it_was_written_for(kind: str, data: st.DataObject) -> None:
    asked = data.draw(questions(kind))
    for group in KINDS[kind].taps(asked):
        for tap in group.each:
            assert KINDS[kind].read(asked, tap.data) == tap.shown
            assert len(answer_data("x" * 10, tap.data).encode()) <= DATA_BYTES
        assert (group.in_a_row or 1) <= IN_A_ROW


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=30)
@given(data=st.data(), forged=st.text(max_size=20) | st.from_regex(r"[!dhtsc]?-?[0-9]{1,12}", fullmatch=True))
def test_what_was_never_offered_means_nothing(kind: str, data: st.DataObject, forged: str) -> None:
    asked = data.draw(questions(kind))
    offered = {tap.data for group in KINDS[kind].readable(asked) for tap in group.each}
    if forged not in offered:
        assert KINDS[kind].read(asked, forged) is None
        assert KINDS[kind].press(asked, forged) is None or forged.startswith("!")
