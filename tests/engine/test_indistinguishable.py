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

SILENCE: Final = yaml.safe_load((HERE / "silence.yaml").read_text(encoding="utf-8"))
Lines = Sequence[Line]


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
            answer_on(stage, spot, BEN, there_are if value == "all" else there_are - 1 if value == "all but one" else 1)
        case "ben is away":
            stage.set_out(BEN, timedelta(), span(str(value)))
            stage.move(timedelta())
        case "ben begins it again":
            begin_again(stage, spot, BEN)
        case "ben says there":
            asked = answers_there(stage, BEN)
            stage.reply_there(BEN, str(value), stage.question(CHAT).ask if asked else None)
        case _:
            play_with_group(stage, line)


def afterwards(stage: Watched, spot: Spot) -> None:
    """What Anna does from here until days after it is over: she looks, and begins it again."""
    over = timedelta(seconds=spot.expires)
    for passes in (timedelta(), over / 2, over / 2 + timedelta(hours=1), timedelta(days=1), timedelta(days=8)):
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


def of(*names: str, spot: Spot) -> dict[str, Lines]:
    """The things that Ben may do, by their names."""
    groups = [*names, *(["in the group"] if spot.there else [])]
    return {
        name if group != "in the group" else f"{name} there": lines
        for group in groups
        for name, lines in SILENCE[group].items()
    }


@pytest.mark.parametrize("spot", spots(GateStep), ids=str)
def test_at_a_gate_all_but_a_yes_is_silence(spot: Spot) -> None:
    looks_like_silence(spot, of("everywhere", "where a stop is not told", "at a gate", spot=spot))


@pytest.mark.parametrize("answered", ["before", "after"])
@pytest.mark.parametrize("spot", spots(TogetherStep), ids=str)
def test_at_a_barrier_all_that_is_not_the_whole_is_silence(spot: Spot, answered: str) -> None:
    variants = of("everywhere", "where a stop is not told", "with answers", spot=spot)
    if answered == "before":
        del variants["the whole taken back"]
    looks_like_silence(spot, variants, answered)


@pytest.mark.parametrize("spot", spots(TurnsStep), ids=str)
def test_in_turns_all_but_a_stop_waits_for_the_end(spot: Spot) -> None:
    assert isinstance(spot.script, TurnsStep)
    looks_like_silence(spot, of("everywhere", *(["where a stop is not told"] if spot.script.quiet else []), spot=spot))
