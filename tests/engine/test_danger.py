"""Words of danger are answered first, from every state and in every kind of message, and stand nowhere afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

import pytest

from bot.engine.step import Question
from bot.understand.age import read_age
from bot.understand.danger import notice
from tests.engine.answering import CONTROLS, answers_to
from tests.engine.begun import ANNA, BEN, begin
from tests.engine.danger_judged import answer_check, dialog_before, go_back, goes_on, judge, looks_like_silence, probe
from tests.engine.danger_told import (
    CANARY,
    DANGER,
    DATA,
    EVERY_TEXT,
    FOR_LENGTH,
    SHORT,
    TEXTS,
    UNSAID,
    WAYS,
    Written,
    branch,
)
from tests.engine.driver import LIBRARY, Stage
from tests.engine.story import Line, play_line
from tests.engine.test_endings import BOUND, FORMS, asked_in, finish


@pytest.fixture(scope="module", autouse=True)
def _read_once() -> Iterator[None]:
    """The same few texts are read thousands of times here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.engine.driver.notice", cache(notice))
        yield


@pytest.mark.parametrize("written", EVERY_TEXT, ids=str)
def test_these_texts_are_read_so(written: Written) -> None:
    """All else here rests on that."""
    long = [f"{written.text}. " * FOR_LENGTH] if written.kind != "safe words" else []
    for text in (written.text, *long):
        for passed_on in (False, True):
            danger = notice(text, passed_on)
            assert danger is not None, (text, passed_on)
            assert danger.category == written.category
            assert (danger.unsure, danger.asked) == (written.kind == "unsure", written.kind == "safe words")


# ── what must be true of the turn ──


@dataclass(frozen=True, slots=True)
class Place:
    """Where Anna is when she writes; `danger.yaml` says what its fields mean."""

    place: str
    before: Sequence[Line]
    then: Sequence[Line]
    linked: bool = True
    open: str | None = None

    def __str__(self) -> str:
        return self.place

    def stage(self) -> Stage:
        """Anna is there."""
        stage = Stage(linked=self.linked)
        for line in self.before:
            play_line(stage, line)
        found = stage.open_ask(ANNA)
        assert (stage.question(ANNA).step if found else None) == self.open
        return stage


PLACES = [Place(**place) for place in DATA["places"]]


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("way", WAYS)
def test_at_a_place(place: Place, way: str) -> None:
    for written in EVERY_TEXT:
        if way not in SHORT and written.kind == "safe words":
            continue
        stage = place.stage()
        after = probe(stage, ANNA, written, way)
        looks_like_silence(branch(after), branch(stage), BEN)
        if written.kind == "unsure":
            answer_check(after, ANNA, "no")
        for phone in after.phones.values():
            phone.seen = len(phone.shown)
        for line in place.then:
            play_line(after, line)


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("minutes", [0, 2, 61])
def test_in_a_flood_every_text_is_answered(place: Place, minutes: int) -> None:
    """Twenty in a row, whatever they are and however they come; the place is kept through all of them."""
    chance, stage = Random(minutes), place.stage()
    for _ in range(20):
        stage.move(timedelta(minutes=minutes))
        written = chance.choice([*DANGER, *EVERY_TEXT])
        stage = probe(stage, ANNA, written, chance.choice(SHORT))
        helping = [run for run in stage.of(ANNA).runs.values() if run.dialog in UNSAID]
        assert len(helping) <= 2, "they heap up"


@pytest.mark.parametrize("written", DANGER, ids=str)
def test_the_same_twenty_times_over(written: Written) -> None:
    """The words once, then the numbers alone; and after that the place is there as before."""
    stage = Stage()
    stage.person(ANNA).country = "ES"
    stage.command(ANNA, "asking")
    start, ask = branch(stage), stage.question(ANNA).ask
    for _ in range(20):
        stage = probe(stage, ANNA, written, "a text")
    told = [m.name for m in stage.phones[ANNA].shown[1:]]
    assert told == ["help_now.help"] + ["help_now.help_again"] * 19
    go_back(stage, ANNA)
    assert stage.question(ANNA).ask == ask
    finish(stage, Random(0).choice)
    looks_like_silence(stage, start, BEN)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("place", [place for place in PLACES if place.open == "hello"], ids=str)
def test_danger_comes_before_age(place: Place, way: str) -> None:
    """Who tells both in the welcome gets help lines, not a farewell."""
    text = DATA["young"].replace("CANARY", CANARY)
    danger = notice(text, False)
    assert danger is not None
    assert read_age(text, True) == 16
    probe(place.stage(), ANNA, Written("danger", text, danger.category), way)


@pytest.mark.parametrize("story", DATA["doubts and lateness"], ids=lambda story: story["case"])
def test_doubts_and_lateness(story: dict[str, Any]) -> None:
    stage = Stage(linked=story.get("linked", True))
    for line in story["story"]:
        play_line(stage, line)


# ── every state of every dialog ──

Where = tuple[object, ...]


def where(stage: Stage, who: int) -> Where:
    """Where a person is, as far as it makes a difference."""
    found = stage.open_ask(who)
    seats = []
    for person in stage.ids.values():
        runs = stage.of(person).runs.values()
        seats += [(person == who, r.dialog, r.seats[person].state) for r in runs if person in r.seats]
    if found is None:
        return (None, dialog_before(stage, who), *sorted(seats, key=repr))
    ask = found[0].seats[who].ask
    assert ask is not None
    face = (ask.draft is None, ask.unsure is None, not ask.picked, ask.preview is None, ask.typed is None)
    return (found[0].dialog, ask.step, face, not ask.moments, ask.day is None, not ask.cities, *sorted(seats, key=repr))


def walk(stage: Stage, tried: Counter[str], chance: Random) -> Iterator[Stage]:
    """Answer whatever is asked, also oddly, until nothing is left, and stop at each place on the way."""
    for _ in range(BOUND):
        yield stage
        who = next((p for p in (ANNA, BEN) if answers_to(stage, p)), None)
        if who is None:
            stage.move(timedelta(days=4))
            if not any(answers_to(stage, p) for p in (ANNA, BEN)):
                return
            continue
        ways = answers_to(stage, who)
        if ways[-1].endswith('"a few words') and chance.random() < 0.2:
            stage.type(who, "words " * 400, early=chance.random() < 0.3)
            yield stage
            stage.type(who, "other words", early=True)
            yield stage
        for way in ways:
            tried.setdefault(way, 0)
        way = min(ways, key=lambda w: tried[w]) if chance.random() < 0.6 else chance.choice(ways)
        tried[way] += 1
        answer = way.partition("=")[2]
        if answer.startswith('"'):
            stage.type(who, answer[1:])
        else:
            stage.press(who, f"a:{stage.question(who).ask}:{'!' if answer in CONTROLS else ''}{answer}")


def needed(name: str, form: str) -> set[str]:
    """The questions that a form of a dialog has."""
    dialog = LIBRARY.dialogs[name]
    return {s.id for s in dialog.steps.values() if isinstance(s, Question) and asked_in(dialog, s, form)}


WALKS = 4


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_in_every_state_of_a_dialog_danger_comes_first(name: str, form: str) -> None:
    linked, known, reached, tried = form == "couple", set[Where](), set[str](), Counter[str]()
    for seed in range(200):
        chance = Random(seed)
        for start in begin(LIBRARY.dialogs[name], linked=linked):
            for stage in walk(start, tried, chance):
                for who in (ANNA, BEN):
                    here = where(stage, who)
                    if here in known:
                        continue
                    known.add(here)
                    reached.add(str(here[1]))
                    everything(stage, who, chance)
        if seed >= WALKS - 1 and needed(name, form) <= reached:
            return
    raise AssertionError(f"never asked: {needed(name, form) - reached}")


def everything(stage: Stage, who: int, chance: Random) -> None:
    """Every kind of message with danger in it; a doubted text and a safe word in one kind each; and what follows."""
    for number, way in enumerate(WAYS):
        probe(stage, who, DANGER[(stage.turns + number) % len(DANGER)], way)
    for kind in TEXTS:
        after = probe(stage, who, chance.choice(TEXTS[kind]), chance.choice(SHORT))
        goes_on(branch(after), stage, who, chance)
        looks_like_silence(after, branch(stage), 3 - who)
    help_is_owed(branch(stage), who, chance)


def help_is_owed(stage: Stage, who: int, chance: Random) -> None:
    """What was written hours ago is answered by a neutral line, and by the help with what the person does next."""
    before, written = branch(stage), chance.choice(DANGER)
    stage.type(who, written.text, ago=timedelta(hours=2), early=chance.random() < 0.5)
    judge(before, stage, who, written, long_ago=True)
    calm = branch(stage)
    if chance.random() < 0.5:
        stage.type(who, "what is it")
        judge(calm, stage, who, written)
        return
    stage.press(who, "c:menu")
    told = [m.name for m in stage.phones[who].shown[len(calm.phones[who].shown) :]]
    assert told[-1] in ("help_now.help", "help_now.where?"), told
    assert stage.person(who).owed is False
