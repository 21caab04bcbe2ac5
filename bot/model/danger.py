"""What the coach notices before it coaches: words of danger, by the kind of help that they call for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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


@dataclass(slots=True)
class Doubt:
    """Words that may have been meant gravely: their writer is asked. `ask` is the question they would have answered;
    `loose` words met none that had reached their writer, and are kept as a note."""

    text: str
    category: Category
    ask: str | None = None
    loose: bool = False


@dataclass(slots=True)
class Pieces:
    """The last few messages that somebody typed, each a line, none a minute after the one before: danger is looked for
    in them together, too."""

    text: str
    at: datetime


@dataclass(slots=True)
class Helped:
    """When help lines last came because of what somebody had written, and for which kind of danger."""

    category: Category
    at: datetime
