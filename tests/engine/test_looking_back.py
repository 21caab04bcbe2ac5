"""What a look back at a season says of what its person remembers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.model.events import Say
from bot.model.memory import Memory
from bot.model.seasons import Season
from bot.model.values import Day, Instant, Number, Option, Own, Planned, Variable, Words
from tests.engine.driver import HERE, START, Stage

ANNA = 1
CASES = yaml.safe_load((HERE / "looking_back.yaml").read_text(encoding="utf-8"))
OPTIONS = ("how_it_went",)


def at(text: object, zone: str) -> datetime:
    return datetime.fromisoformat(str(text)).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def value(name: str, written: object, zone: str) -> Variable:
    """An answer of a case as memory has it."""
    match written:
        case bool():
            return written
        case int():
            return Number(written)
        case str() if name in OPTIONS:
            return Option(written)
        case str() if written[:2] == "20":
            return Instant(at(written, zone))
    return str(written) if name in ("couple", "ours") else Words(str(written))


def remembered(stage: Stage, case: dict[str, Any], zone: str) -> None:
    for n, item in enumerate(case["memory"]):
        kind, made = item["kind"], at(item["made"], zone)
        values = {name: value(name, it, zone) for name, it in item.items() if name not in ("kind", "made")}
        if kind == "outing" and "started" not in values:
            values["started"] = values["when"]
        stage.items[ANNA][f"item{n}"] = Memory(f"item{n}", kind, 1, made, values)


def words(said: Variable) -> list[str]:
    assert isinstance(said, tuple)
    return [each.what for each in said if isinstance(each, Planned)]


def days(said: Variable, zone: str) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for each in said if isinstance(said, tuple) else ():
        assert isinstance(each, Planned)
        assert each.at is not None
        found.setdefault(each.what, set()).add(str(each.at.astimezone(ZoneInfo(zone)).date()))
    return {what: sorted(on) for what, on in found.items()}


def kinds(said: Variable) -> dict[str, int]:
    found = [each for each in said if isinstance(each, Own)] if isinstance(said, tuple) else []
    return {each.ask.removeprefix("kind_"): each.value.n for each in found if isinstance(each.value, Number)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_look_back_says_what_was_done_and_kept(case: dict[str, Any]) -> None:
    stage, zone = Stage(), case.get("zone", "UTC")
    person = stage.person(ANNA)
    person.zone, person.season, person.last_input = zone, Season(START), START + timedelta(days=40)
    remembered(stage, case, zone)
    stage.now = START + timedelta(days=42, hours=9)
    stage.command(ANNA, "season")
    said = {e.prompt.name: e.values for _, outcome in stage.happened for e in outcome.events if isinstance(e, Say)}
    assert ("nothing_yet" in said) == (case["done"] is None and case["kept"] is None)
    if case["done"] is None:
        assert "done" not in said
    else:
        done = said["done"]
        counts = {name: done[name] for name in ("away", "breathers", "home")}
        assert counts | {name: words(done[name]) for name in ("places", "brought")} == case["done"]
        assert days(done["days"], zone) == {what: [str(day) for day in on] for what, on in case["days"].items()}
    if case["kept"] is None:
        assert "kept" not in said
    else:
        kept = said["kept"]
        counted = {"kinds": kinds(kept["items"]), "said": kept["said"], "kept": kept["kept"]}
        assert counted | {name: words(kept[name]) for name in ("words", "kept_words")} == case["kept"]


@pytest.mark.parametrize(
    ("began", "ago", "found"),
    [
        (48, (50, 47, 43, 5), [47, 43, 5]),  # somewhat late: the whole season
        (100, (50, 47, 43, 40, 5), [40, 5]),  # long after: the last six weeks
        (0, (43, 40, 5), [40, 5]),  # back after a long time
    ],
)
def test_a_look_back_has_its_season_or_the_last_six_weeks(began: int, ago: tuple[int, ...], found: list[int]) -> None:
    stage = Stage(linked=False)
    stage.person(ANNA).season = Season(START - timedelta(days=began))
    for n in ago:
        made = START - timedelta(days=n)
        stage.items[ANNA][str(n)] = Memory(str(n), "homecoming", 1, made, {})
    stage.command(ANNA, "season")
    done = next(e for e in stage.happened[-1][1].events if isinstance(e, Say))
    assert done.values["home"] == len(found)
    first = START - timedelta(days=began if began > found[0] and began < 50 else found[0])
    assert done.values["first_day"] == Day(first.date())
