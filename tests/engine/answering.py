"""What there is to say to an open question."""

from __future__ import annotations

from collections.abc import Mapping

from bot.engine.step import Question
from bot.engine.steps.choose import ChooseStep
from bot.engine.steps.offer import OfferStep
from bot.model import inputs
from bot.model.events import OpenQuestion
from bot.model.state import Run
from bot.model.values import City, Day, Instant, TimeOfDay, Value, Words
from tests.engine.driver import Stage
from tests.engine.grouped import CHAT, GroupStage

CONTROLS = ("skip", "preview", "pick", "done", "days")
"""The controls of a question that lead on, or to another face of it."""


LOOKED_AT = '"you always wear that dress, wear the other one'
"""Words that blame, and that tell the other what to wear."""


def answers_to(stage: Stage, who: int) -> list[str]:
    """All that can be said to a person's open question, as `step=what`; words start with a quote."""
    found = stage.open_ask(who)
    if found is None:
        return []
    run, ask = found
    shown = [m.say.question for m in stage.phones[who].shown if m.say.question and m.say.question.ask == ask]
    # Where there is none, it is still on its way.
    return _answers(stage, who, run, shown[-1]) if shown else []


def answers_there(stage: GroupStage, who: int) -> list[str]:
    """All that can be said to a question in the group that is a person's to answer."""
    shown = _asked_there(stage, who)
    return _answers(stage, who, *shown) if shown is not None else []


def say(stage: Stage, who: int, answer: str) -> None:
    """Give one of the answers to a person's open question."""
    way = answer.partition("=")[2]
    if way.startswith('"'):
        stage.type(who, way[1:])
    else:
        stage.press(who, f"a:{stage.question(who).ask}:{_data(way)}")


def say_there(stage: GroupStage, who: int, answer: str) -> None:
    """Give one of the answers to a question in the group, by a tap or a reply."""
    shown, way = _asked_there(stage, who), answer.partition("=")[2]
    assert shown is not None, "nothing is asked in the group"
    if way.startswith('"'):
        stage.reply_there(who, way[1:], shown[1].ask)
    else:
        stage.play(who, inputs.Press(who, f"a:{shown[1].ask}:{_data(way)}", there=stage.chat))


def _data(way: str) -> str:
    return f"!{way}" if way in CONTROLS else way


def _asked_there(stage: GroupStage, who: int) -> tuple[Run, OpenQuestion] | None:
    for run in stage.of(who).runs.values():
        ask = run.seats[who].ask if who in run.seats else None
        if ask is not None and ask.there is not None and ask.shown:
            shown = [m.say.question for m in stage.phones[CHAT].shown if m.say.question is not None]
            return run, next(question for question in reversed(shown) if question.ask == ask.id)
    return None


def _answers(stage: Stage, who: int, run: Run, question: OpenQuestion) -> list[str]:
    step = stage.library.dialogs[run.dialog].steps[question.step]
    assert isinstance(step, Question)
    taps = {tap.data: tap.shown for group in question.taps for tap in group.each}
    presets = [f"h{preset}" for preset in step.presets] if step.kind == "hour" else map(str, step.presets)
    # What is not decided yet has no button: it is said.
    ways = [*presets, *(f'"{option}' if step.kind == "moment" else option for option in step.options)]
    if isinstance(step, OfferStep):
        ways = [*([f"share.{question.preview}"] if question.preview else question.picks), "keep"]
    ways += [c for c in question.controls if c in CONTROLS]
    if step.kind in ("scale", "number"):
        ways += [str(step.low), str(step.high)]
    if step.kind == "city":
        ways += ['"Tokyo', '"Valencia']
    ways += _of(taps, City)
    if step.kind in ("text", "name"):
        ways += ['"a few words']
        ways += [LOOKED_AT] if _is_looked_at(stage, run.dialog, step) else []
    ways += _of(taps, Words)
    if step.own:
        # A list that is full takes nothing more.
        ways = ["done"] if len(question.picked) >= step.most > 0 else [*ways, f'"words of {who}']
    ways += _of(taps, Instant)[:2]
    ways += _of(taps, Day)[1:3]
    hours = [tap.minutes for tap in taps.values() if isinstance(tap, TimeOfDay) and step.kind == "moment"]
    ways += [f"h{hour}" for hour in {hours[0], hours[-1]}] if hours else []
    if step.kind == "duration":
        ways += ['"25 min']
    return [f"{step.id}={way}" for way in ways]


def _is_looked_at(stage: Stage, dialog: str, step: Question) -> bool:
    """Whether something follows from what the words are like."""
    steps = stage.library.dialogs[dialog].steps.values()
    return any(isinstance(s, ChooseStep) and s.argument == step.id and s.name in ("blame", "steering") for s in steps)


def _of(taps: Mapping[str, Value], kind: type) -> list[str]:
    """What the buttons of one kind of value send."""
    return [data for data, shown in taps.items() if isinstance(shown, kind)]
