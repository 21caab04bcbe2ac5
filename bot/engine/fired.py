"""Nudges that are due. Each looks first whether what it belongs to is still as it was; if not, it does nothing."""

from __future__ import annotations

from datetime import datetime

from bot.engine.in_group import seen
from bot.engine.quiet import in_quiet, quiet_end
from bot.engine.stranding import end_stranded
from bot.engine.turn import Turn
from bot.model.events import SetNudge
from bot.model.inputs import Fired


def on_fired(turn: Turn, nudge: Fired) -> None:
    """Do what a due nudge is for: a block's end and a lost run are the machine's, all others the product's. One that
    only brings what waits to the front has done so by being here."""
    late = nudge.expires is not None and turn.world.now >= nudge.expires
    if nudge.reason in turn.world.product.nudges:
        turn.world.product.nudges[nudge.reason](turn, nudge, late)
    elif nudge.reason == "expire" and not late:
        _expire(turn, nudge)
    elif nudge.reason == "strand" and not late:
        _strand(turn, nudge)
    elif nudge.reason == "group":
        seen(turn, nudge)
    elif nudge.reason == "wake":
        _wake(turn, nudge)


def _expire(turn: Turn, nudge: Fired) -> None:
    run = turn.run(nudge.subject)
    if run is None or run.block is None or run.block.expires is None or run.stranded:
        return
    block = turn.block(run)
    if block is not None and turn.world.now >= run.block.expires:
        turn.by_day = True
        block.expire(turn, run)


def _strand(turn: Turn, nudge: Fired) -> None:
    run = turn.run(nudge.subject)
    if run is not None and run.stranded:
        turn.by_day = True
        end_stranded(turn, run)


def _wake(turn: Turn, nudge: Fired) -> None:
    """What happened in somebody's night is said in their morning, or when they are back from where they are."""
    person = turn.person(nudge.person)
    if in_quiet(person, turn.world.now):
        again(turn, nudge, quiet_end(person, turn.world.now))
    elif person.outing is None:
        turn.finished.add(person.id)


def again(turn: Turn, nudge: Fired, due: datetime) -> None:
    """Set a nudge once more, for later."""
    turn.emit(
        SetNudge(
            turn.world.fresh.id(),
            nudge.person,
            nudge.reason,
            due,
            nudge.subject,
            nudge.revision,
            nudge.prompt,
            "defer",
            nudge.expires,
            nudge.opens,
        )
    )
