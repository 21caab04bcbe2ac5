"""What the coach notices before it coaches: words of danger, by the kind of help that they call for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Category = Literal["self_harm", "partner_violence", "coercive_control", "child_harm", "harm_to_other"]
"""self_harm: the writer, or somebody close, may die by their own hand or hurts themselves. partner_violence: somebody
close hurts or threatens the writer, also sexually. coercive_control: watched, followed, cut off, kept short, held by
threats. child_harm: a child is hurt, by whomever. harm_to_other: the writer is the one who hurts, or fears to."""

CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)


@dataclass(frozen=True, slots=True)
class Danger:
    """What was noticed in a text.

    `unsure`: something in it may be danger, and the coach asks. `asked`: it is a safe word, which asks for the help
    lines outright. `category` is what it would be, None for a safe word.
    """

    category: Category | None
    unsure: bool = False
    asked: bool = False
