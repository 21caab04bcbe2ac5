"""A plan that the partner knows of: what they were told, and whether they are to hear that it has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.engine.runs import end, start
from bot.engine.steps.ask import FILLED, AskStep
from bot.engine.steps.offer import TOLD
from bot.engine.turn import Turn
from bot.model.asks import Answer
from bot.model.attached import Appointment
from bot.model.outings import Outing, Undated
from bot.model.state import Item, Person, Run
from bot.model.values import Duration, Instant, Values, Words

CALLED_OFF, TELLINGS = "called_off", "tellings"
"""What a run about a plan that is no more knows besides its item: that it is so, and how often it had been told."""


def plans_of(person: Person) -> Iterable[Outing | Undated]:
    """All that the person has planned, with the time away that they are on."""
    yield from (person.outing,) if person.outing is not None else ()
    yield from person.planned
    yield from person.undated


def plan_of(person: Person, id: str) -> Outing | Undated | None:
    """The person's plan of that id."""
    return next((plan for plan in plans_of(person) if plan.id == id), None)


def note_told(turn: Turn, run: Run, who: int) -> None:
    """The partner has just heard of a plan, as it is now; or that it is off: then nothing is asked of them about it."""
    if CALLED_OFF in run.extra and run.item is not None:
        for asks in [r for r in turn.conversation.runs.values() if r.extra.get(TOLD) == run.item.id]:
            end(turn, asks)
    plan = plan_of(turn.person(who), run.item.id) if run.item is not None and len(run.people) > 1 else None
    if plan is not None:
        plan.told, plan.tellings = plan.revision, plan.tellings + 1
        told = [answer.step for answer in run.answers if answer.person == who and answer.disclosed]
        plan.shown = list(dict.fromkeys([*plan.shown, *told]))


def forget_told(person: Person) -> None:
    """The link has ended: who comes next has heard of nothing."""
    for plan in plans_of(person):
        plan.told, plan.shown, plan.tellings = 0, [], 0


def ask_to_retell(turn: Turn, who: int, plan: Outing | Undated, values: Values, *, called_off: bool = False) -> None:
    """Ask whether the partner is to hear that a plan was moved or called off, where they have heard of it. `values` are
    its answers as they are now: of these they hear what they know already, and the moment."""
    if not plan.told or turn.conversation.partner(who) is None:
        return
    dialog = turn.world.library.doing("retell")
    for old in [r for r in turn.conversation.runs.values() if r.dialog == dialog.name and _is_about(r, plan.id)]:
        end(turn, old)
    asks = [step for step in dialog.steps.values() if isinstance(step, AskStep) and step.given]
    known = {step.id: values.get(step.id) for step in asks if step.id in plan.shown or step.kind == "moment"}
    told = {name: value for name, value in known.items() if isinstance(value, Words | Instant | Duration)}
    fill = [Answer(FILLED, name, who, value, "offered") for name, value in told.items()]
    if not fill:
        return
    extra = {"item": plan.id} | ({CALLED_OFF: "yes", TELLINGS: str(plan.tellings)} if called_off else {})
    run = start(turn, dialog, who, fill=fill, extra=extra)
    until, started = (plan.until, plan.started) if isinstance(plan, Outing) else (None, None)
    run.item = Item(plan.id, turn.world.library.kind_of("outing"), plan.revision, until, started)


def _is_about(run: Run, id: str) -> bool:
    return run.item is not None and run.item.id == id


def appointment(turn: Turn, run: Run, who: int, shown: Sequence[str]) -> Appointment | None:
    """What goes into the partner's calendar: nothing but what they are shown, and nothing where that tells no moment
    and no length."""
    answers = {name: answer.value for name in shown if (answer := run.answer(name, who)) is not None}
    when = next((value.at for value in answers.values() if isinstance(value, Instant)), None)
    length = next((value.minutes for value in answers.values() if isinstance(value, Duration)), None)
    if run.item is None or when is None or length is None:
        return None
    texts = (step.id for step in turn.dialog(run).steps.values() if isinstance(step, AskStep) and step.kind == "text")
    what = answers.get(next(texts, ""))
    title = what.text if isinstance(what, Words) else turn.person(who).name
    off = CALLED_OFF in run.extra
    plan = plan_of(turn.person(who), run.item.id)
    told = plan.tellings if plan is not None else int(run.extra.get(TELLINGS, "0"))
    return Appointment(run.item.id, when, when + timedelta(minutes=length), told, title, off)


def as_told(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the other's plan that this is about is as it was when they told it: yes; changed, or gone."""
    other, id = run.other(run.starter), run.extra.get(TOLD)
    if other is None or id is None:
        return "yes"
    plan = plan_of(turn.person(other), id)
    if plan is None:
        return "gone"
    return "yes" if plan.revision == plan.told else "changed"


def called_off(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the plan that this is about was called off: yes or no."""
    return "yes" if CALLED_OFF in run.extra else "no"
