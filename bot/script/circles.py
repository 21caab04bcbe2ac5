"""Ways through the dialogs that never end, and circles in which nobody is asked anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.model.script import (
    AgainStep,
    AskStep,
    CallStep,
    Dialog,
    GateStep,
    OfferStep,
    RepeatStep,
    StartStep,
    Step,
    TogetherStep,
    TurnsStep,
)
from bot.script.findings import Finding
from bot.script.flow import after_step, flow_of, ways_from

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
            elif isinstance(step, CallStep) and _first(dialogs, step.dialog) in endless.get(step.dialog, ()):
                said.add((name, step.id))
                yield Finding(dialog.file, step.line, f'call "{step.dialog}": no answer ever leads back from it')
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
        id: {way if way in dialog.steps else None for way in ways_from(dialog, dialog.steps[id])}
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
    return isinstance(step, CallStep) and step.dialog in dialogs and step.dialog not in ending


def _breathless(dialogs: Mapping[str, Dialog]) -> Iterator[tuple[Dialog, Step]]:
    """The step that closes each circle through which a run would go without ever standing still."""
    ways: dict[Place, list[Place]] = {}
    for name, dialog in dialogs.items():
        for id in flow_of(dialog).before:
            step = dialog.steps[id]
            ways[(name, id)] = [] if _waits(step, dialog) else [*_within(dialog, step), *_across(step, dialogs)]
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
    # A repeat goes back so often and no more; a call goes on when the other dialog has ended.
    if isinstance(step, RepeatStep | CallStep):
        return []
    if isinstance(step, TurnsStep):  # alone it is passed over
        return [(dialog.name, step.next)] if step.next is not None else []
    return [(dialog.name, id) for id in after_step(dialog, step)]


def _across(step: Step, dialogs: Mapping[str, Dialog]) -> list[Place]:
    called = isinstance(step, CallStep) or (isinstance(step, StartStep) and not step.ask_first)
    name = getattr(step, "dialog", "")
    return [(name, dialogs[name].first)] if called and name in dialogs else []


def _waits(step: Step, dialog: Dialog) -> bool:
    """Whether a run stands still here even when nobody is linked."""
    match step:
        case GateStep() | OfferStep():
            return "solo" not in dialog.forms
        case AskStep():
            return step.who == "me" or step.alone == "ask" or "solo" not in dialog.forms
        case TogetherStep():
            return True
        case TurnsStep():
            return "solo" not in dialog.forms
        case _:
            return False
