"""Where the other is asked something that this one waits for: at a gate, in a block for both, in turns.

All of them are read from the scripts, so that those of a new dialog are among them; the way to each is found by walking
the dialogs by chance, always the same.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

from bot.engine.place import played_there
from bot.engine.script import Dialog, Library
from bot.engine.step import Step
from bot.engine.steps.ask import AskStep
from bot.engine.steps.gate import GateStep
from bot.engine.steps.together import TogetherStep
from bot.engine.steps.turns import TurnsStep
from bot.model import inputs
from bot.model.state import Run
from bot.script.load import load_library
from tests.engine.answering import answers_there, answers_to, say, say_there
from tests.engine.begun import begin
from tests.engine.grouped import CHAT
from tests.engine.watched import ANNA, BEN, ROOT, Watched

REAL: Final[Library] = load_library(ROOT / "dialogs")
NAMES: Final = {ANNA: "Anna", BEN: "Ben"}
WALKS = 60
"""So many are tried for each way to begin a dialog."""
ANSWERS = 60
"""More than lead to the end of any of them."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A question to Ben: of a block with a barrier the first, else this one. `there`: begun in the group of the two."""

    dialog: str
    block: str
    step: str
    begun_by: int
    there: bool

    def __str__(self) -> str:
        name = f"{self.dialog}.{self.block}" + (f".{self.step}" if self.step not in ("", self.block) else "")
        return f"{name}, begun by {NAMES[self.begun_by]}" + (" in the group" if self.there else "")

    @property
    def script(self) -> Step:
        """The gate or the block."""
        return REAL.dialogs[self.dialog].steps[self.block]

    @property
    def expires(self) -> int:
        """After how many seconds it is over."""
        assert isinstance(self.script, GateStep | TogetherStep | TurnsStep)
        return self.script.expires


def spots(kind: type[Step]) -> list[Spot]:
    """Those of all blocks of a kind in all dialogs, for both who may have begun them, and wherever."""
    return [
        Spot(dialog.name, block.id, step, by, there)
        for dialog in REAL.dialogs.values()
        for there in ((False, True) if any(map(played_there, dialog.steps.values())) else (False,))
        for by in (ANNA, BEN)
        for block in dialog.steps.values()
        if isinstance(block, kind)
        for step in _asked_of_ben(dialog, block, by)
    ]


def _asked_of_ben(dialog: Dialog, block: Step, by: int) -> Iterator[str]:
    if not isinstance(block, TurnsStep):
        yield block.id if isinstance(block, GateStep) else ""
        return
    for question in dialog.questions(block.id):
        his = block.swap or (question.who == "me") == (by == BEN)
        if isinstance(question, AskStep) and not question.given and his:
            yield question.id


def stage_at(spot: Spot) -> Watched:
    """The stage on which this has just been asked, as nobody has used it yet."""
    found = _found(spot.dialog, spot.begun_by, spot.there)
    assert spot in found, f"no walk has come to {spot}"
    return again(found[spot])


def again(stage: Watched) -> Watched:
    """A stage of its own that is as this one; the past is left behind."""
    stage.happened, stage.noted = [], 0
    return copy.deepcopy(stage, {id(stage.library): stage.library})


@cache
def _found(name: str, by: int, there: bool) -> dict[Spot, Watched]:
    dialog = REAL.dialogs[name]
    wanted = {spot for kind in (GateStep, TogetherStep, TurnsStep) for spot in spots(kind)}
    wanted = {spot for spot in wanted if (spot.dialog, spot.begun_by, spot.there) == (name, by, there)}
    found: dict[Spot, Watched] = {}
    tried = Counter[str]()
    for attempt in range(WALKS):
        for stage in begin(dialog, linked=True, made=_with_a_group, who=by, there=CHAT if there else None):
            assert isinstance(stage, Watched)
            for _ in _walk(stage, tried, Random(attempt)):
                here = _here(stage, dialog, by, there)
                if here in wanted and here not in found:
                    found[here] = again(stage)
            if wanted == set(found):
                return found
    return found


def _with_a_group(linked: bool) -> Watched:
    stage = Watched()
    stage.play(ANNA, inputs.InGroup(ANNA, CHAT, "called"))
    return stage


def _walk(stage: Watched, tried: Counter[str], chance: Random) -> Iterator[None]:
    """Answer what both are asked, mostly as it was answered least so far; a look after each answer."""
    for _ in range(ANSWERS):
        yield
        for who, ways, give in (
            *((who, answers_to(stage, who), say) for who in (ANNA, BEN)),
            *((who, answers_there(stage, who), say_there) for who in (ANNA, BEN)),
        ):
            if ways:
                way = min(ways, key=lambda w: tried[w]) if chance.random() < 0.6 else chance.choice(ways)
                tried[way] += 1
                give(stage, who, way)
                break
        else:
            return


def _here(stage: Watched, dialog: Dialog, by: int, there: bool) -> Spot | None:
    """Where Ben is asked something now, if nobody has answered anything of it in a block for both."""
    for run in stage.of(BEN).runs.values():
        ask = run.seats[BEN].ask if BEN in run.seats else None
        if run.dialog != dialog.name or run.block is None or ask is None or not ask.shown:
            continue
        block = dialog.steps[run.block.step]
        if isinstance(block, TogetherStep) and _answered(run, dialog, block):
            continue
        return Spot(dialog.name, block.id, "" if isinstance(block, TogetherStep) else ask.step, by, there)
    return None


def _answered(run: Run, dialog: Dialog, block: Step) -> bool:
    asked = {question.id for question in dialog.questions(block.id)}
    return any(answer.step in asked for answer in run.answers[run.block.since if run.block is not None else 0 :])
