"""Nobody is told, or let guess, who has not answered: at every gate and every barrier of every dialog silence, stop,
not now, out, paused, blocked and danger are one to the other; in turns a stop is told, and all else waits for the end.

A story is led to where Ben is asked, and is then played once for each thing that he may do in place of an answer. What
Anna's phone gets from there until days after its end – in her chat and in the group of the two, byte for byte, and in
which minute – must be as if he had done nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import pytest
import yaml

from bot.engine.steps.ask import AskStep
from bot.engine.steps.gate import GateStep
from bot.engine.steps.together import TogetherStep
from bot.engine.steps.turns import TurnsStep
from bot.model import inputs
from tests.engine.answering import answers_there, answers_to, say
from tests.engine.driver import HERE
from tests.engine.grouped import CHAT, play_with_group
from tests.engine.spots import REAL, Spot, again, spots, stage_at
from tests.engine.story import Line, span
from tests.engine.watched import ANNA, BEN, Watched
from tests.knobs import knob

SILENCE: Final = yaml.safe_load((HERE / "silence.yaml").read_text(encoding="utf-8"))
Lines = Sequence[Line]
SHARED: Final = knob("SILENCE_ONE_IN", 2)
"""Each spot of a barrier or of turns tries one in so many of the things that Ben may do, and those of a block all."""
WAYS_TO_STOP: Final = ("stop", "stop, by a button", "stop, in words", "stop after not now")


def begin_again(stage: Watched, spot: Spot, who: int) -> None:
    """The dialog's command once more, where it has one."""
    command = REAL.dialogs[spot.dialog].command
    if command is not None and spot.there:
        stage.play(who, inputs.Command(who, command, there=CHAT))
    elif command is not None:
        stage.command(who, command)


def answer_on(stage: Watched, spot: Spot, who: int, most: int = 50) -> int:
    """Give up to so many answers in this block; how many there were to give."""
    for count in range(most):
        found, ways = stage.open_ask(who), answers_to(stage, who)
        block = found[0].block if found is not None and found[0].dialog == spot.dialog else None
        if block is None or block.step != spot.block or not ways:
            return count
        say(stage, who, next((way for way in ways if way.endswith("=done")), ways[0]))
    return most


def play_on(stage: Watched, spot: Spot, line: Line) -> None:
    """Play one line of what Ben does."""
    ((head, value),) = line.items()
    match head:
        case "ben answers on":
            there_are = answer_on(again(stage), spot, BEN)
            most = {"all": there_are, "all but one": there_are - 1}.get(str(value), 1)
            # Where there is but one, that is the whole.
            answer_on(stage, spot, BEN, most if value == "all" else min(most, there_are - 1))
        case "ben is away":
            stage.set_out(BEN, timedelta(), span(str(value)))
            stage.move(timedelta())
        case "ben begins it again":
            # In the group, all would see that he did.
            stage.command(BEN, REAL.dialogs[spot.dialog].command or "menu")
        case "ben says there":
            asked = answers_there(stage, BEN)
            stage.reply_there(BEN, str(value), stage.question(CHAT).ask if asked else None)
        case _:
            play_with_group(stage, line)


def afterwards(stage: Watched, spot: Spot) -> None:
    """What Anna does from here until days after it is over: she looks, and begins it again."""
    over = timedelta(seconds=spot.expires)
    stage.command(ANNA, "menu")
    for passes in (over / 2, over / 2 + timedelta(hours=1), timedelta(days=8)):
        stage.move(passes)
        begin_again(stage, spot, ANNA)
    stage.command(ANNA, "menu")


def played(spot: Spot, lines: Lines, *, answered: str = "") -> list[str]:
    """What Anna gets once Ben has done this, before or after she has answered where both are asked."""
    stage = stage_at(spot)
    stage.seen = []
    if answered == "before":
        answer_on(stage, spot, ANNA)
    for line in lines:
        play_on(stage, spot, line)
    stage.move(timedelta())
    if answered == "after":
        answer_on(stage, spot, ANNA)
    afterwards(stage, spot)
    return stage.seen


def differs(one: list[str], other: list[str]) -> str:
    """Where what Anna gets begins to tell one from the other."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return "\n".join(f"  {'silence' if lines is one else 'instead'}: {lines[at : at + 1]}" for lines in (one, other))


def looks_like_silence(spot: Spot, variants: dict[str, Lines], answered: str = "") -> None:
    """Raises AssertionError naming what Anna can tell from silence."""
    silence = played(spot, [], answered=answered)
    told = [
        f"{name}\n{differs(silence, seen)}"
        for name, lines in variants.items()
        if (seen := played(spot, lines, answered=answered)) != silence
    ]
    assert not told, f"{spot}: Anna can tell from silence {'; '.join(told)}"


def of(*names: str, spot: Spot, turn: int = 0, shared: int = 1) -> dict[str, Lines]:
    """The things that Ben may do, by their names; of `shared` spots of a block each has those that are its turn."""
    groups = [*names, *(["in the group"] if spot.there else [])]
    found = [(group, name) for group in groups for name in SILENCE[group]]
    mine = [each for n, each in enumerate(found) if (n + turn) % shared == 0]
    return {name if group != "in the group" else f"{name}, there": SILENCE[group][name] for group, name in mine}


@pytest.mark.parametrize("spot", spots(GateStep), ids=str)
def test_at_a_gate_all_but_a_yes_is_silence(spot: Spot) -> None:
    looks_like_silence(spot, of("everywhere", "where a stop is not told", "at a gate", spot=spot))


@pytest.mark.parametrize("answered", ["before", "after"])
@pytest.mark.parametrize("spot", spots(TogetherStep), ids=str)
def test_at_a_barrier_all_that_is_not_the_whole_is_silence(spot: Spot, answered: str) -> None:
    turn = (spot.begun_by == ANNA) == (answered == "before")
    late = ["where the other has answered nothing yet"] if answered == "after" else []
    names = ("everywhere", "where a stop is not told", "with answers", *late)
    looks_like_silence(spot, of(*names, spot=spot, turn=turn, shared=SHARED), answered)


@pytest.mark.parametrize("spot", spots(TurnsStep), ids=str)
def test_in_turns_all_but_a_stop_waits_for_the_end(spot: Spot) -> None:
    quiet = ["where a stop is not told"] if is_quiet(spot) else []
    of_it = [each for each in spots(TurnsStep) if (each.dialog, each.block) == (spot.dialog, spot.block)]
    shared = min(SHARED, len(of_it))
    looks_like_silence(spot, of("everywhere", *quiet, spot=spot, turn=of_it.index(spot), shared=shared))


def is_quiet(spot: Spot) -> bool:
    """Whether even a stop is not told in these turns."""
    assert isinstance(spot.script, TurnsStep)
    return spot.script.quiet


@pytest.mark.parametrize("spot", [spot for spot in spots(TurnsStep) if not is_quiet(spot)], ids=str)
def test_in_turns_a_stop_is_told_at_once_and_nothing_at_the_end(spot: Spot) -> None:
    assert isinstance(spot.script, TurnsStep)
    stage, left = stage_at(spot), f"{spot.dialog}.{spot.script.left}"
    there = bool(answers_there(stage, BEN))
    reader, before = (CHAT if there else ANNA), {who: len(stage.phones[who].shown) for who in (ANNA, CHAT)}

    def told() -> list[str]:
        return [f"{who == CHAT}: {m.name}" for who in before for m in stage.phones[who].shown[before[who] :]]

    play_on(stage, spot, {"ben in the group" if there else "ben": "/stop"})
    at_once = told()
    assert at_once[0] == f"{reader == CHAT}: {left}"
    stage.move(timedelta(seconds=spot.expires))
    assert told().count(at_once[0]) == 1


@pytest.mark.parametrize("spot", [spot for spot in spots(TurnsStep) if not is_quiet(spot) and not spot.there], ids=str)
def test_in_turns_whichever_way_somebody_stops_the_same_is_told(spot: Spot) -> None:
    one, *others = (SILENCE["where a stop is not told"][name] for name in WAYS_TO_STOP)
    stop = played(spot, one)
    for lines in others:
        assert (other := played(spot, lines)) == stop, f"{spot}: {lines}\n{differs(stop, other)}"


@pytest.mark.parametrize("spot", [spot for spot in spots(GateStep) if spot.begun_by == BEN], ids=str)
def test_before_the_first_yes_at_a_gate_the_other_hears_nothing_at_all(spot: Spot) -> None:
    stage = stage_at(spot)
    stage.seen = []
    stage.move(timedelta(days=2))
    assert not stage.seen


def test_no_gate_no_barrier_and_no_turns_are_left_out() -> None:
    there_are = {
        (dialog.name, step.id, by)
        for dialog in REAL.dialogs.values()
        for step in dialog.steps.values()
        for by in (ANNA, BEN)
        if step.is_block
    }
    covered = [spot for kind in (GateStep, TogetherStep, TurnsStep) for spot in spots(kind)]
    assert {(spot.dialog, spot.block) for spot in covered} == {(name, block) for name, block, _ in there_are}
    in_turns = {(spot.dialog, spot.block) for spot in spots(TurnsStep)}
    both = {(spot.dialog, spot.block, spot.begun_by) for spot in covered if (spot.dialog, spot.block) not in in_turns}
    assert both == {each for each in there_are if each[:2] not in in_turns}
    asked = {
        (dialog.name, step.id)
        for dialog in REAL.dialogs.values()
        for step in dialog.steps.values()
        if isinstance(step, AskStep) and not step.given and (dialog.name, step.block) in in_turns
    }
    assert {(spot.dialog, spot.step) for spot in spots(TurnsStep)} == asked
