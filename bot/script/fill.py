"""Answers handed over to another dialog: whether they fit the questions that they answer there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.model.script import STRICTNESS, AskStep, CallStep, Dialog, GateStep, OfferStep

_BOUNDED = ("scale", "number", "duration")


def check_fill(dialog: Dialog, step: CallStep, asked: Collection[str], other: Dialog) -> Iterator[str]:
    """What is wrong with the `fill` of a call: `asked` are the questions of `dialog` that may come before it."""
    says = f'call "{step.dialog}"'
    for theirs, ours in step.fill.items():
        there = other.steps.get(theirs)
        if not isinstance(there, AskStep) or isinstance(there, GateStep | OfferStep):
            yield f'{says} fills "{theirs}", which is no question of it'
            continue
        if ours not in asked:
            yield f'{says} fills "{theirs}": no question "{ours}" comes before it'
            continue
        here = dialog.steps[ours]
        assert isinstance(here, AskStep)
        for text in _misfits(here, there):
            yield f'{says} fills "{theirs}" with "{ours}": {text}'


def _misfits(here: AskStep, there: AskStep) -> Iterator[str]:
    if here.who != there.who:
        yield "they are asked of different people"
    if STRICTNESS[there.visibility] > max(STRICTNESS[here.visibility], STRICTNESS["offered"]):
        yield f"it was answered as {here.visibility} and would be {there.visibility}"
    if here.kind != there.kind:
        yield f"a {here.kind} is no {there.kind}"
        return
    if here.kind in _BOUNDED and (here.low < there.low or here.high > there.high):
        yield f"it may be {here.low} to {here.high}, and only {there.low} to {there.high} fit"
    if here.kind == "text" and here.max > there.max:
        yield f"it may have {here.max} characters, and only {there.max} fit"
    for option in here.options:
        if option not in there.options:
            yield f'it may be "{option}", which is no option there'
