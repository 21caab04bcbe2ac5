"""The table of step kinds: one file per kind, each with the class that says everything about it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.engine.step import Step
from bot.engine.steps.act import ActStep
from bot.engine.steps.again import AgainStep
from bot.engine.steps.ask import AskStep
from bot.engine.steps.call import CallStep
from bot.engine.steps.choose import ChooseStep
from bot.engine.steps.draw import DrawStep
from bot.engine.steps.end import EndStep
from bot.engine.steps.gate import GateStep
from bot.engine.steps.nudge import NudgeStep
from bot.engine.steps.offer import OfferStep
from bot.engine.steps.remember import RememberStep
from bot.engine.steps.repeat import RepeatStep
from bot.engine.steps.reveal import RevealStep
from bot.engine.steps.start import StartStep
from bot.engine.steps.tell import TellStep
from bot.engine.steps.together import TogetherStep
from bot.engine.steps.turns import TurnsStep

KINDS: Mapping[str, type[Step]] = {
    "ask": AskStep,
    "draw": DrawStep,
    "tell": TellStep,
    "together": TogetherStep,
    "reveal": RevealStep,
    "remember": RememberStep,
    "nudge": NudgeStep,
    "choose": ChooseStep,
    "call": CallStep,
    "start": StartStep,
    "act": ActStep,
    "again": AgainStep,
    "gate": GateStep,
    "turns": TurnsStep,
    "repeat": RepeatStep,
    "offer": OfferStep,
    "end": EndStep,
}
"""The key that names each kind of step. `end` is a word alone."""
