"""A dialog as a picture: its steps and ways as a Mermaid flowchart."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.script import (
    ActStep,
    AgainStep,
    AskStep,
    CallStep,
    ChooseStep,
    Dialog,
    EndStep,
    GateStep,
    NudgeStep,
    OfferStep,
    RememberStep,
    RepeatStep,
    StartStep,
    Step,
    TellStep,
    TogetherStep,
    TurnsStep,
)
from bot.script.flow import ways_from

_BEGIN, _END = "begin", "over"
_SHAPES = {"question": ('[/"', '"/]'), "choice": ('{"', '"}'), "block": ('{{"', '"}}'), "other": ('["', '"]')}


def graph(dialog: Dialog) -> str:
    """The flowchart's text, for any tool that draws Mermaid: questions lean, choices are diamonds, what happens is a
    box; blocks are frames, cases are labels, and every way leads from `begin` to `end`."""
    return "\n".join(["flowchart TD", *(f"    {line}" for line in _lines(dialog))]) + "\n"


def _lines(dialog: Dialog) -> Iterator[str]:
    yield f'{_BEGIN}(["{dialog.name}"])'
    for step in dialog.steps.values():
        if isinstance(step, TogetherStep | TurnsStep):
            yield _node(step)
            yield f'subgraph {step.id}_block ["{step.id}"]'
            yield from (f"    {_node(inner)}" for inner in dialog.steps.values() if inner.block == step.id)
            yield "end"
        elif step.block is None and not isinstance(step, EndStep):
            yield _node(step)
    yield f'{_END}(["end"])'
    yield f"{_BEGIN} --> {_id(dialog.first)}"
    for step in dialog.steps.values():
        if not isinstance(step, EndStep):
            yield from _ways(dialog, step)


def _ways(dialog: Dialog, step: Step) -> Iterator[str]:
    here = _id(step.id)
    match step:
        case ChooseStep():
            onward = ways_from(dialog, step)
            for case, way in zip(step.cases, onward, strict=False):
                yield f"{here} -->|{case}| {_target(dialog, way)}"
            for way in onward[len(step.cases) :]:
                yield f"{here} --> {_target(dialog, way)}"
        case RepeatStep():
            again, onward_id = ways_from(dialog, step)
            yield f"{here} -->|{step.answer} is {step.value}, {step.most} times at most| {_target(dialog, again)}"
            yield f"{here} --> {_target(dialog, onward_id)}"
        case AgainStep():
            yield f"{here} -.-> {_target(dialog, step.target)}"
        case _:
            for way in ways_from(dialog, step):
                yield f"{here} --> {_target(dialog, way)}"


def _target(dialog: Dialog, way: str | None) -> str:
    step = dialog.steps.get(way or "")
    return _END if step is None or isinstance(step, EndStep) else _id(step.id)


def _node(step: Step) -> str:
    shape, text = _said(step)
    opened, closed = _SHAPES[shape]
    return f"{_id(step.id)}{opened}{text}{closed}"


def _said(step: Step) -> tuple[str, str]:
    match step:
        case GateStep() | OfferStep():
            return "question", f"{'gate' if isinstance(step, GateStep) else 'offer'} {step.id}"
        case AskStep():
            partner = " of the partner" if step.who == "partner" else ""
            return "question", f"ask {step.id}<br/>{step.kind}{partner}, {step.visibility}"
        case ChooseStep():
            of = f" of {step.argument}" if step.argument else ""
            return "choice", f"{step.answer or step.function}{of}{', for each' if step.each else ''}"
        case TogetherStep() | TurnsStep():
            return "block", f"{'together' if isinstance(step, TogetherStep) else 'turns'} {step.id}"
        case TellStep():
            return "other", f"tell {step.id}" + ("" if step.to == "me" else f"<br/>to {step.to}")
        case NudgeStep():
            return "other", f"nudge {step.id}<br/>at {step.at}"
        case RememberStep():
            return "other", f"remember {step.item}<br/>from {', '.join(step.source)}"
        case CallStep():
            return "other", f"call {step.dialog}"
        case StartStep():
            return "other", f"start {step.dialog}"
        case ActStep():
            return "other", f"act {step.action}"
        case AgainStep():
            return "other", f"again {step.target}"
        case RepeatStep():
            return "choice", f"repeat {step.target}"
        case _:
            return "other", f"{type(step).__name__.removesuffix('Step').lower()} {step.id}"


def _id(step: str) -> str:
    # A word such as "end" means something to Mermaid; with a letter before it none does.
    return f"s_{step}"
