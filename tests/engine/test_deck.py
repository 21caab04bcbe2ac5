"""The deck: nothing comes twice before everything has come, and the same chance draws the same card."""

from __future__ import annotations

from random import Random

import pytest

from bot.engine.deck import draw, pile, shuffled_back

PILES = {"light": ("a_song", "a_smell", "a_game"), "deep": ("a_fear", "a_hope")}
ALL = pile(PILES, None)


@pytest.mark.parametrize("seed", range(50))
def test_every_card_comes_once_and_then_none(seed: int) -> None:
    chance, seen = Random(seed), list[str]()
    while (card := draw(ALL, seen, chance.getrandbits(64))) is not None:
        seen.append(card)
    assert sorted(seen) == sorted(ALL)


def test_the_same_chance_draws_the_same_card() -> None:
    assert draw(ALL, ["a_fear"], 12345) == draw(ALL, ["a_fear"], 12345)


def test_each_card_that_is_left_is_as_likely_as_any_other() -> None:
    drawn = [draw(ALL, ["a_song"], chance) for chance in range(4 * 25)]
    assert {card: drawn.count(card) for card in set(drawn)} == dict.fromkeys(
        ["a_smell", "a_game", "a_fear", "a_hope"], 25
    )


def test_a_pile_has_its_own_cards_and_any_other_name_stands_for_all() -> None:
    assert pile(PILES, "deep") == ("a_fear", "a_hope")
    assert pile(PILES, "any") == pile(PILES, None) == (*PILES["light"], *PILES["deep"])


def test_shuffled_back_a_pile_can_come_again_and_the_others_stay_seen() -> None:
    seen = ["a_fear", "a_song", "a_hope"]
    assert shuffled_back(PILES["deep"], seen) == ["a_song"]
    assert draw(PILES["deep"], ["a_song"], 0) == "a_fear"
