"""Nobody is told, or let guess, who has not answered: at every gate and every barrier of every dialog silence, stop,
not now, out, paused, blocked and danger are one to the other; in turns a stop is told, and all else waits for the end.

A story is led to where Ben is asked, and is then played once for each thing that he may do in place of an answer. What
Anna's phone gets from there until days after its end – in her chat and in the group of the two, byte for byte, and in
which minute – must be as if he had done nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from bot.engine.place import played_there
from bot.engine.steps.ask import AskStep
from bot.engine.steps.gate import GateStep
from bot.engine.steps.offer import OfferStep
from bot.engine.steps.together import TogetherStep
from bot.engine.steps.turns import TurnsStep
from tests.engine.answering import answers_there
from tests.engine.grouped import CHAT
from tests.engine.in_place import SILENCE, all_alike, of, play_on
from tests.engine.spots import KINDS, REAL, Spot, spots, stage_at
from tests.engine.watched import ANNA, BEN
from tests.knobs import knob

SHARED: Final = knob("SILENCE_ONE_IN", 2)
"""Each spot of a barrier or of turns tries one in so many of the things that Ben may do, and those of a block all."""
EVERY: Final = [spot for kind in KINDS for spot in spots(kind)]
UNTOLD: Final = ["where a stop is not told", "where it goes on after a stop"]
WAYS_TO_STOP: Final = ("stop, by a button", "stop, in words", "stop after not now")


def one_of_each(found: list[Spot]) -> list[Spot]:
    """Of each block the first spot: of a gate where the other has said yes to it."""
    return list({(spot.dialog, spot.block, spot.there): spot for spot in reversed(found)}.values())


def tells_a_stop(spot: Spot) -> bool:
    """Whether who stops there is told of."""
    return isinstance(spot.script, TurnsStep) and not spot.script.quiet


@pytest.mark.parametrize("spot", spots(GateStep), ids=str)
def test_at_a_gate_all_but_a_yes_is_silence(spot: Spot) -> None:
    # Before their own first yes the other is not asked, and can see nothing that could differ.
    shared = 1 if spot.begun_by == ANNA else SHARED
    all_alike(spot, [], of("everywhere", *UNTOLD, "at a gate", spot=spot, shared=shared))


@pytest.mark.parametrize("answered", ["before", "after"])
@pytest.mark.parametrize("spot", spots(TogetherStep), ids=str)
def test_at_a_barrier_all_that_is_not_the_whole_is_silence(spot: Spot, answered: str) -> None:
    turn = int((spot.begun_by == ANNA) == (answered == "before"))
    late = ["where the other has answered nothing yet"] if answered == "after" else []
    names = ("everywhere", *UNTOLD, "with answers", *late)
    all_alike(spot, [], of(*names, spot=spot, turn=turn, shared=SHARED), answered)


@pytest.mark.parametrize("spot", spots(TurnsStep), ids=str)
def test_in_turns_all_but_a_stop_waits_for_the_end(spot: Spot) -> None:
    quiet = [] if tells_a_stop(spot) else UNTOLD
    of_it = [each for each in spots(TurnsStep) if (each.dialog, each.block) == (spot.dialog, spot.block)]
    shared = min(SHARED + 1, len(of_it)) if SHARED > 1 else 1
    all_alike(spot, [], of("everywhere", *quiet, spot=spot, turn=of_it.index(spot), shared=shared))


@pytest.mark.parametrize(
    "spot", [spot for spot in (*spots(TurnsStep), *spots(TurnsStep, ANNA)) if tells_a_stop(spot)], ids=str
)
def test_in_turns_a_stop_is_told_at_once_and_nothing_at_the_end(spot: Spot) -> None:
    assert isinstance(spot.script, TurnsStep)
    stage, left = stage_at(spot), f"{spot.dialog}.{spot.script.left}"
    there = bool(answers_there(stage, spot.asked))
    reader, before = (CHAT if there else ANNA), {who: len(stage.phones[who].shown) for who in (ANNA, CHAT)}

    def told() -> list[str]:
        return [f"{who == CHAT}: {m.name}" for who in before for m in stage.phones[who].shown[before[who] :]]

    front = stage.of(BEN).runs.get(stage.person(BEN).foreground or "")
    at_it = front is not None and front.dialog == spot.dialog
    play_on(stage, spot, {"ben in the group" if there else "ben": "/stop"})
    at_once = told()
    if spot.asked == ANNA and not there and not at_it:
        assert not at_once  # what they are to answer later has not come to them yet
        return
    assert at_once[0] == f"{reader == CHAT}: {left}"
    stage.move(timedelta(seconds=spot.expires))
    assert told().count(at_once[0]) == 1


@pytest.mark.parametrize(
    "spot", [spot for spot in one_of_each(EVERY) if tells_a_stop(spot) and not spot.there], ids=str
)
def test_in_turns_whichever_way_somebody_stops_the_same_is_told(spot: Spot) -> None:
    stops = SILENCE[UNTOLD[0]]
    all_alike(spot, stops["stop"], {name: stops[name] for name in WAYS_TO_STOP})


@pytest.mark.parametrize("spot", [spot for spot in spots(GateStep) if spot.begun_by == BEN], ids=str)
def test_before_the_first_yes_at_a_gate_the_other_hears_nothing_at_all(spot: Spot) -> None:
    stage = stage_at(spot)
    stage.seen = []
    stage.move(timedelta(days=2))
    assert not stage.seen


@pytest.mark.parametrize("spot", spots(OfferStep), ids=str)
def test_whether_something_was_kept_or_is_still_looked_at_shows_nowhere(spot: Spot) -> None:
    turn = spots(OfferStep).index(spot)
    more = of("everywhere", *UNTOLD[:1], spot=spot, turn=turn, shared=min(SHARED, 2) * 2 - 1)
    all_alike(spot, [], of("at an offer", spot=spot) | more)


@pytest.mark.parametrize("spot", spots(AskStep), ids=str)
def test_what_the_other_is_asked_by_the_way_is_missed_by_nobody(spot: Spot) -> None:
    all_alike(spot, [], of("everywhere", *UNTOLD[:1], spot=spot))


@pytest.mark.parametrize("spot", one_of_each(spots(TurnsStep, ANNA)), ids=str)
def test_while_it_is_the_turn_of_one_nothing_shows_of_the_other_but_a_stop(spot: Spot) -> None:
    quiet = [] if tells_a_stop(spot) else UNTOLD
    turn = one_of_each(spots(TurnsStep, ANNA)).index(spot)
    all_alike(spot, [], of("everywhere", *quiet, spot=spot, turn=turn, shared=SHARED))


def test_no_gate_no_barrier_and_no_turns_are_left_out() -> None:
    there_are = {
        (dialog.name, step.id, by)
        for dialog in REAL.dialogs.values()
        for step in dialog.steps.values()
        for by in (ANNA, BEN)
        if step.is_block
    }
    assert {(spot.dialog, spot.block) for spot in EVERY} == {(name, block) for name, block, _ in there_are}
    in_turns = {(spot.dialog, spot.block) for spot in spots(TurnsStep)}
    both = {(spot.dialog, spot.block, spot.begun_by) for spot in EVERY if (spot.dialog, spot.block) not in in_turns}
    assert both == {each for each in there_are if each[:2] not in in_turns}
    asked = {
        (dialog.name, step.id)
        for dialog in REAL.dialogs.values()
        for step in dialog.steps.values()
        if isinstance(step, AskStep) and not step.given and (dialog.name, step.block) in in_turns
    }
    assert {(spot.dialog, spot.step) for spot in spots(TurnsStep)} == asked


@pytest.mark.parametrize("spot", one_of_each(EVERY), ids=str)
def test_however_it_ends_for_one_in_the_middle_the_other_reads_the_same(spot: Spot) -> None:
    names = ["endings"]
    if isinstance(spot.script, GateStep):
        names += ["endings at a gate"]
    elif isinstance(spot.script, TogetherStep):
        names += ["endings with answers"]
    if not tells_a_stop(spot):
        names += ["endings where a stop is not told"]
    all_alike(spot, SILENCE["endings"]["unlinks"], {k: v for name in names for k, v in SILENCE[name].items()})


@pytest.mark.parametrize("spot", one_of_each(EVERY), ids=str)
def test_what_one_reads_of_an_end_are_the_neutral_words_and_not_before_they_do_something(spot: Spot) -> None:
    stage = stage_at(spot)
    for line in SILENCE["endings"]["unlinks"]:
        play_on(stage, spot, line)
    before = {who: len(stage.phones[who].shown) for who in (ANNA, CHAT)}
    stage.move(timedelta(seconds=spot.expires))
    script = spot.script.model_dump()
    ends = {f"{spot.dialog}.{script[name]}" for name in ("closed", "expired", "left") if name in script}
    unasked = stage.phones[ANNA].shown[before[ANNA] :]
    # What they have asked for themselves comes at its hour.
    assert {m.say.tone for m in unasked} <= {"nudge"}
    assert not ends & {m.name for m in unasked}
    stage.command(ANNA, "menu")
    assert [m.name for m in stage.phones[ANNA].shown[before[ANNA] + len(unasked) :]] == ["unlink.ended", "menu"]
    assert len(stage.phones[CHAT].shown) == before[CHAT]


@pytest.mark.parametrize(
    "spot", [spot for spot in spots(TurnsStep) if spot.there and played_there(spot.script)], ids=str
)
def test_when_their_group_falls_silent_nobody_learns_whose_doing_it_is(spot: Spot) -> None:
    one, *others = SILENCE["the group falls silent"].items()
    all_alike(spot, one[1], dict(others))
