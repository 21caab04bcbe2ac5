"""Where somebody is asked something that the other waits for: at a gate, in a block for both, in turns; and where they
are offered to share something, which the other knows nothing of.

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
from bot.engine.steps.offer import OfferStep
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
KINDS: Final = (GateStep, TogetherStep, TurnsStep)
NAMES: Final = {ANNA: "Anna", BEN: "Ben"}
WALKS = 60
"""So many are tried for each way to begin a dialog."""
ANSWERS = 60
"""More than lead to the end of any of them."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody is asked something: in a block with a barrier the first question, else this one. `block` is the
    block that it stands in, or its own name; `there`: begun in the group of the two."""

    dialog: str
    block: str
    step: str
    begun_by: int
    there: bool
    asked: int = BEN

    def __str__(self) -> str:
        name = f"{self.dialog}.{self.block}" + (f".{self.step}" if self.step not in ("", self.block) else "")
        asked = "" if self.asked == BEN else f" to {NAMES[self.asked]}"
        return f"{name}{asked}, begun by {NAMES[self.begun_by]}" + (" in the group" if self.there else "")

    @property
    def script(self) -> Step:
        """The gate or the block; the question itself, where it stands in none."""
        return REAL.dialogs[self.dialog].steps[self.block]

    @property
    def expires(self) -> int:
        """After how many seconds it is over; three days where it has no end."""
        return self.script.expires if isinstance(self.script, KINDS) else 3 * 24 * 3600


def spots(kind: type[Step], asked: int = BEN) -> list[Spot]:
    """Those of one kind in all dialogs, for both who may have begun them, and wherever: gates, blocks for both, turns;
    offers; questions to the other that stand in no block (`AskStep`)."""
    return [
        Spot(dialog.name, step.block or step.id, question, by, there, asked)
        for dialog in REAL.dialogs.values()
        if "couple" in dialog.forms
        for there in ((False, True) if any(map(played_there, dialog.steps.values())) else (False,))
        for by in (ANNA, BEN)
        for step in dialog.steps.values()
        if isinstance(step, kind)
        for question in _asked(dialog, step, by, asked)
    ]


def _asked(dialog: Dialog, step: Step, by: int, who: int) -> Iterator[str]:
    """What somebody is asked at a step, where they or the other has begun the dialog."""
    match step:
        case GateStep():
            yield step.id
        case TogetherStep():
            yield ""
        case TurnsStep():
            for question in dialog.questions(step.id):
                his = step.swap or (question.who == "me") == (by == who)
                if isinstance(question, AskStep) and not question.given and his:
                    yield question.id
        case OfferStep() if by == who:
            yield step.id
        case AskStep() if step.block is None and step.who == "partner" and by != who and not step.given:
            yield step.id


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
    wanted = {spot for kind in (*KINDS, OfferStep, AskStep) for spot in spots(kind)} | {*spots(TurnsStep, ANNA)}
    wanted = {spot for spot in wanted if (spot.dialog, spot.begun_by, spot.there) == (name, by, there)}
    found: dict[Spot, Watched] = {}
    tried = Counter[str]()
    for attempt in range(WALKS):
        for stage in begin(dialog, linked=True, made=_with_a_group, who=by, there=CHAT if there else None):
            assert isinstance(stage, Watched)
            for _ in _walk(stage, tried, Random(attempt)):
                for here in _here(stage, dialog, by, there):
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


def _here(stage: Watched, dialog: Dialog, by: int, there: bool) -> Iterator[Spot]:
    """What each is asked now, if nobody has answered anything of it in a block for both."""
    for run in stage.of(BEN).runs.values():
        for who, seat in run.seats.items():
            if run.dialog != dialog.name or seat.ask is None or not seat.ask.shown:
                continue
            block = dialog.steps[run.block.step] if run.block is not None else None
            if block is None:
                yield Spot(dialog.name, seat.ask.step, seat.ask.step, by, there, who)
            elif not isinstance(block, TogetherStep):
                yield Spot(dialog.name, block.id, seat.ask.step, by, there, who)
            elif not _answered(run, dialog, block):
                yield Spot(dialog.name, block.id, "", by, there, who)


def _answered(run: Run, dialog: Dialog, block: Step) -> bool:
    asked = {question.id for question in dialog.questions(block.id)}
    return any(answer.step in asked for answer in run.answers[run.block.since if run.block is not None else 0 :])
