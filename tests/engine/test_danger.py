"""Words of danger are answered first, from every state and in every kind of message, and stand nowhere afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any, Final

import pytest
import yaml

from bot.coach.nudging import is_paused
from bot.engine.script import Question
from bot.engine.steps.offer import OfferStep
from bot.model import events, inputs
from bot.model.script import Button
from bot.model.state import Conversation, Person, Run
from bot.understand.age import read_age
from bot.understand.danger import notice
from tests.engine.answering import CONTROLS, answers_to
from tests.engine.driver import HERE, LIBRARY, STATE, Stage
from tests.engine.story import Line, play_line
from tests.engine.test_endings import ANNA, BEN, BOUND, FORMS, begin, finish

HELP, CHECK = "help_now", "are_you_safe"
UNSAID = frozenset({HELP, CHECK})
DATA = yaml.safe_load((HERE / "danger.yaml").read_text(encoding="utf-8"))
CANARY: Final = "canary17x"


@dataclass(frozen=True, slots=True)
class Written:
    """A text with the canary in it. `kind`: danger, unsure or safe words."""

    kind: str
    text: str
    category: str | None

    def __str__(self) -> str:
        return self.text


TEXTS = {
    kind: tuple(Written(kind, t["words"].replace("CANARY", CANARY), t.get("category")) for t in texts)
    for kind, texts in DATA["written"].items()
}
EVERY_TEXT = [written for texts in TEXTS.values() for written in texts]
DANGER = TEXTS["danger"]
FOR_LENGTH = 60
"""So many times over, a text is longer than any question takes."""


def branch(stage: Stage) -> Stage:
    """The same moment once more, to try something in it."""
    twin = copy(stage)
    twin.conversations = list(stage.conversations)  # no turn changes the one it was given
    twin.nudges, twin.tokens = dict(stage.nudges), dict(stage.tokens)
    twin.fired, twin.memory, twin.requests = list(stage.fired), list(stage.memory), list(stage.requests)
    twin.happened = list(stage.happened)
    twin.items = {who: dict(items) for who, items in stage.items.items()}
    twin.invitations = {key: replace(link) for key, link in stage.invitations.items()}
    twin.phones = {
        who: replace(
            phone,
            shown=list(phone.shown),
            flight=list(phone.flight),
            carried={ask: [replace(row) for row in rows] for ask, rows in phone.carried.items()},
            answered=dict(phone.answered),
            alive=dict(phone.alive),
        )
        for who, phone in stage.phones.items()
    }
    return twin


# ── every kind of message ──


def _said(stage: Stage, words: str) -> inputs.Said:
    return inputs.Said(words, at=stage.now)


def _passed_on(stage: Stage, words: str) -> inputs.Said:
    return inputs.Said(others=words, at=stage.now)


def _asked(stage: Stage, who: int) -> list[str]:
    """The ids of the questions that a phone has shown, oldest first."""
    return [m.say.question.ask for m in stage.phones[who].shown if m.say.question]


def _type_with(stage: Stage, who: int, text: str, said: inputs.Said) -> None:
    phone = stage.phones[who]
    phone.last += 10
    stage.play(who, inputs.Text(who, text, phone.last, phone.reach(), said=said))


def _perhaps_unseen(stage: Stage, who: int, words: str) -> None:
    """Nobody knows whether the open question had reached its reader."""
    phone = stage.phones[who]
    phone.last += 10
    reach = {ask: inputs.Reach(covered=0) for ask in _asked(stage, who)}
    stage.play(who, inputs.Text(who, words, phone.last, reach, True, said=_said(stage, words)))


def _reply(at: int) -> Callable[[Stage, int, str], None]:
    def reply(stage: Stage, who: int, words: str) -> None:
        asked = _asked(stage, who)
        stage.type(who, words, reply=asked[at] if asked else "nothing")

    return reply


def _command(stage: Stage, who: int, words: str) -> None:
    name = COMMANDS[stage.turns % len(COMMANDS)]
    stage.play(who, inputs.Command(who, name, said=_said(stage, f"/{name} {words}")))


COMMANDS = (
    *("menu", "stop", "skip", "undo", "later", "repeat", "help", "start", "help_now", "misread", "resume", "hide_now"),
    *("checkin", "leave", "forget", "unlink", "mine", "no_such"),
)
WAYS: Mapping[str, Callable[[Stage, int, str], None]] = {
    "a text": lambda stage, who, words: stage.type(who, words),
    "a very long text": lambda stage, who, words: stage.type(who, f"{words}. " * FOR_LENGTH),
    "a text that came early": lambda stage, who, words: stage.type(who, words, early=True),
    "a text beneath something unread": _perhaps_unseen,
    "a reply to the last question": _reply(-1),
    "a reply to the first question": _reply(0),
    "a changed message": lambda stage, who, words: stage.play(who, inputs.Edited(who, _said(stage, words))),
    "a caption": lambda stage, who, words: stage.play(who, inputs.Unreadable(who, _said(stage, words))),
    "a command": _command,
    "words passed on": lambda stage, who, words: _type_with(stage, who, words, _passed_on(stage, words)),
    "a picture passed on": lambda stage, who, words: stage.play(who, inputs.Unreadable(who, _passed_on(stage, words))),
    "words quoted": lambda stage, who, words: _type_with(stage, who, "this", inputs.Said("this", words, at=stage.now)),
}
SHORT = [name for name in WAYS if name not in ("a command", "a very long text")]
"""A safe word asks for help only where it nearly stands alone."""


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

_NEUTRAL = Person(0, "", "")
_CHANGES = {
    name: getattr(_NEUTRAL, name)
    for name in (
        *("foreground", "parked", "last_input", "since", "pieces", "doubt", "helped", "owed", "help_mark", "fleeting"),
        *("paused_until", "apart", "outing", "planned", "ignored"),
    )
}
"""What of a person danger may change. Of an outing, that it is not spoken of."""


def probe(stage: Stage, who: int, written: Written, way: str) -> Stage:
    """Somebody writes in danger; what came of it, once it is as it must be. Raises AssertionError."""
    after = branch(stage)
    WAYS[way](after, who, written.text)
    judge(stage, after, who, written)
    return after


def judge(before: Stage, after: Stage, who: int, written: Written, *, long_ago: bool = False) -> None:
    """The help is all that anybody sees of this turn; nothing else has changed, and the words stand nowhere."""
    _, outcome = after.happened[-1]
    mine = [e for e in outcome.events if isinstance(e, events.Say) and e.to == who]
    told = [f"{say.prompt.dialog}.{say.prompt.name}" for say in mine]
    doubted = written.kind == "unsure" and dialog_before(before, who) != CHECK
    if long_ago and not doubted:
        asked_again = [f"{HELP}.where"] if dialog_before(before, who) == HELP else []
        # A question of the help does not stand beneath it: that line may be read by anybody.
        assert told == ["common.here_again", *(name for name in asked_again if not name.startswith("help_now."))], told
    elif doubted:
        assert told == [f"{CHECK}.safe"], told
        assert mine[-1].question is not None
    else:
        assert told[:1] in ([f"{HELP}.help"], [f"{HELP}.help_again"]), told
        assert told[1:] in ([], [f"{HELP}.where"]), told
        assert mine[0].values["category"] == (written.category or "none")
        assert mine[0].urgent
        assert mine[0].mark is not None, "nobody will know whether it went out in time"
    assert all(say.silent and say.tone == "reply" and not say.once for say in mine), "it makes a sound"
    assert not any(getattr(e, "to", who) != who for e in outcome.events), "the other sees something"
    for event in outcome.events:
        shown = isinstance(event, events.Say | events.Settle | events.Fade | events.Retract)
        assert shown or (isinstance(event, events.SetNudge) and event.reason in ("way_back", "promote")), event
    person = after.person(who)
    assert doubted or (person.apart and is_paused(person, after.now)), "nothing is held"
    unchanged(before.of(who), after.of(who), who)
    stands_nowhere(after, who, doubted=doubted)


def dialog_before(stage: Stage, who: int) -> str | None:
    run = stage.of(who).runs.get(stage.person(who).foreground or "")
    return run.dialog if run is not None else None


def unchanged(before: Conversation, after: Conversation, who: int) -> None:
    """Everybody's place, answers and diary are as they were; what was in front of one's eyes waits."""
    assert _essence(after, who) == _essence(before, who), "a run has changed"
    person, now = before.people[who], after.people[who]
    front = before.runs.get(person.foreground or "")
    waiting = [p.run for p in person.parked if before.runs[p.run].dialog not in UNSAID]
    if front is not None and front.dialog not in UNSAID and front.seats[who].ask is not None:
        waiting.append(front.id)
    assert [p.run for p in now.parked if after.runs[p.run].dialog not in UNSAID] == waiting
    assert all(after.runs[run].seats[who].state == "parked" for run in waiting)
    assert replace(now, **_CHANGES) == replace(person, **_CHANGES), "the person has changed"
    for outing, was in ((now.outing, person.outing), *zip(now.planned, person.planned, strict=True)):
        assert (outing is None) == (was is None)
        assert outing is None or was is None or replace(outing, hushed=was.hushed) == was
    assert all(after.people[other] == before.people[other] for other in before.people if other != who)


def _essence(conversation: Conversation, who: int) -> dict[str, Run]:
    """All runs but those of the help itself, whether or not they are in front of the person."""
    return {
        run.id: replace(run, seats={p: replace(s, state="idle") if p == who else s for p, s in run.seats.items()})
        for run in conversation.runs.values()
        if run.dialog not in UNSAID
    }


def stands_nowhere(stage: Stage, who: int, *, doubted: bool) -> None:
    """The canary is in no state, no memory and in nothing that was said; only a text that was doubted waits, once."""
    _, outcome = stage.happened[-1]
    assert CANARY not in repr((outcome.events, stage.memory, stage.items, stage.nudges))
    for conversation in stage.conversations:
        if who in conversation.people:
            person = conversation.people[who]
            assert person.doubt is not None or not doubted
            if doubted:
                others = {k: replace(p, doubt=None) if k == who else p for k, p in conversation.people.items()}
                conversation = replace(conversation, people=others)
        assert CANARY not in STATE.dump_json(conversation).decode()


def goes_on(stage: Stage, before: Stage, who: int, chance: Random) -> None:
    """From the help a button leads back to the very question, and then to the end."""
    place = before.open_ask(who)
    at_help = dialog_before(before, who) in UNSAID
    doubted = dialog_before(stage, who) == CHECK
    if doubted and chance.random() < 0.5:
        answer_check(stage, who, "yes")
        finish(stage, chance.choice)
        return
    if doubted:
        answer_check(stage, who, "no")
    if chance.random() < 0.5 and dialog_before(stage, who) == HELP:
        stage.press(who, f"a:{stage.question(who).ask}:ES")
    if place is not None and not at_help:
        go_back(stage, who)
        assert stage.open_ask(who) == (stage.of(who).runs[place[0].id], place[1]), "it leads elsewhere"
        assert stage.question(who).ask == place[1]
        assert stage.phones[who].shown[-1].say.question == stage.question(who)
    end_help(stage, who)
    finish(stage, chance.choice)


def go_back(stage: Stage, who: int) -> None:
    """Press the button under the help lines."""
    lines = next(m.say for m in reversed(stage.phones[who].shown) if m.name == f"{HELP}.help")
    assert "resume" in [button.command for button in lines.buttons if isinstance(button, Button)]
    stage.press(who, "c:resume")


def answer_check(stage: Stage, who: int, answer: str) -> None:
    """Whether one is safe. Who isn't sure gets the help lines, and the words are gone."""
    assert dialog_before(stage, who) == CHECK
    stage.press(who, f"a:{stage.question(who).ask}:{answer}")
    assert stage.person(who).doubt is None
    if answer == "no":
        assert stage.phones[who].shown[-1].name in (f"{HELP}.help", f"{HELP}.where?")
        stands_nowhere(stage, who, doubted=False)


def end_help(stage: Stage, who: int) -> None:
    """What the help still asks is answered, wherever it waits."""
    for run in [r for r in stage.of(who).runs.values() if r.dialog == HELP and who in r.people]:
        front = stage.person(who).foreground
        stage.press(who, f"c:resume.{run.id}")
        stage.press(who, f"a:{stage.question(who).ask}:ES")
        if front is not None and front != run.id:
            stage.press(who, f"c:resume.{front}")


def looks_like_silence(after: Stage, silent: Stage, other: int) -> None:
    """The days that follow, on the other's phone, are those on which nothing was written."""
    for stage in (after, silent):
        stage.move(timedelta(days=9))
    assert after.transcript(other) == silent.transcript(other), "the other can tell it from silence"


# ── places that are told one by one ──


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
    alone = form == "solo"
    steps = [s for s in LIBRARY.dialogs[name].steps.values() if isinstance(s, Question)]
    if not alone:
        return {s.id for s in steps}
    only_two = ("sure", "tell_them")
    return {s.id for s in steps if s.who != "partner" and not isinstance(s, OfferStep) and s.id not in only_two}


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
