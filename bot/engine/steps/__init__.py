"""The table of step kinds: one file per kind, each with the function that takes a run into such a step.

A function answers the id of the step that follows (None at the end of its chain) or `WAIT`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.engine.steps import (
    act,
    again,
    ask,
    call,
    choose,
    end,
    gate,
    nudge,
    offer,
    remember,
    repeat,
    reveal,
    tell,
    together,
    turns,
)
from bot.engine.steps import start as start_step
from bot.engine.turn import Turn
from bot.model import script
from bot.model.state import Run

# Each function takes its own kind of step, which a mapping's type cannot say.
KINDS: Mapping[type[script.Step], Callable[[Turn, Run, Any], str | None]] = {
    script.AskStep: ask.enter,
    script.TellStep: tell.enter,
    script.TogetherStep: together.enter,
    script.RevealStep: reveal.enter,
    script.TurnsStep: turns.enter,
    script.RepeatStep: repeat.enter,
    script.OfferStep: offer.enter,
    script.ChooseStep: choose.enter,
    script.RememberStep: remember.enter,
    script.NudgeStep: nudge.enter,
    script.GateStep: gate.enter,
    script.CallStep: call.enter,
    script.StartStep: start_step.enter,
    script.ActStep: act.enter,
    script.AgainStep: again.enter,
    script.EndStep: end.enter,
}


def enter(turn: Turn, run: Run, step: script.Step) -> str | None:
    """Take the run into a step of any kind."""
    return KINDS[type(step)](turn, run, step)
