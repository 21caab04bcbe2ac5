"""What must hold when a text with danger in it has come: who is told what, what stays as it was, how it goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from bot.coach.nudging import is_paused
from bot.model import events
from bot.model.referral import CountReferral
from bot.model.script import Button
from bot.model.state import Conversation, Person, Run
from tests.engine.danger_told import CANARY, CHECK, HELP, UNSAID, WAYS, Written, branch
from tests.engine.driver import STATE, Stage
from tests.engine.test_endings import finish

_NEUTRAL = Person(0, "", "")
_CHANGES = {
    name: getattr(_NEUTRAL, name)
    for name in (
        *("foreground", "parked", "last_input", "since", "pieces", "doubt", "helped", "owed", "help_mark", "fleeting"),
        *("paused_until", "apart", "outing", "planned", "ignored", "offer", "referred", "season"),
    )
}
"""What of a person danger may change. Of an outing, that it is not spoken of."""


_SET_BY_ANY = ("way_back", "promote", "season")
"""What anything that somebody does may set."""


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
        if isinstance(event, CountReferral):
            assert told[:1] in ([f"{HELP}.help"], [f"{HELP}.help_again"]), "no help was shown"
            continue
        assert shown or (isinstance(event, events.SetNudge) and event.reason in _SET_BY_ANY), event
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
    """All runs but those that end when they are left, and those that called these; whether or not they are in front of
    the person."""
    calling = {run.parent for run in conversation.runs.values() if run.dialog in UNSAID}
    return {
        run.id: replace(run, seats={p: replace(s, state="idle") if p == who else s for p, s in run.seats.items()})
        for run in conversation.runs.values()
        if run.dialog not in UNSAID and run.id not in calling
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
    """From the help a button leads back to the very question, or, where that has ended, to what it was asked over; and
    then to the end."""
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
    elif at_help and dialog_before(before, who) not in (HELP, CHECK) and stage.person(who).parked:
        stage.press(who, "c:resume")
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
