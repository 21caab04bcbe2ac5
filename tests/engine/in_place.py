"""What one may do in place of an answer, and what the other gets from there until days after it is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import yaml

from bot.model import inputs
from tests.engine.answering import answers_there, answers_to, say
from tests.engine.driver import HERE
from tests.engine.grouped import CHAT, play_with_group
from tests.engine.spots import REAL, Spot, again, stage_at
from tests.engine.story import Line, span
from tests.engine.watched import ANNA, BEN, Watched

SILENCE: Final = yaml.safe_load((HERE / "silence.yaml").read_text(encoding="utf-8"))
Lines = Sequence[Line]


def _begin_again(stage: Watched, spot: Spot, who: int) -> None:
    """The dialog's command once more, where it has one."""
    command = REAL.dialogs[spot.dialog].command
    if command is not None and spot.there:
        stage.play(who, inputs.Command(who, command, there=CHAT))
    elif command is not None:
        stage.command(who, command)


def _answer_on(stage: Watched, spot: Spot, who: int, most: int = 50) -> int:
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
            there_are = _answer_on(again(stage), spot, BEN)
            most = {"all": there_are, "all but one": there_are - 1}.get(str(value), 1)
            # Where there is but one, that is the whole.
            _answer_on(stage, spot, BEN, most if value == "all" else min(most, there_are - 1))
        case "ben is away":
            stage.set_out(BEN, timedelta(), span(str(value)))
            stage.move(timedelta())
        case "ben begins it again":
            # In the group, all would see that he did.
            stage.command(BEN, REAL.dialogs[spot.dialog].command or "menu")
        case "ben says there":
            asked = answers_there(stage, BEN)
            stage.reply_there(BEN, str(value), stage.question(CHAT).ask if asked else None)
        case "ben is away for good":
            stage.play(BEN, inputs.Lapsed(BEN))
        case "ben leaves the group":
            stage.others = 1  # it is of the two no more
            stage.play(BEN, inputs.InGroup(BEN, CHAT, "left"))
        case _:
            play_with_group(stage, line)


def _afterwards(stage: Watched, spot: Spot) -> None:
    """What Anna does from here until days after it is over: she looks, and begins it again."""
    over = timedelta(seconds=spot.expires)
    stage.command(ANNA, "menu")
    for passes in (over / 2, over / 2 + timedelta(hours=1), timedelta(days=8)):
        stage.move(passes)
        _begin_again(stage, spot, ANNA)
    stage.command(ANNA, "menu")


def played(spot: Spot, lines: Lines, *, answered: str = "") -> list[str]:
    """What Anna gets once Ben has done this, before or after she has answered where both are asked."""
    stage = stage_at(spot)
    stage.seen = []
    if answered == "before":
        _answer_on(stage, spot, ANNA)
    for line in lines:
        play_on(stage, spot, line)
    stage.move(timedelta())
    if answered == "after":
        _answer_on(stage, spot, ANNA)
    _afterwards(stage, spot)
    return stage.seen


def _differs(one: list[str], other: list[str]) -> str:
    """Where what Anna gets begins to tell one from the other."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"  in place of {one[at : at + 1]}\n  she gets {other[at : at + 1]}"


def all_alike(spot: Spot, one: Lines, variants: dict[str, Lines], answered: str = "") -> None:
    """Raises AssertionError naming what Anna can tell from the one."""
    first = played(spot, one, answered=answered)
    told = [
        f"{name}\n{_differs(first, seen)}"
        for name, lines in variants.items()
        if (seen := played(spot, lines, answered=answered)) != first
    ]
    assert not told, f"{spot}: Anna can tell {'; '.join(told)}"


def of(*names: str, spot: Spot, turn: int = 0, shared: int = 1) -> dict[str, Lines]:
    """The things that Ben may do, by their names; of `shared` spots of a block each has those that are its turn."""
    groups = [*names, *(["in the group"] if spot.there else [])]
    found = [(group, name) for group in groups for name in SILENCE[group]]
    mine = [each for n, each in enumerate(found) if (n + turn) % shared == 0]
    return {name if group != "in the group" else f"{name}, there": SILENCE[group][name] for group, name in mine}
