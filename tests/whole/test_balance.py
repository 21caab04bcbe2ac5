"""The picture of both balances: drawn of what was revealed to its reader, and of nothing else of the other's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.insight.attachments import BalanceRecipe, OutFile, Recipe, make
from bot.insight.series import Balance
from tests.stage import Stage, stage

WEEK = timedelta(days=7)
LITTLE, RIGHT, MUCH = "too little", "about right", "too much"


@pytest.fixture
async def s(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as found:
        yield found


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[BalanceRecipe]:
    """What was drawn, in order."""
    recipes: list[BalanceRecipe] = []

    def watched(recipe: Recipe) -> OutFile:
        if isinstance(recipe, BalanceRecipe):
            recipes.append(recipe)
        return make(recipe)

    monkeypatch.setattr("bot.runtime.deliver.make", watched)
    return recipes


async def couple(s: Stage) -> None:
    for name in ("ana", "ben"):
        await s.welcome(name)
    await s.link("ana", "ben")


async def check_in(s: Stage, name: str, *answers: str) -> None:
    """The four items that are drawn; the words are skipped, and so is an offer that follows."""
    await s.send(name, "/checkin")
    for answer in (*answers, "/skip", "/skip"):
        await s.send(name, answer)


async def both(s: Stage, hers: tuple[str, ...], his: tuple[str, ...]) -> None:
    await check_in(s, "ana", *hers)
    await check_in(s, "ben", *his)


def theirs(recipe: BalanceRecipe) -> list[Balance]:
    """What a reader's picture has of the other, week by week."""
    return [week.theirs or Balance() for week in recipe.weeks]


def whose(drawn: list[BalanceRecipe], other: str) -> BalanceRecipe:
    """The latest picture that has somebody as the other."""
    return next(recipe for recipe in reversed(drawn) if recipe.words.theirs == other)


async def test_what_one_skipped_is_not_in_their_picture_of_the_other(s: Stage, drawn: list[BalanceRecipe]) -> None:
    await couple(s)
    await both(s, ("/skip", RIGHT, "3", "/skip"), (MUCH, LITTLE, "/skip", "4"))
    await s.move_clock(WEEK)
    await both(s, (LITTLE, RIGHT, "2", "1"), (RIGHT, RIGHT, "5", "4"))
    hers, his = whose(drawn, "ben"), whose(drawn, "ana")
    assert theirs(hers) == [Balance(shared_time=-1), Balance(0, 0, 5, 4)]
    assert theirs(his) == [Balance(shared_time=0), Balance(-1, 0, 2, 1)]
    # What is one's own is drawn whole.
    assert [week.mine for week in his.weeks] == [Balance(1, -1, None, 4), Balance(0, 0, 5, 4)]


async def test_a_week_that_was_let_go_is_in_no_picture(s: Stage, drawn: list[BalanceRecipe]) -> None:
    await couple(s)
    await both(s, (RIGHT, RIGHT, "3", "3"), (RIGHT, RIGHT, "3", "3"))
    await s.move_clock(WEEK)
    await check_in(s, "ben", LITTLE, LITTLE, "1", "1")
    await s.move_clock(WEEK)
    await s.send("ana", "/stop")
    await both(s, (RIGHT, RIGHT, "4", "4"), (MUCH, MUCH, "5", "5"))
    assert theirs(whose(drawn, "ben")) == [Balance(0, 0, 3, 3), Balance(1, 1, 5, 5)]


async def test_weeks_alone_are_nobody_elses_after_linking(s: Stage, drawn: list[BalanceRecipe]) -> None:
    for name in ("ana", "ben"):
        await s.welcome(name)
    await both(s, (LITTLE, LITTLE, "1", "1"), (MUCH, MUCH, "5", "5"))  # alone, and at the very same moment
    await s.link("ana", "ben")
    await s.move_clock(WEEK)
    await both(s, (RIGHT, RIGHT, "3", "3"), (RIGHT, RIGHT, "3", "3"))
    assert drawn == [], "one week of the two is no picture yet"
    await s.move_clock(WEEK)
    await both(s, (RIGHT, RIGHT, "4", "4"), (RIGHT, RIGHT, "2", "2"))
    assert theirs(whose(drawn, "ben")) == [Balance(), Balance(0, 0, 3, 3), Balance(0, 0, 2, 2)]


async def test_linked_again_nothing_of_the_earlier_link_comes_back(s: Stage, drawn: list[BalanceRecipe]) -> None:
    await couple(s)
    await both(s, (LITTLE, LITTLE, "1", "1"), (MUCH, MUCH, "5", "5"))
    await s.send("ana", "/unlink")
    await s.press("ana", "End the link")
    await s.link("ana", "ben")
    for n in range(2):
        await s.move_clock(WEEK)
        await both(s, (RIGHT, RIGHT, "3", "3"), (RIGHT, RIGHT, str(n + 1), "2"))
    assert theirs(whose(drawn, "ben")) == [Balance(), Balance(0, 0, 1, 2), Balance(0, 0, 2, 2)]


async def test_both_get_it_after_the_reveal_with_all_of_it_in_words(s: Stage) -> None:
    await couple(s)
    s.phone("ben")
    await both(s, (LITTLE, RIGHT, "3", "/skip"), (RIGHT, RIGHT, "4", "5"))
    assert s.phone("ana").photos() == s.phone("ben").photos() == []
    await s.move_clock(WEEK)
    await both(s, (RIGHT, RIGHT, "4", "2"), (RIGHT, MUCH, "5", "5"))
    [(caption, file)] = s.phone("ana").photos()
    assert Image.open(BytesIO(file)).size == (1080, 1350)
    for line in (
        "Time to myself: too little, about right\nTime together: about right, about right",
        "How near (1–5): 3, 4\nHow free (1–5): –, 2",
        "Time to myself: about right, about right\nTime together: about right, too much",
        "How near (1–5): 4, 5\nHow free (1–5): –, 5",
    ):
        assert line in caption, caption
    [(caption, _)] = s.phone("ben").photos()
    assert "ana" in caption


async def test_alone_it_is_ones_own_weeks(s: Stage, drawn: list[BalanceRecipe]) -> None:
    await s.welcome("ana")
    await check_in(s, "ana", LITTLE, RIGHT, "3", "4")
    assert drawn == []
    await s.move_clock(WEEK)
    await check_in(s, "ana", "/skip", "/skip", "/skip", "/skip")
    assert drawn == [], "a week without any of it is not drawn"
    await s.move_clock(WEEK)
    await check_in(s, "ana", RIGHT, RIGHT, "4", "4")
    [recipe] = drawn
    assert [week.mine for week in recipe.weeks] == [Balance(-1, 0, 3, 4), Balance(0, 0, 4, 4)]
    assert theirs(recipe) == [Balance(), Balance()]
    [(caption, _)] = s.phone("ana").photos()
    assert "Time to myself: too little, about right" in caption


async def test_what_lies_behind_it_is_no_answer_of_theirs(s: Stage) -> None:
    await couple(s)
    await both(s, (LITTLE, RIGHT, "3", "3"), (RIGHT, RIGHT, "4", "5"))
    await s.send("ana", "/stop")
    await s.send("ana", "/mine")
    await s.press("ana", "My weeks")
    await s.press("ana", "1")
    told = [line for line in s.screen("ana").splitlines() if not line.startswith("[")]
    assert told == [
        "Time to myself: Too little",
        "Time together: About right",
        "How near (1–5): 3",
        "How free (1–5): 3",
    ]
