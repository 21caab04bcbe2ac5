"""Ways through the dialogs that never end, and circles in which nobody is asked anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.engine.script import Dialog
from bot.engine.step import Step
from bot.engine.steps.again import AgainStep
from bot.script.findings import Finding
from bot.script.flow import flow_of

Place = tuple[str, str]
"""A dialog's name and a step's id."""


def circles(dialogs: Mapping[str, Dialog]) -> Iterator[Finding]:
    """What goes round for ever: steps that no answer leads out of, and steps that follow one another without a wait."""
    endless = _endless(dialogs)
    said: set[Place] = set()
    for name, dialog in dialogs.items():
        for step in (dialog.steps[id] for id in dialog.steps if id in endless[name]):
            if isinstance(step, AgainStep):
                said.add((name, step.id))
                yield Finding(dialog.file, step.line, f'again "{step.target}": no answer leads out of this circle')
            elif step.calls is not None and _first(dialogs, step.calls) in endless.get(step.calls, ()):
                said.add((name, step.id))
                yield Finding(dialog.file, step.line, f'call "{step.calls}": no answer ever leads back from it')
    for dialog, step in _breathless(dialogs):
        if (dialog.name, step.id) not in said:
            text = f'step "{step.id}" comes round again without anybody being asked'
            yield Finding(dialog.file, step.line, text)


def _endless(dialogs: Mapping[str, Dialog]) -> Mapping[str, frozenset[str]]:
    """The steps of each dialog, among those that can be reached, from which no way leads to its end."""
    # A dialog ends through a call only when the one that it calls does: begin with none, and add until nothing changes.
    ending: set[str] = set()
    while True:
        endless = {name: _without_end(dialog, dialogs, ending) for name, dialog in dialogs.items()}
        found = {name for name, dialog in dialogs.items() if dialog.first not in endless[name]}
        if found == ending:
            return endless
        ending = found


def _without_end(dialog: Dialog, dialogs: Mapping[str, Dialog], ending: set[str]) -> frozenset[str]:
    reached = flow_of(dialog).before.keys()
    open_ways = {
        id: {way if way in dialog.steps else None for way in dialog.steps[id].ways(dialog)}
        for id in reached
        if not _never_returns(dialog.steps[id], dialogs, ending)
    }
    good: set[str | None] = {None}
    while more := {id for id, ways in open_ways.items() if id not in good and good & ways}:
        good |= more
    return frozenset(reached - good)


def _first(dialogs: Mapping[str, Dialog], name: str) -> str | None:
    return dialogs[name].first if name in dialogs else None


def _never_returns(step: Step, dialogs: Mapping[str, Dialog], ending: set[str]) -> bool:
    return step.calls in dialogs and step.calls not in ending


def _breathless(dialogs: Mapping[str, Dialog]) -> Iterator[tuple[Dialog, Step]]:
    """The step that closes each circle through which a run would go without ever standing still."""
    ways: dict[Place, list[Place]] = {}
    for name, dialog in dialogs.items():
        for id in flow_of(dialog).before:
            step = dialog.steps[id]
            ways[(name, id)] = [*_within(dialog, step), *_across(dialog, step, dialogs)]
    state: dict[Place, bool] = {}
    for place in ways:
        for last in _closes(place, ways, state):
            yield dialogs[last[0]], dialogs[last[0]].steps[last[1]]


def _closes(place: Place, ways: Mapping[Place, list[Place]], done: dict[Place, bool]) -> Iterator[Place]:
    """Walk on from a place; give the places whose next step is one that the walk is still in."""
    if place in done:
        return
    done[place] = False
    trail = [(place, iter(ways[place]))]
    while trail:
        at, onward = trail[-1]
        after = next(onward, None)
        if after is None:
            done[at] = True
            trail.pop()
        elif after not in done:
            done[after] = False
            trail.append((after, iter(ways.get(after, []))))
        elif not done[after]:
            yield at


def _within(dialog: Dialog, step: Step) -> list[Place]:
    return [(dialog.name, way) for way in step.at_once(dialog) if way in dialog.steps and way is not None]


def _across(dialog: Dialog, step: Step, dialogs: Mapping[str, Dialog]) -> list[Place]:
    begun = None if step.waits(dialog) else step.sets_going
    return [(begun, dialogs[begun].first)] if begun is not None and begun in dialogs else []
