"""Nudges that are due. Each looks first whether what it belongs to is still as it was; if not, it does nothing."""

from __future__ import annotations

from datetime import datetime

from bot.engine.quiet import outside_quiet
from bot.engine.stranding import end_stranded
from bot.engine.turn import Turn
from bot.model.events import SetNudge
from bot.model.inputs import Fired
from bot.model.state import Run


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


def _expire(turn: Turn, nudge: Fired) -> None:
    run = turn.run(nudge.subject)
    if run is None or run.block is None or run.block.expires is None or run.stranded:
        return
    if turn.world.now < run.block.expires or sleeps_over(turn, nudge, run):
        return
    block = turn.block(run)
    if block is not None:
        block.expire(turn, run)


def _strand(turn: Turn, nudge: Fired) -> None:
    run = turn.run(nudge.subject)
    if run is not None and run.stranded and not sleeps_over(turn, nudge, run):
        end_stranded(turn, run)


def sleeps_over(turn: Turn, nudge: Fired, run: Run) -> bool:
    """Whether what comes late, at night, was put off until nobody's quiet hours."""
    due = outside_quiet(turn.world.now, [turn.person(who) for who in run.people])
    if due == turn.world.now:
        return False
    again(turn, nudge, due)
    return True


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
