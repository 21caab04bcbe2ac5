"""What there is to say to an open question."""

from __future__ import annotations

from bot.engine.script import Question
from bot.engine.steps.offer import OfferStep
from tests.engine.driver import Stage

CONTROLS = ("skip", "preview", "pick", "done", "days")
"""The controls of a question that lead on, or to another face of it."""


def answers_to(stage: Stage, who: int) -> list[str]:
    """All that can be said to a person's open question, as `step=what`; words start with a quote."""
    found = stage.open_ask(who)
    if found is None:
        return []
    run, ask = found
    shown = [m.say.question for m in stage.phones[who].shown if m.say.question and m.say.question.ask == ask]
    if not shown:
        return []  # it is still on its way
    question = shown[-1]
    step = stage.library.dialogs[run.dialog].steps[question.step]
    assert isinstance(step, Question)
    presets = [f"h{preset}" for preset in step.presets] if step.kind == "hour" else map(str, step.presets)
    ways = [*presets, *step.options]
    if isinstance(step, OfferStep):
        ways = [*([f"share.{question.preview}"] if question.preview else question.picks), "keep"]
    ways += [c for c in question.controls if c in CONTROLS]
    if step.kind in ("scale", "number"):
        ways += [str(step.low), str(step.high)]
    if step.kind == "city":
        ways += ['"Tokyo', '"Valencia']
    ways += [f"c{n}" for n in range(len(question.cities))]
    if step.kind == "text":
        ways += ['"a few words']
    ways += [f"s{n}" for n in range(len(question.suggestions))]
    ways += [f"t{int(moment.timestamp())}" for moment in question.moments[:2]]
    ways += [f"d{day.isoformat()}" for day in question.days[1:3]]
    ways += [f"h{hour}" for hour in {question.hours[0], question.hours[-1]}] if question.hours else []
    if step.kind == "duration":
        ways += ['"25 min']
    return [f"{step.id}={way}" for way in ways]
