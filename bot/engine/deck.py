"""A deck of cards: which one comes next for somebody who has seen some of them. Pure, with chance given."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

Piles = Mapping[str, Sequence[str]]
"""A deck: the ids of its cards, pile by pile. No card lies in two."""


def pile(piles: Piles, name: str | None) -> tuple[str, ...]:
    """The cards of one pile; of any other name, or none, those of the whole deck."""
    if name is not None and name in piles:
        return tuple(piles[name])
    return tuple(card for cards in piles.values() for card in cards)


def draw(cards: Sequence[str], seen: Collection[str], chance: int) -> str | None:
    """One of the cards that were not seen yet, the same for the same `chance` (any whole number, 0 or more), each as
    likely as any other; None when all were."""
    left = [card for card in cards if card not in seen]
    return left[chance % len(left)] if left else None


def shuffled_back(cards: Collection[str], seen: Sequence[str]) -> list[str]:
    """What still counts as seen once these cards lie in the deck again."""
    return [card for card in seen if card not in cards]
