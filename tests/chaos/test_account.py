"""Each promise that is broken is seen: what is kept, and what came to the phones, with one thing wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.chaos.account import Account, applied, delivered, fired, received
from tests.chaos.left import Kept, Left
from tests.chaos.people import BACK, HELP, Expected
from tests.chaos.report import table

ANA, BEN = 1, 2
TYPED = [(ANA, Expected(["tea", "soup"], [16], helps=2)), (BEN, Expected(["bread"], [16, 17]))]
WELL = Kept(
    updates=dict.fromkeys(range(5, 12), "done"),
    texts=Counter([(ANA, "tea"), (ANA, "soup"), (BEN, "bread")]),
    minutes=Counter([(ANA, 16), (BEN, 16), (BEN, 17)]),
    nudges=Counter({(ANA, "fired"): 1, (BEN, "fired"): 2}),
    messages=Counter([(ANA, BACK[0]), (BEN, BACK[0]), (BEN, BACK[1]), (ANA, HELP), (ANA, HELP), (BEN, "a question")]),
)


def counted(kept: Kept, came: Counter[tuple[int, str]], bound: Counter[int]) -> Account:
    account = Account()
    for part in (
        received(range(5, 12), kept),
        applied(TYPED, kept),
        fired(TYPED, kept),
        delivered(came, kept, bound),
    ):
        account.counts.update(part)
    return account


def test_where_all_is_well_nothing_is_broken() -> None:
    account = counted(WELL, WELL.messages, Counter())
    assert account.broken == []
    assert account.counts["things typed that are looked for"] == 8
    assert account.counts["nudges due"] == 3
    assert "Every promise was kept." in table(account)


def less(kept: Kept, name: str, what: object) -> Kept:
    return replace(kept, **{name: getattr(kept, name) - Counter([what])})


def more(kept: Kept, name: str, what: object) -> Kept:
    return replace(kept, **{name: getattr(kept, name) + Counter([what])})


WRONG: dict[str, tuple[Callable[[Kept], Kept], list[str]]] = {
    "an update that is not there": (lambda k: replace(k, updates={5: "done"}), ["updates lost"]),
    "an update set aside": (lambda k: replace(k, updates=k.updates | {7: "aside"}), ["updates lost"]),
    "a text that is nowhere": (lambda k: less(k, "texts", (ANA, "tea")), ["texts lost"]),
    "a text with somebody else": (
        lambda k: more(less(k, "texts", (ANA, "tea")), "texts", (BEN, "tea")),
        ["texts lost"],
    ),
    "a text that is there twice": (lambda k: more(k, "texts", (ANA, "tea")), ["applied twice"]),
    "a time away that is there twice": (lambda k: more(k, "minutes", (BEN, 17)), ["applied twice"]),
    "a call for help without an answer": (lambda k: less(k, "messages", (ANA, HELP)), ["texts lost"]),
    "a call for help with two answers": (lambda k: more(k, "messages", (ANA, HELP)), ["applied twice"]),
    "a nudge that was dropped": (lambda k: less(k, "nudges", (BEN, "fired")), ["nudges missed"]),
    "a nudge that said nothing": (lambda k: less(k, "messages", (ANA, BACK[0])), ["nudges missed"]),
    "a nudge that fired twice": (lambda k: more(k, "messages", (ANA, BACK[0])), ["nudges fired twice"]),
}


@pytest.mark.parametrize(("wrong", "broken"), [pytest.param(*each, id=name) for name, each in WRONG.items()])
def test_what_went_wrong_inside_is_seen(wrong: Callable[[Kept], Kept], broken: list[str]) -> None:
    kept = wrong(WELL)
    account = counted(kept, kept.messages, Counter())
    assert account.broken == broken
    assert "BROKEN" in table(account)


@pytest.mark.parametrize(
    ("copies", "in_flight", "broken"),
    [
        pytest.param({}, {}, [], id="each once"),
        pytest.param({(BEN, "a question"): -1}, {BEN: 1}, ["messages lost"], id="one that never came"),
        pytest.param({(BEN, "a question"): 1}, {BEN: 1}, [], id="one twice that was in flight"),
        pytest.param({(BEN, "a question"): 1}, {ANA: 1}, ["beyond"], id="one twice, another in flight"),
        pytest.param({(BEN, "a question"): 2}, {BEN: 1}, ["beyond"], id="one three times, once in flight"),
        pytest.param({(BEN, "of nowhere"): 1}, {}, ["beyond"], id="one that the coach never wrote"),
    ],
)
def test_what_went_wrong_on_the_way_is_seen(
    copies: dict[tuple[int, str], int], in_flight: dict[int, int], broken: list[str]
) -> None:
    came = Counter(WELL.messages)
    came.update(copies)
    found = counted(WELL, +came, Counter(in_flight)).broken
    assert [next(part for part in ("messages lost", "beyond") if part in name) for name in found] == broken


LEFT = Left(last=9, inputs=0, sending=0, pending=0, due=0, in_flight={})


@pytest.mark.parametrize(
    ("left", "polled", "handed_out", "place"),
    [
        (LEFT, False, 0, "starting up"),
        (replace(LEFT, sending=2), True, 9, "begun to send"),
        (LEFT, True, 11, "receiving"),
        (replace(LEFT, inputs=1), True, 9, "in a turn"),
        (replace(LEFT, due=1), True, 9, "a nudge due"),
        (replace(LEFT, pending=1), True, 9, "messages waiting"),
        (LEFT, True, 9, "between"),
    ],
)
def test_where_a_kill_fell_is_told_by_what_it_left(left: Left, polled: bool, handed_out: int, place: str) -> None:
    assert left.place(polled, handed_out) == place
