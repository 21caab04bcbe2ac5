"""A dialog as a picture: its steps and ways as a Mermaid flowchart."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.script import Dialog
from bot.engine.step import Step
from bot.engine.steps.end import EndStep

_BEGIN, _END = "begin", "over"
_SHAPES = {"question": ('[/"', '"/]'), "choice": ('{"', '"}'), "block": ('{{"', '"}}'), "other": ('["', '"]')}


def graph(dialog: Dialog) -> str:
    """The flowchart's text, for any tool that draws Mermaid: questions lean, choices are diamonds, what happens is a
    box; blocks are frames, cases are labels, and every way leads from `begin` to `end`."""
    return "\n".join(["flowchart TD", *(f"    {line}" for line in _lines(dialog))]) + "\n"


def _lines(dialog: Dialog) -> Iterator[str]:
    yield f'{_BEGIN}(["{dialog.name}"])'
    for step in dialog.steps.values():
        if step.each_seat or step.in_turns:
            yield _node(step)
            yield f'subgraph {step.id}_block ["{step.id}"]'
            inside = (inner for inner in dialog.steps.values() if inner.block == step.id)
            yield from (f"    {_node(inner)}" for inner in inside if not isinstance(inner, EndStep))
            yield "end"
        elif step.block is None and not isinstance(step, EndStep):
            yield _node(step)
    yield f'{_END}(["end"])'
    yield f"{_BEGIN} --> {_id(dialog.first)}"
    for step in dialog.steps.values():
        if not isinstance(step, EndStep):
            yield from _ways(dialog, step)


def _ways(dialog: Dialog, step: Step) -> Iterator[str]:
    labels = step.way_labels()
    for n, way in enumerate(step.ways(dialog)):
        label = f"|{labels[n]}|" if n < len(labels) else ""
        yield f"{_id(step.id)} {step.arrow}{label} {_target(dialog, way)}"


def _target(dialog: Dialog, way: str | None) -> str:
    step = dialog.steps.get(way or "")
    return _END if step is None or isinstance(step, EndStep) else _id(step.id)


def _node(step: Step) -> str:
    shape, text = step.drawn()
    opened, closed = _SHAPES[shape]
    return f"{_id(step.id)}{opened}{text}{closed}"


def _id(step: str) -> str:
    # A word such as "end" means something to Mermaid; with a letter before it none does.
    return f"s_{step}"
